#include "rules/folding.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "rules/text.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

// Words with a space between; those without spaces in brackets.
std::string words(const std::string& text) {
  const auto folded = fold(text);
  std::string line;
  for (const auto& word : folded.words) {
    std::string letters;
    for (const char32_t c : folded[word]) append_utf8(letters, c);
    line += (line.empty() ? "" : " ") + (word.unspaced ? "[" + letters + "]" : letters);
  }
  return line;
}

BOOST_AUTO_TEST_SUITE(folding)

const struct {
  std::string language;
  std::string text;
  std::string words;
} rows[] = {
    {"English", "Don't PANIC: it's 10:30, e-mail me!", "don t panic it s 10 30 e mail me"},
    {"nothing", " \t\n.,;!?()[]{}<>\"'`~@#$%^&*-_=+|\\/…–—«»„“¿¡€£°©", ""},
    {"German", "Straße STRASSE ẞ Größe Äpfel über Ärger",
     "strasse strasse ss grosse apfel uber arger"},
    {"decomposed", "A\u0308pfel cafe\u0301 n\u0303o", "apfel cafe no"},
    {"French", "L'École où naïve œuvre Ça ÿ Ÿ", "l ecole ou naive oeuvre ca y y"},
    {"Nordic", "Øl ål æble Þór Ðe łódź", "ol al aeble thor de lodz"},
    {"Turkish", "İstanbul ISTANBUL ıstanbul i\u0307stanbul Ağaç şölen",
     "istanbul istanbul istanbul istanbul agac solen"},
    {"Vietnamese", "Tiếng Việt ĐƯỜNG", "tieng viet duong"},
    {"Greek", "Καλημέρα ΚΑΛΗΜΈΡΑ λόγος ΛΌΓΟΣ ᾧ ϊ ΰ", "καλημερα καλημερα λογοσ λογοσ ω ι υ"},
    {"Cyrillic", "Ёлка ЙОД й и\u0306 Київ ї", "елка иод и и киів і"},
    {"Hebrew", "שָׁלוֹם שלום בֵּית־סֵפֶר צה״ל", "שלום שלום בית ספר צה ל"},
    {"Arabic", "مَدْرَسَةٌ مدرسة أحمد احمد إلى ــمـد، ؟", "مدرسه مدرسه احمد احمد الي مد"},
    {"Persian", "کتاب كتاب می\u200Cخواهم", "كتاب كتاب ميخواهم"},
    {"digits", "١٢٣ ۴۵ ४५ １２ x² ½", "123 45 45 12 x2"},
    {"Hindi", "नमस्ते दुनिया।", "नमस्ते दुनिया"},
    {"Chinese", "你好，世界。2024年iPhone手机", "[你好] [世界] 2024 [年] iphone [手机]"},
    {"Japanese", "カタカナ ｶﾀｶﾅ がっこう か\u3099 ﾊﾟﾝ ﾊ\u309Aン 時々",
     "[カタカナ] [カタカナ] [がっこう] [が] [パン] [パン] [時々]"},
    {"Korean", "안녕하세요 \u1112\u1161\u11AB\u1100\u1173\u11AF 한글",
     "[안녕하세요] [한글] [한글]"},
    {"Thai", "สวัสดีครับ ๑๒", "[สวัสดีครับ] 12"},
    {"wide", "ＡＢＣ　ｄｅｆ！", "abc def"},
    {"emoji", "great🎉🎉 👩🏽‍🏫 ❤️ 🇩🇪", "great [🎉🎉] [👩🏫] [❤] [🇩🇪]"},
    {"invisible", "so\u00ADft z\u200Dw \u200Bx\u2060y \u202Eabc\u202C \uFEFFd", "soft zw xy abc d"},
    {"a mark alone", "\u0301 \u3099 \uFE0F", ""},
    {"not UTF-8",
     "a\xFF"
     "b \xC3",
     "a b"},
};

BOOST_AUTO_TEST_CASE(languages,
                     *description("search: case, accents, width, scripts without spaces")) {
  for (const auto& row : rows) BOOST_TEST(words(row.text) == row.words, row.language);
}

BOOST_AUTO_TEST_CASE(again, *description("search: what is folded stays as it is")) {
  for (const auto& row : rows) {
    std::string plain;
    for (const char c : row.words) plain += c == '[' || c == ']' ? ' ' : c;
    const auto once = fold(plain);
    BOOST_TEST((once.letters == fold(row.text).letters), row.language);
  }
}

BOOST_AUTO_TEST_CASE(spans,
                     *description("search: where a letter stands in the text, with its marks")) {
  const auto folded = fold("ß e\u0301x か\u3099");
  std::string line;
  for (const auto& [from, to] : folded.spans) {
    line += std::to_string(from) + "-" + std::to_string(to) + " ";
  }
  // ß is two letters of one character; é and が are one letter of two.
  BOOST_TEST(line == "0-1 0-1 2-4 4-5 6-8 ");
}

BOOST_AUTO_TEST_CASE(every_character, *description("search: no character breaks the tables")) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    std::string text = "a";
    append_utf8(text, c);
    text += "b";
    const auto folded = fold(text);
    const auto letters = folded.letters.size();
    if (letters < 2 || letters > 4 || letters != folded.spans.size()) {
      BOOST_ERROR("U+" << std::hex << static_cast<unsigned>(c));
    }
    std::string once;
    for (const char32_t letter : folded.letters) append_utf8(once, letter);
    const auto twice = fold(once);
    if (twice.letters != folded.letters)
      BOOST_ERROR("twice U+" << std::hex << static_cast<unsigned>(c));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
