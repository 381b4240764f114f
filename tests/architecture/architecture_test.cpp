#define BOOST_TEST_MODULE architecture
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "source.h"

// Reads the #include lines of everything that ships (architecture 3). What is wrong is named as
// "file: include".

namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

const fs::path root = chalkline::tests::source();

struct Include {
  std::string file;  // from the root
  std::string name;  // between the quotes or brackets
  bool quoted = false;

  bool in(const std::string& folder) const { return file.starts_with(folder + "/"); }
  bool of(const std::string& start) const { return name.starts_with(start); }
};

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("#")) continue;
    const auto word = line.find("include");
    const auto begin = line.find_first_of("<\"");
    if (word == std::string::npos || begin == std::string::npos) continue;
    const auto end = line.find_first_of(">\"", begin + 1);
    includes.push_back({fs::relative(file, root).generic_string(),
                        line.substr(begin + 1, end - begin - 1), line[begin] == '"'});
  }
  return includes;
}

bool is_source(const fs::path& file) {
  return file.extension() == ".cpp" || file.extension() == ".h";
}

std::vector<Include> all_includes(const std::vector<std::string>& folders) {
  std::vector<Include> all;
  for (const auto& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!is_source(entry.path())) continue;
      const auto some = includes_of(entry.path());
      all.insert(all.end(), some.begin(), some.end());
    }
  }
  return all;
}

const std::vector<Include>& shipped() {
  static const auto includes = all_includes({"shared", "handlers", "deploy"});
  return includes;
}

template <class Wrong>
std::string found(Wrong&& wrong) {
  std::string list;
  for (const auto& include : shipped()) {
    if (wrong(include)) list += include.file + ": " + include.name + "\n";
  }
  return list;
}

bool starts_with_any(const std::string& text, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const auto& start) { return text.starts_with(start); });
}

// What a line that is not indented declares in a namespace.
struct Name {
  std::string file;
  std::string name;
  std::string line;
  std::string space;  // the line that opens the namespace it is in, or around the anonymous one
  bool anonymous = false;

  std::string stem() const { return fs::path(file).stem().string(); }
};

// The name of a type, an alias, a constant or a function; empty where there is none.
std::string declared_by(const std::string& line) {
  static const std::regex type(
      R"(^(?:template ?<.*> )?(?:struct|class|enum class|enum) (\w+).*[{;]$)");
  static const std::regex alias(R"(^(?:using (\w+) =|using (?:\w+::)+(\w+);|namespace (\w+) =).*)");
  static const std::regex constant(
      R"(^(?:constexpr|const) [^(]*?(\w+)(?:\[.*\])?(?: = .*|\{.*|;| =)$)");
  static const std::regex function(
      R"(^(?!using |namespace |static_assert|return )\w[^(=]*?[ &*](\w+)\(.*)");
  std::smatch found;
  for (const auto* const each : {&type, &alias, &constant, &function}) {
    if (!std::regex_match(line, found, *each)) continue;
    for (std::size_t i = 1; i < found.size(); ++i) {
      if (found[i].matched) return found[i];
    }
  }
  return {};
}

void add_names(std::vector<Name>& names, const fs::path& file) {
  std::ifstream text(file);
  std::string space;
  bool anonymous = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("namespace chalkline")) space = line;
    if (line == "namespace {") anonymous = true;
    if (line == "}  // namespace") anonymous = false;
    const auto name = declared_by(line);
    if (!name.empty()) names.push_back({file.filename().string(), name, line, space, anonymous});
  }
}

// Two sources may give the same thing the same short name, and a source may overload what its own
// header declares.
bool clash_of(const Name& own, const Name& other) {
  const bool same_alias = own.line == other.line && own.line.ends_with(";") &&
                          (own.line.starts_with("using ") || own.line.starts_with("namespace "));
  return own.anonymous && own.stem() != other.stem() && own.name == other.name &&
         own.space == other.space && !same_alias;
}

// Libraries that one room alone may know. The database's own client stays with SOCI.
const struct {
  std::string library;
  std::vector<std::string> headers;
  std::vector<std::string> rooms;
} homes[] = {
    {"SOCI and the database's client",
     {"soci", "mysql", "mariadb", "errmsg.h"},
     {"shared/storage"}},
    {"libfcgi", {"fcgi"}, {"shared/http"}},
    // Input is parsed in http alone (see json_is_parsed_in_http); answers are also built in app and
    // in the handlers, from http's shapes.
    {"Boost.JSON", {"boost/json"}, {"shared/http", "shared/app", "handlers", "deploy/chalkline"}},
    {"yaml-cpp", {"yaml-cpp"}, {"shared/config"}},
    {"cpp-httplib", {"httplib"}, {"shared/outbound"}},
    {"libcurl", {"curl/"}, {"shared/outbound"}},
    // Apart from what requests are answered with: their executables start without it.
    {"GMime", {"gmime/"}, {"shared/outbound/mail"}},
    {"Mustache", {"kainjow/"}, {"shared/outbound/mail"}},
    {"date, for time zones", {"date/"}, {"shared/app"}},
    {"OpenSSL", {"openssl/"}, {"shared/http", "shared/config", "shared/outbound"}},
};

BOOST_AUTO_TEST_SUITE(walls)

BOOST_AUTO_TEST_CASE(libraries_at_home, *description("architecture 1: the only folder that …")) {
  for (const auto& home : homes) {
    BOOST_TEST_CONTEXT(home.library) {
      BOOST_TEST(found([&](const Include& include) {
                   if (include.quoted || !starts_with_any(include.name, home.headers)) return false;
                   return std::none_of(home.rooms.begin(), home.rooms.end(),
                                       [&](const auto& room) { return include.in(room); });
                 }).empty());
      // A home where nobody lives is a rule that cannot fail.
      const auto users = found(
          [&](const Include& include) { return starts_with_any(include.name, home.headers); });
      BOOST_TEST((!users.empty() || home.library == "libcurl"));
    }
  }
}

// Handlers and app build values and serialize; whoever parses untrusted bytes is in http.
BOOST_AUTO_TEST_CASE(json_is_parsed_in_http,
                     *description("architecture 3: parse_ is http's work")) {
  std::string list;
  for (const auto* const folder : {"shared/app", "handlers"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!is_source(entry.path())) continue;
      std::ifstream text(entry.path());
      for (std::string line; std::getline(text, line);) {
        if (line.find("json::parse") != std::string::npos ||
            line.find("json::stream_parser") != std::string::npos) {
          list += fs::relative(entry.path(), root).generic_string() + ": " + line + "\n";
        }
      }
    }
  }
  BOOST_TEST(list == "");
}

BOOST_AUTO_TEST_CASE(siblings_apart, *description("architecture 3: they meet in app")) {
  const std::vector<std::string> siblings = {"http", "storage", "config", "outbound"};
  BOOST_TEST(found([&](const Include& include) {
               return std::any_of(siblings.begin(), siblings.end(), [&](const auto& room) {
                 return include.in("shared/" + room) && !include.of(room + "/") && include.quoted &&
                        !include.of("rules/");
               });
             }) == "");
}

BOOST_AUTO_TEST_CASE(rules_are_pure, *description("architecture 1: the standard library only")) {
  // Neither clock-reading, files nor threads: of the standard library only what computes.
  const std::set<std::string> allowed = {
      "algorithm",   "array",   "chrono",      "cmath",         "compare",
      "concepts",    "cstddef", "cstdint",     "functional",    "initializer_list",
      "iterator",    "limits",  "map",         "memory",        "numeric",
      "optional",    "ranges",  "set",         "span",          "string",
      "string_view", "tuple",   "type_traits", "unordered_map", "utility",
      "variant",     "vector",  "charconv"};
  BOOST_TEST(found([&](const Include& include) {
               if (!include.in("shared/rules")) return false;
               return include.quoted ? !include.of("rules/") : !allowed.contains(include.name);
             }) == "");
}

BOOST_AUTO_TEST_CASE(rules_read_no_clock, *description("architecture 1: rules take now")) {
  std::string list;
  for (const auto& entry : fs::recursive_directory_iterator(root / "shared/rules")) {
    std::ifstream text(entry.path());
    for (std::string line; std::getline(text, line);) {
      for (const std::string clock : {"_clock::now", "std::time(", "getenv", "rand("}) {
        if (line.find(clock) != std::string::npos)
          list += entry.path().string() + ": " + line + "\n";
      }
    }
  }
  BOOST_TEST(list == "");
}

// shared/ stands on its own; handlers include their own folder and shared/, and one another never.
BOOST_AUTO_TEST_CASE(nobody_includes_handlers, *description("architecture 1: nobody includes it")) {
  const std::vector<std::string> rooms = {"rules/",  "storage/",  "http/",
                                          "config/", "outbound/", "app/"};
  BOOST_TEST(found([&](const Include& include) {
               if (!include.quoted) return false;
               if (include.name.find("..") != std::string::npos || include.of("handlers/"))
                 return true;
               if (starts_with_any(include.name, rooms)) return false;
               if (include.in("shared")) return true;
               return !fs::exists((root / include.file).parent_path() / include.name);
             }) == "");
}

BOOST_AUTO_TEST_CASE(headers_are_guarded, *description("style: #pragma once, no utils")) {
  const std::vector<std::string> vague = {"util", "common", "helper", "manager", "service", "misc"};
  std::string list;
  for (const auto* const folder : {"shared", "handlers", "deploy"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const auto stem = entry.path().stem().string();
      if (is_source(entry.path()) && starts_with_any(stem, vague)) list += stem + "\n";
      if (entry.path().extension() != ".h") continue;
      std::string line;
      std::getline(std::ifstream(entry.path()) >> std::ws, line);
      if (line != "#pragma once") list += entry.path().string() + "\n";
    }
  }
  BOOST_TEST(list == "");
}

// Several sources of a room are compiled as one (CMakeLists.txt), so a name that two of them have
// in an anonymous namespace, or one there and another for all, would not compile, or mean the
// other.
BOOST_AUTO_TEST_CASE(names_are_one_source_s, *description("a room compiles in larger pieces")) {
  std::string list;
  for (const auto* const room : {"rules", "storage", "http", "config", "outbound", "app"}) {
    std::vector<Name> names;
    for (const auto& entry : fs::directory_iterator(root / "shared" / room)) {
      if (is_source(entry.path())) add_names(names, entry.path());
    }
    BOOST_TEST(!names.empty(), room);
    for (const auto& own : names) {
      const auto clash =
          std::ranges::find_if(names, [&](const auto& of) { return clash_of(own, of); });
      if (clash != names.end()) list += own.file + ": " + own.name + ", as " + clash->file + "\n";
    }
  }
  BOOST_TEST(list == "");
}

BOOST_AUTO_TEST_CASE(enough_was_read, *description("a reader that finds nothing proves nothing")) {
  BOOST_TEST(shipped().size() > 200U);
  for (const std::string room : {"shared/rules", "shared/storage", "shared/http", "shared/config",
                                 "shared/outbound", "shared/app", "handlers/inbox"}) {
    BOOST_TEST(std::any_of(shipped().begin(), shipped().end(),
                           [&](const auto& include) { return include.in(room); }),
               room);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
