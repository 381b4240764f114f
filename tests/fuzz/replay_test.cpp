#define BOOST_TEST_MODULE fuzz
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "fuzz/targets.h"
#include "source.h"

namespace chalkline::fuzz {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

const struct {
  std::string name;
  void (*run)(std::string_view);
} targets[] = {{"body", body},
               {"delivery", delivery},
               {"query", query},
               {"token", token},
               {"cursor", cursor},
               {"feed_cursor", feed_cursor},
               {"search_cursor", search_cursor},
               {"text", text},
               {"contacts", contacts}};

BOOST_AUTO_TEST_CASE(corpora, *description("bad input: every file of corpus/ once more")) {
  for (const auto& target : targets) {
    int files = 0;
    for (const auto& entry :
         fs::directory_iterator(tests::source() / "tests/fuzz/corpus" / target.name)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      BOOST_CHECK_NO_THROW(target.run(bytes));
      ++files;
    }
    BOOST_TEST(files >= 5, target.name);
  }
}

// Every beginning of every file: what is cut short must be refused, not crash.
BOOST_AUTO_TEST_CASE(cut_short, *description("bad input: truncated at every byte")) {
  for (const auto& target : targets) {
    for (const auto& entry :
         fs::directory_iterator(tests::source() / "tests/fuzz/corpus" / target.name)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      for (std::size_t size = 0; size < std::min<std::size_t>(bytes.size(), 400); ++size) {
        BOOST_CHECK_NO_THROW(target.run(std::string_view(bytes).substr(0, size)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(promises, *description("a promise that does not hold is told")) {
  BOOST_CHECK_THROW(promise(false, "x"), std::logic_error);
  BOOST_CHECK_NO_THROW(promise(true, "x"));
}

}  // namespace
}  // namespace chalkline::fuzz
