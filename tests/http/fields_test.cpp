#include "http/fields.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include "http/requests.h"
#include "rules/text.h"

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(utf8_taken, *description("contract 1: UTF-8")) {
  for (const std::string text :
       {"", "a", "é", "€", "😀", "\xEF\xBF\xBD", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF",
        "\xEF\xBF\xBF", "\xC2\x80", "\xE0\xA0\x80", "\xF0\x90\x80\x80", "\u202Ex"}) {
    BOOST_TEST(is_utf8(text), text);
  }
}

BOOST_AUTO_TEST_CASE(utf8_refused,
                     *description("bad input: overlong, surrogates, cut short, too high")) {
  for (const std::string text : {"\x80",
                                 "\xBF",
                                 "\xFF",
                                 "\xFE",
                                 "\xC0\x80",
                                 "\xC1\xBF",
                                 "\xE0\x80\x80",
                                 "\xE0\x9F\xBF",
                                 "\xF0\x80\x80\x80",
                                 "\xF0\x8F\xBF\xBF",
                                 "\xED\xA0\x80",
                                 "\xED\xBF\xBF",
                                 "\xED\xA0\xBD\xED\xB8\x80",
                                 "\xF4\x90\x80\x80",
                                 "\xF5\x80\x80\x80",
                                 "\xF8\x88\x80\x80\x80",
                                 "\xC3",
                                 "\xE2\x82",
                                 "\xF0\x9F\x98",
                                 "\xC3(",
                                 "\xE2(\xA1",
                                 "a\xC3",
                                 "\xC3\xA9\xA9",
                                 "\xEF\xBF"}) {
    BOOST_TEST(!is_utf8(text));
    BOOST_TEST(!is_utf8("before " + text + " after"));
  }
}

// The definition of RFC 3629, byte by byte.
bool by_the_grammar(const std::string& text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return at(i) >= 0x80 && at(i) <= 0xBF; };
  for (std::size_t i = 0; i < text.size();) {
    const auto a = at(i);
    const auto b = at(i + 1);
    if (a < 0x80) {
      i += 1;
    } else if (a >= 0xC2 && a <= 0xDF && tail(i + 1)) {
      i += 2;
    } else if (a >= 0xE0 && a <= 0xEF && tail(i + 1) && tail(i + 2) && (a != 0xE0 || b >= 0xA0) &&
               (a != 0xED || b <= 0x9F)) {
      i += 3;
    } else if (a >= 0xF0 && a <= 0xF4 && tail(i + 1) && tail(i + 2) && tail(i + 3) &&
               (a != 0xF0 || b >= 0x90) && (a != 0xF4 || b <= 0x8F)) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

BOOST_AUTO_TEST_CASE(utf8_equals_the_grammar,
                     *description("bad input: invalid UTF-8 of every kind")) {
  rc::detail::checkBoostTest([] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::map(rc::gen::element(0x20, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2,
                                      0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF),
                     [](int byte) { return static_cast<char>(byte); }));
    RC_ASSERT(is_utf8(text) == by_the_grammar(text));
  });
}

BOOST_AUTO_TEST_CASE(control_characters, *description("bad input: NUL and control characters")) {
  for (int c = 0; c < 0x80; ++c) {
    const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    BOOST_TEST(has_control_character("a" + std::string(1, static_cast<char>(c)) + "b") == control,
               c);
  }
  BOOST_TEST(!has_control_character("é\u0085\u202E"));
}

BOOST_AUTO_TEST_CASE(percent_decoding, *description("RFC 3986, and + in a query")) {
  const std::pair<std::string, std::string> taken[] = {
      {"", ""},         {"abc", "abc"},   {"%41", "A"},          {"%c3%A9", "é"},
      {"a%20b", "a b"}, {"%2525", "%25"}, {"%F0%9F%98%80", "😀"}, {"a+b", "a b"},
      {"%2B", "+"},     {"%26%3D", "&="}, {"%0A", "\n"}};
  for (const auto& [text, expected] : taken) {
    BOOST_TEST((percent_decoded(text, true) == expected), text);
  }
  BOOST_TEST((percent_decoded("a+b", false) == "a+b"));
  BOOST_TEST((percent_decoded("%00", true) == std::string(1, '\0')));
  for (const std::string refused : {"%", "%4", "a%", "%4g", "%g4", "%%41", "% 41", "%-1", "%FF",
                                    "%C3", "%C3x", "%ED%A0%80", "%C0%80", "\xFF", "%u0041"}) {
    BOOST_TEST(!percent_decoded(refused, true), refused);
    BOOST_TEST(!percent_decoded(refused, false), refused);
  }
}

BOOST_AUTO_TEST_CASE(json_fields, *description("contract 1: typed, and all errors at once")) {
  JsonFields fields(with_body(
      R"({"text":"é","flag":false,"number":7,"time":"2026-11-21T20:40:00Z","none":null,"free":""})"));
  BOOST_TEST((fields.text("text", 1) == "é"));
  BOOST_TEST((fields.flag("flag") == false));
  BOOST_TEST((fields.integer("number", 7, 7) == 7));
  BOOST_TEST((fields.free_text("free") == ""));
  const auto time = fields.time_or_null("time");
  BOOST_TEST((time && *time && time_text(**time) == "2026-11-21T20:40:00.000Z"));
  const auto none = fields.time_or_null("none");
  BOOST_TEST((none && !*none));
  BOOST_TEST((!fields.text("absent", 9) && !fields.flag("absent") && !fields.free_text("absent")));
  BOOST_TEST((!fields.integer("absent", 0, 9) && !fields.time_or_null("absent")));
  BOOST_TEST(line_of(fields.finish()).empty());
}

std::string integer_error(const std::string& value) {
  JsonFields fields(with_body("{\"n\":" + value + "}"));
  const auto number = fields.integer("n", -10, max_integer);
  const auto line = line_of(fields.finish());
  return number ? std::to_string(*number) + line : line;
}

BOOST_AUTO_TEST_CASE(integers, *description("bad input: huge numbers")) {
  const std::pair<std::string, std::string> rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"-10", "-10"},
      {"9007199254740991", "9007199254740991"},
      {"9007199254740992", "n:out_of_range"},
      {"-11", "n:out_of_range"},
      {"9223372036854775807", "n:out_of_range"},
      {"9223372036854775808", "n:out_of_range"},
      {"-9223372036854775809", "n:out_of_range"},
      {"18446744073709551615", "n:out_of_range"},
      {"18446744073709551616", "n:out_of_range"},
      {"1.5", "n:out_of_range"},
      {"1.0", "n:out_of_range"},
      {"1e2", "n:out_of_range"},
      {"1E308", "n:out_of_range"},
      {"1e400", ":malformed"},
      {"-1e400", ":malformed"},
      {std::string(400, '9'), ":malformed"},
      {"01", ":malformed"},
      {"+1", ":malformed"},
      {".5", ":malformed"},
      {"5.", ":malformed"},
      {"0x10", ":malformed"},
      {"NaN", ":malformed"},
      {"Infinity", ":malformed"},
      {"\"1\"", "n:wrong_type"},
      {"true", "n:wrong_type"},
      {"null", "n:wrong_type"},
      {"[]", "n:wrong_type"},
      {"{}", "n:wrong_type"},
  };
  for (const auto& [value, expected] : rows) BOOST_TEST(integer_error(value) == expected, value);
}

BOOST_AUTO_TEST_CASE(json_texts, *description("contract 1: wrong texts, one code each")) {
  const std::pair<std::string, std::string> rows[] = {
      {R"("")", "t:empty"},
      {R"("abcd")", "t:too_long"},
      {R"("éééé")", "t:too_long"},
      {R"("a\u0000")", "t:control_character"},
      {R"("a\u007f")", "t:control_character"},
      {R"("\ud800")", ":malformed"},
      {R"(1)", "t:wrong_type"},
      {R"(null)", "t:wrong_type"},
      {R"("abc")", ""},
      {R"("😀😀😀")", ""},
      {R"("\n")", ""},
  };
  for (const auto& [value, expected] : rows) {
    JsonFields fields(with_body("{\"t\":" + value + "}"));
    fields.text("t", 3);
    BOOST_TEST(line_of(fields.finish()) == expected, value);
  }
}

BOOST_AUTO_TEST_CASE(json_bodies,
                     *description("contract 1: what is no object, and unknown fields")) {
  const std::pair<std::string, std::string> rows[] = {
      {"", ":malformed"},
      {"[]", ":wrong_type"},
      {"{\"a\":1,\"a\":2}", "a:duplicate_field"},
      {"{\"\\u0061\":1,\"a\":2}", "a:duplicate_field"},
      {"{\"b\":{\"c\":1,\"c\":2}}", "c:duplicate_field"},
      {"{}", "a:required"},
      {"{\"a\":true,\"B\":1,\"c\":2}", "B:unknown_field c:unknown_field"},
      {"{\"a\":1,\"b\":1}", "a:wrong_type b:unknown_field"},
      {"{\"a\":true}", ""},
  };
  for (const auto& [body, expected] : rows) {
    JsonFields fields(with_body(body));
    fields.flag("a");
    fields.require("a");
    BOOST_TEST(line_of(fields.finish()) == expected, body);
  }
}

BOOST_AUTO_TEST_CASE(queries, *description("bad input: doubled query parameters, unknown ones")) {
  const auto errors = [](const std::string& query) {
    QueryFields fields(with_query(query));
    fields.text("a");
    fields.integer("n", 1, 100);
    fields.require("a");
    return line_of(fields.finish());
  };
  const std::pair<std::string, std::string> rows[] = {
      {"a=1", ""},
      {"a", ""},
      {"a=", ""},
      {"&&a=1&", ""},
      {"a=b=c&n=100", ""},
      {"n=1&%61=x", ""},
      {"", "a:required"},
      {"A=1", "a:required A:unknown_field"},
      {"a=1&a=1", "a:duplicate_field"},
      {"a=1&%61=2&a=3", "a:duplicate_field a:duplicate_field"},
      {"a=1&n=0", "n:out_of_range"},
      {"a=1&n=101", "n:out_of_range"},
      {"a=1&n=1.0", "n:wrong_type"},
      {"a=1&n= 1", "n:wrong_type"},
      {"a=1&n=+1", "n:wrong_type"},
      {"a=1&n=0x1", "n:wrong_type"},
      {"a=1&n=99999999999999999999", "n:wrong_type"},
      {"a=%", "a:malformed a:required"},
      {"a=%FF", "a:malformed a:required"},
      {"a=%00", "a:malformed a:required"},
      {"%FF=1&a=1", ":malformed"},
      {"a=1&b=2", "b:unknown_field"},
      {"a=1;n=5", ""},
  };
  for (const auto& [query, expected] : rows) BOOST_TEST(errors(query) == expected, query);
  QueryFields fields(with_query("a=1+2%2B3&n=7"));
  BOOST_TEST((fields.text("a") == "1 2+3"));
  BOOST_TEST((fields.integer("n", 1, 100) == 7));
}

BOOST_AUTO_TEST_CASE(client_ids, *description("contract 1: clientId or Idempotency-Key")) {
  const auto told = [](const std::string& body, const std::map<std::string, std::string>& headers) {
    Parameters parameters(headers);
    auto request = parameters.request();
    request.body = body;
    JsonFields fields(request);
    const auto id = parse_client_id(fields, request);
    const auto errors = line_of(fields.finish());
    return errors.empty() ? id.value_or("none") : errors;
  };
  const std::string name = "HTTP_IDEMPOTENCY_KEY";
  BOOST_TEST(told("{}", {}) == "none");
  BOOST_TEST(told(R"({"clientId":"a"})", {}) == "a");
  BOOST_TEST(told("{}", {{name, "a"}}) == "a");
  BOOST_TEST(told(R"({"clientId":"a"})", {{name, "a"}}) == "a");
  BOOST_TEST(told("{}", {{name, std::string(64, 'x')}}) == std::string(64, 'x'));
  BOOST_TEST(told(R"({"clientId":"a"})", {{name, "b"}}) == "Idempotency-Key:conflicting");
  BOOST_TEST(told("{}", {{name, std::string(65, 'x')}}) == "Idempotency-Key:malformed");
  BOOST_TEST(told("{}", {{name, "\xC3"}}) == "Idempotency-Key:malformed");
  BOOST_TEST(told("{}", {{name, "\x7F"}}) == "Idempotency-Key:malformed");
  BOOST_TEST(told(R"({"clientId":1})", {}) == "clientId:wrong_type");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
