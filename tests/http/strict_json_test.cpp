#include "http/strict_json.h"

#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;
using Kind = JsonFault::Kind;

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

// The fault as one text, "duplicate_key a"; empty where the text is accepted.
std::string fault_of(const std::string& text) {
  JsonFault fault;
  if (parse_strict(text, &fault)) return "";
  switch (fault.kind) {
    case Kind::malformed:
      return "malformed";
    case Kind::duplicate_key:
      return "duplicate_key " + fault.key;
    case Kind::too_deep:
      return "too_deep";
  }
  return "no such kind";
}

const std::vector<std::string> accepted = {
    "{}",
    "[]",
    "null",
    "true",
    "0",
    "-0",
    "-1.5e3",
    "9223372036854775807",
    "18446744073709551615",
    "1e308",
    "\"\"",
    " \t\r\n{ \"a\" : [ 1 , 2.5 , null , true , \"b\" ] }\r\n ",
    R"({"a":{"a":{"a":1}},"b":{"a":1}})",  // the same name in different objects
    R"([{"a":1},{"a":2}])",
    R"({"a":1,"A":2," a":3,"a ":4,"":5})",
    R"({"b":{"a":1},"a":2})",
    R"({"a\u0062":1,"c\u0062":2,"\u0062":3})",
    R"({"é":1,"e\u0301":2})",  // composed and decomposed are different names
    R"("\u0000\u001f\ud83d\ude00 \/ \b\f\n\r\t\"\\")",
    "\"\xf0\x9f\x98\x80 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\"",
    "\"\x7f\"",
    R"({"constructor":1,"__proto__":2})",
};

const std::vector<std::string> malformed = {
    "",
    " ",
    "{",
    "}",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{\"a\":1",
    "{\"a\" 1}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{null:1}",
    "{}{}",
    "{} x",
    "[] []",
    "1 2",
    "null,",
    "tru",
    "True",
    "nul",
    "NaN",
    "Infinity",
    "-Infinity",
    "undefined",
    "01",
    "+1",
    "-",
    "1.",
    ".5",
    "1e",
    "0x10",
    "1_000",
    "1e309",
    "-1e309",
    "1e999999999999",
    "\"",
    "\"a",
    "'a'",
    "\"\\x41\"",
    "\"\\u12\"",
    "\"\\u12G4\"",
    "\"\\ud83d\"",
    "\"\\ude00\"",
    "\"\\ud83d\\ud83d\"",
    "\"a\nb\"",
    "\"a\tb\"",
    "\"\x01\"",
    "// a\n1",
    "/* a */ 1",
    "[1] // a",
    "\xef\xbb\xbf{}",        // byte order mark
    "\"\x80\"",              // continuation without a start
    "\"\xc3\"",              // start without a continuation
    "\"\xc0\xaf\"",          // overlong
    "\"\xe0\x80\xaf\"",      // overlong
    "\"\xed\xa0\x80\"",      // a surrogate
    "\"\xf4\x90\x80\x80\"",  // beyond U+10FFFF
    "\"\xf5\x80\x80\x80\"",
    "\"\xff\"",
    "{\"\xff\":1}",
    std::string("{}\0", 3),
    std::string("\0{}", 3),
    std::string("\"a\0b\"", 5),
};

struct Duplicate {
  std::string text;
  std::string key;
};

const std::vector<Duplicate> duplicates = {
    {R"({"a":1,"a":1})", "a"},
    {R"({"a":1,"b":2,"a":3})", "a"},
    {R"({"x":{"b":1,"c":2,"b":3}})", "b"},
    {R"([[{"a":1},{"q":1,"q":2}]])", "q"},
    {R"({"a":1,"\u0061":2})", "a"},
    {R"({"x\u0061y":1,"xay":2})", "xay"},
    {R"({"a":{"x":1},"a":2})", "a"},
    {R"({"\ud83d\ude00":1,"😀":2})", "😀"},
    {R"({"":1,"":2})", ""},
    {R"({"a":{"a":1},"a":2})", "a"},
    {R"({"a":[{"z":1,"z":2}],"a":2})", "z"},
    {R"({"to":"a","message":"b","to":"c"})", "to"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(json_is_read_as_boost_reads_it, *description("contract 1: JSON, UTF-8")) {
  for (const auto& text : accepted) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(fault_of(text) == "");
      BOOST_TEST((parse_strict(text) == boost::json::parse(text)));
    }
  }
}

BOOST_AUTO_TEST_CASE(json_malformed, *description("contract 1: 400 malformed; invalid UTF-8")) {
  for (const auto& text : malformed) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(fault_of(text) == "malformed"); }
  }
}

BOOST_AUTO_TEST_CASE(json_names_a_duplicate_key, *description("issue 2: duplicate keys")) {
  for (const auto& row : duplicates) {
    BOOST_TEST_CONTEXT(row.text) { BOOST_TEST(fault_of(row.text) == "duplicate_key " + row.key); }
  }
}

BOOST_AUTO_TEST_CASE(json_depth, *description("issue 2: nesting")) {
  const std::vector<std::pair<std::string, std::string>> brackets = {
      {"[", "]"}, {"{\"a\":", "}"}, {"[{\"a\":", "}]"}};
  for (const auto& [open, close] : brackets) {
    const std::size_t levels = open.size() == 6 ? 2 : 1;
    BOOST_TEST_CONTEXT(open) {
      BOOST_TEST(fault_of(nested(max_json_depth / levels, open, close)) == "");
      BOOST_TEST(fault_of(nested(max_json_depth / levels + 1, open, close)) == "too_deep");
      BOOST_TEST(fault_of(nested(100'000, open, close)) == "too_deep");
    }
  }
}

BOOST_AUTO_TEST_CASE(json_every_prefix_is_malformed, *description("issue 2: truncated bodies")) {
  const std::string text =
      R"({"to":"tutor-1","message":"שלום 😀 \ud83d\ude00","n":[1,2.5,true,null]})";
  BOOST_TEST(fault_of(text) == "");
  for (std::size_t size = 0; size < text.size(); ++size) {
    BOOST_TEST(fault_of(text.substr(0, size)) == "malformed");
  }
}

BOOST_AUTO_TEST_CASE(json_long_names_and_texts, *description("contract 1: JSON, UTF-8")) {
  const std::string name(100'000, 'n');
  const std::string text(1'000'000, 't');
  const auto value = parse_strict("{\"" + name + "\":\"" + text + "\",\"" + name + "x\":1}");
  BOOST_TEST_REQUIRE(value.has_value());
  BOOST_TEST((value->as_object().at(name).as_string() == text));
  BOOST_TEST(fault_of("{\"" + name + "\":1,\"" + name + "\":2}") == "duplicate_key " + name);
}

BOOST_AUTO_TEST_CASE(json_many_names, *description("issue 2: duplicate keys, among thousands")) {
  std::string names;
  for (int i = 0; i < 50'000; ++i)
    names += "\"" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  const auto value = parse_strict("{" + names + "\"last\":1}");
  BOOST_TEST_REQUIRE(value.has_value());
  BOOST_TEST(value->as_object().size() == 50'001U);
  BOOST_TEST(value->as_object().at("41999").as_int64() == 41'999);
  BOOST_TEST(fault_of("{" + names + "\"25000\":1}") == "duplicate_key 25000");
}

BOOST_AUTO_TEST_CASE(json_numbers_keep_their_kind, *description("contract 1: seq is an integer")) {
  BOOST_TEST(parse_strict("1").value().is_int64());
  BOOST_TEST(parse_strict("-9223372036854775808").value().is_int64());
  BOOST_TEST(parse_strict("9223372036854775808").value().is_uint64());
  BOOST_TEST(parse_strict("18446744073709551616").value().is_double());
  BOOST_TEST(parse_strict("1.0").value().is_double());
  BOOST_TEST(parse_strict("1e2").value().is_double());
}

BOOST_AUTO_TEST_CASE(json_fault_may_be_left_out, *description("strict_json.h: fault is optional")) {
  BOOST_TEST(!parse_strict("{").has_value());
  BOOST_TEST(!parse_strict(R"({"a":1,"a":2})").has_value());
}

}  // namespace chalkline::http::tests
