#include "rules/names.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const auto& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(words, *description("S1-08: without case, accents and width")) {
  const struct {
    std::string name;
    std::string words;
  } rows[] = {
      {"Anna Müller", "anna muller"},
      {"MULLER, Anna", "anna muller"},
      {"Zoe\u0308 Zoë", "zoe"},
      {"Jean-Luc O'Neill", "jean luc neill o"},
      {"Łukasz Straße", "lukasz strasse"},
      {"Ёлка Ελένη", "ελενη елка"},
      {"王小明", "小明 明 王小明"},
      {"", ""},
      {" .,-! ", ""},
  };
  for (const auto& row : rows) {
    BOOST_TEST(joined(name_words(row.name)) == row.words, row.name);
  }
  std::string many;
  for (int i = 0; i < 40; ++i) many += "w" + std::to_string(i) + " ";
  BOOST_TEST(name_words(many).size() == 40U);
  BOOST_TEST(name_words(many + many + many).size() == 40U);
  BOOST_TEST(name_words(std::string(200, 'x')).front().size() == 40U);
}

BOOST_AUTO_TEST_CASE(matching, *description("S1-08: every word begins one, in any order")) {
  const auto found = [](const std::string& query, const std::string& name) {
    return !found_word(asked_name_words(query), name).empty();
  };
  BOOST_TEST(found("ann", "Anna Müller"));
  BOOST_TEST(found("MUL", "Anna Müller"));
  BOOST_TEST(found("müll", "Anna Muller"));
  BOOST_TEST(found("mu an", "Anna Müller"));
  BOOST_TEST(found("小", "王小明"));
  BOOST_TEST(!found("nna", "Anna Müller"));
  BOOST_TEST(!found("anna m x", "Anna Müller"));
  BOOST_TEST(!found("annab", "Anna Müller"));
  BOOST_TEST(!found("明王", "王小明"));
  BOOST_TEST(found("a b c d e f g h i", "a b c d e f g h i"));
  BOOST_TEST(!found("a b c d e f g h x", "a b c d e f g h i"));
  BOOST_TEST(!found("x a b c d e f g h", "a b c d e f g h i"));
}

BOOST_AUTO_TEST_CASE(long_names, *description("S1-08: by every word, without spaces as well")) {
  const auto found = [](const std::string& query, const std::string& name) {
    return !found_word(asked_name_words(query), name).empty();
  };
  const std::string thai = "นางสาวจิราภรณ์ทิพย์ วงศ์สวัสดิ์";
  for (const std::string query : {"นางสาว", "จิราภรณ์", "วงศ์", "สวัสดิ์", "วงศ์สวัสดิ์ จิราภรณ์"}) {
    BOOST_TEST(found(query, thai), query);
  }
  const std::string japanese = "アレクサンドラ・エリザベートクリスティーナ 長谷川";
  for (const std::string query : {"アレク", "エリザ", "クリス", "長谷川", "谷川"}) {
    BOOST_TEST(found(query, japanese), query);
  }
  // Where even that is too much, the beginnings of words stay.
  std::string endless;
  for (int i = 0; i < 120; ++i) endless += i % 2 == 0 ? "一" : "二";
  BOOST_TEST(name_words(endless + " 長谷川").size() <= 100U);
  BOOST_TEST(found("長谷", endless + " 長谷川"));
}

BOOST_AUTO_TEST_CASE(asked, *description("S1-08: the longest word first")) {
  BOOST_TEST(joined(asked_name_words("Jo Smithson")) == "smithson jo");
  BOOST_TEST(joined(asked_name_words("Anna Berg")) == "berg anna");
  BOOST_TEST(joined(asked_name_words("王小明")) == "王小明");
  BOOST_TEST(asked_name_words(" -% ").empty());
  BOOST_TEST(joined(asked_name_words("a b c d e f g h i j")) == "j i h g f e d c b a");
}

BOOST_AUTO_TEST_CASE(places, *description("S1-08: a person is listed once")) {
  BOOST_TEST(found_word({"ann"}, "Annika Anna") == "anna");
  BOOST_TEST(found_word({"anni"}, "Annika Anna") == "annika");
  BOOST_TEST(found_word({"anni", "ann"}, "Annika Anna") == "annika");
  BOOST_TEST(found_word({"anni", "x"}, "Annika Anna").empty());
  BOOST_TEST(found_word({"x"}, "Annika Anna").empty());
  BOOST_TEST(found_word({}, "Annika Anna").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
