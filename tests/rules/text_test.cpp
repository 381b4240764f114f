#include "rules/text.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;

std::string utf8(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

std::string hex(char32_t c) {
  std::string text;
  for (int shift = 20; shift >= 0; shift -= 4) {
    text += "0123456789ABCDEF"[c >> static_cast<unsigned>(shift) & 0xFU];
  }
  return "U+" + text;
}

BOOST_AUTO_TEST_SUITE(text)

const std::vector<char32_t> invisible = {
    0x0000, 0x0009, 0x000A,  0x000D,  0x001F,  0x0020,  0x007F,  0x0085,  0x00A0,  0x00AD,
    0x034F, 0x061C, 0x115F,  0x1160,  0x1680,  0x17B4,  0x17B5,  0x180B,  0x180E,  0x180F,
    0x2000, 0x2003, 0x2007,  0x200A,  0x200B,  0x200C,  0x200D,  0x200E,  0x200F,  0x2028,
    0x2029, 0x202A, 0x202C,  0x202E,  0x202F,  0x205F,  0x2060,  0x2061,  0x2064,  0x2066,
    0x2069, 0x206F, 0x2800,  0x3000,  0x3164,  0xFE00,  0xFE0E,  0xFE0F,  0xFEFF,  0xFFA0,
    0xFFF9, 0xFFFB, 0x1BCA0, 0x1D173, 0x1D17A, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF,
};

const std::vector<std::string> visible = {
    "a",      ".",      "0",      "ä",        "ß",      "Ж",      "α",      "א",      "ع",
    "अ",      "ก",      "あ",     "한",       "ㄱ",     "中",     "ა",      "ⴰ",      "⠁",
    "⣿",      "😀",      "🇩",      "👍🏽", "𝒳",      "€",      "—",      "•",      "\u0301",
    "\u115E", "\u1161", "\u2010", "\u2027",   "\u2030", "\u205E", "\u2070", "\u2801", "\u3001",
    "\u3163", "\u3165", "\uFFA1", "\uFFFD",   "\uE000",
};

BOOST_AUTO_TEST_CASE(blank_characters, *description("contract 5: message_empty, in many scripts")) {
  for (const auto c : invisible) BOOST_TEST(is_blank(utf8(c)), hex(c));
  std::string all;
  for (const auto c : invisible) all += utf8(c);
  BOOST_TEST(is_blank(all));
  BOOST_TEST(is_blank(std::string_view()));
}

BOOST_AUTO_TEST_CASE(visible_characters, *description("contract 5: is not message_empty")) {
  std::string padding;
  for (const auto c : invisible) padding += utf8(c);
  for (const auto& letter : visible) {
    BOOST_TEST(!is_blank(letter), letter);
    BOOST_TEST(!is_blank(padding + letter + padding), letter);
  }
}

BOOST_AUTO_TEST_CASE(character_counts, *description("contract 5: a character is a code point")) {
  const std::vector<std::pair<std::string, std::size_t>> rows = {
      {"", 0},
      {"abc", 3},
      {"äöü", 3},
      {"中文", 2},
      {"😀", 1},
      {"é", 1},
      {"e\u0301", 2},
      {"🇩🇪", 2},
      {"👨‍👩‍👧", 5},
      {std::string(1, '\0'), 1},
  };
  for (const auto& [text, count] : rows) BOOST_TEST(character_count(text) == count, text);
}

BOOST_AUTO_TEST_CASE(code_points, *description("UTF-8 there and back, each of its borders")) {
  for (const char32_t c :
       {0x0U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x10FFFFU}) {
    const std::string text = utf8(c);
    std::size_t at = 0;
    BOOST_TEST((next_code_point(text, at) == c), hex(c));
    BOOST_TEST(at == text.size(), hex(c));
  }
}

BOOST_AUTO_TEST_CASE(broken_code_points, *description("a byte that begins none is U+FFFD")) {
  for (const std::string_view broken :
       {"\x80", "\xBF", "\xC3", "\xC3(", "\xE2\x82", "\xE2(\xA1", "\xF0\x9F\x98", "\xF0\x9F(("}) {
    std::size_t at = 0;
    BOOST_TEST((next_code_point(broken, at) == 0xFFFD), broken);
    BOOST_TEST(at == 1U, broken);
  }
}

BOOST_AUTO_TEST_CASE(previews, *description("S1-06")) {
  const struct {
    std::string text;
    std::size_t limit;
    std::string expected;
  } rows[] = {
      {"", 10, ""},
      {"Hello", 10, "Hello"},
      {"0123456789", 10, "0123456789"},
      {"0123456789a", 10, "0123456789…"},
      {"  a \t\r\n\u00A0\u3000 b  ", 10, "a b"},
      {"one two", 4, "one…"},
      {"one two", 5, "one t…"},
      {"abc   ", 3, "abc"},
      {"abc   d", 3, "abc…"},
      {"ab\u0301c", 2, "a…"},
      {"ab\u0301c", 3, "ab\u0301…"},
      {"a🇩🇪b", 2, "a…"},
      {"a🇩🇪b", 3, "a🇩🇪…"},
      {"🇩🇪🇫🇷🇮🇹", 4, "🇩🇪🇫🇷…"},
      {"🇩🇪🇫🇷🇮🇹", 5, "🇩🇪🇫🇷…"},
      {"a👨‍👩‍👧b", 5, "a…"},
      {"a👨‍👩‍👧b", 6, "a👨‍👩‍👧…"},
      {"a👍🏽b", 2, "a…"},
      {"a1️⃣b", 3, "a…"},
      {"a🏴󠁧󠁢󠁥󠁮󠁧󠁿b", 7, "a…"},
      {"中文中文中", 4, "中文中文…"},
      {"שלום עולם", 4, "שלום…"},
  };
  for (const auto& row : rows) BOOST_TEST(preview(row.text, row.limit) == row.expected, row.text);
}

BOOST_AUTO_TEST_CASE(preview_of_flags, *description("S1-06: many flags in a row still show some")) {
  std::string flags;
  std::string first;
  for (int i = 0; i < 60; ++i) flags += "🇩🇪";
  for (int i = 0; i < 50; ++i) first += "🇩🇪";
  BOOST_TEST(preview(flags) == first + "…");
}

// What a reader takes for one: a cut never goes through it.
const std::vector<std::string> clusters = {
    "a",
    "Z",
    "7",
    "ä",
    "e\u0301",
    "o\u0302\u0323",
    "中",
    "ж",
    "😀",
    "👍🏽",
    "👨‍👩‍👧",
    "❤️",
    "1️⃣",
    "🇩🇪",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    " ",
    "\n",
};

bool is_space(const std::string& cluster) { return cluster == " " || cluster == "\n"; }

// The clusters with white space folded, as the list shows them.
std::vector<std::string> folded(const std::vector<std::string>& text) {
  std::vector<std::string> line;
  for (const auto& cluster : text) {
    if (!is_space(cluster)) {
      line.push_back(cluster);
    } else if (!line.empty() && line.back() != " ") {
      line.emplace_back(" ");
    }
  }
  if (!line.empty() && line.back() == " ") line.pop_back();
  return line;
}

std::string joined(const std::vector<std::string>& parts, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += parts[i];
  return text;
}

BOOST_AUTO_TEST_CASE(
    preview_equals_a_model,
    *description("S1-06: the longest run of whole clusters, … where more follows")) {
  rc::detail::checkBoostTest([] {
    const auto text = *gen::container<std::vector<std::string>>(gen::elementOf(clusters));
    const auto limit = *gen::inRange<std::size_t>(1, 40);
    const auto line = folded(text);
    std::size_t fits = line.size();
    while (character_count(joined(line, fits)) > limit) --fits;
    std::string expected = joined(line, fits);
    if (fits < line.size()) {
      if (fits > 0 && line[fits - 1] == " ") expected.pop_back();
      expected += "…";
    }
    RC_ASSERT(preview(joined(text, text.size()), limit) == expected);
  });
}

BOOST_AUTO_TEST_CASE(preview_keeps_its_limit,
                     *description("S1-06: never longer than asked, whatever the text; a preview of "
                                  "a preview changes nothing")) {
  rc::detail::checkBoostTest([] {
    std::string text;
    for (const auto c : *gen::container<std::vector<std::uint32_t>>(gen::oneOf(
             gen::inRange<std::uint32_t>(0, 0x500), gen::inRange<std::uint32_t>(0x2000, 0x2100),
             gen::inRange<std::uint32_t>(0xFE00, 0xFE10),
             gen::inRange<std::uint32_t>(0x1F1E6, 0x1F200),
             gen::inRange<std::uint32_t>(0x1F3F0, 0x1F400)))) {
      append_utf8(text, c);
    }
    const auto limit = *gen::inRange<std::size_t>(1, 60);
    const auto line = preview(text, limit);
    RC_ASSERT(character_count(line) <= limit + 1);
    RC_ASSERT(preview(line, limit + 1) == line);
  });
}

BOOST_AUTO_TEST_CASE(code_points_come_back,
                     *description("A text in UTF-8 comes back whole from its code points")) {
  rc::detail::checkBoostTest([] {
    const auto points = *gen::container<std::vector<std::uint32_t>>(gen::oneOf(
        gen::inRange<std::uint32_t>(0, 0xD800), gen::inRange<std::uint32_t>(0xE000, 0x110000)));
    std::string text;
    for (const auto c : points) append_utf8(text, c);
    std::vector<std::uint32_t> back;
    for (std::size_t at = 0; at < text.size();) back.push_back(next_code_point(text, at));
    RC_ASSERT(back == points);
    RC_ASSERT(character_count(text) == points.size());
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
