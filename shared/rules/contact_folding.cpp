#include <algorithm>
#include <array>
#include <string_view>

#include "rules/contact_cells.h"
#include "rules/text.h"

namespace chalkline::rules::contacts {
namespace {

struct CharacterRange {
  char32_t first;
  char32_t last;
};

template <std::size_t n>
bool is_in(const std::array<CharacterRange, n>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](const CharacterRange& range) {
    return c >= range.first && c <= range.last;
  });
}

// Accents and vowel points that are written onto the letter before them, and what only stretches
// it.
constexpr std::array<CharacterRange, 14> marks{{{0x300, 0x36F},
                                                {0x483, 0x489},
                                                {0x591, 0x5BD},
                                                {0x610, 0x61A},
                                                {0x640, 0x640},
                                                {0x64B, 0x65F},
                                                {0x670, 0x670},
                                                {0x6D6, 0x6DC},
                                                {0x93C, 0x93C},
                                                {0x1AB0, 0x1AFF},
                                                {0x1DC0, 0x1DFF},
                                                {0x20D0, 0x20FF},
                                                {0xFE00, 0xFE0F},
                                                {0xFE20, 0xFE2F}}};

constexpr std::array<CharacterRange, 7> spaces{{{0x09, 0x09},
                                                {0x20, 0x20},
                                                {0xA0, 0xA0},
                                                {0x1680, 0x1680},
                                                {0x2000, 0x200A},
                                                {0x202F, 0x205F},
                                                {0x3000, 0x3000}}};

// Where ten digits in a row begin.
constexpr std::array<char32_t, 16> digit_zeros{0x660, 0x6F0, 0x966,  0x9E6, 0xA66, 0xAE6,
                                               0xB66, 0xBE6, 0xC66,  0xCE6, 0xD66, 0xE50,
                                               0xED0, 0xF20, 0x1040, 0xFF10};
// Where one to nine in circles begin.
constexpr std::array<char32_t, 5> circled_ones{0x2460, 0x24F5, 0x2776, 0x2780, 0x278A};

// U+00C0–U+017F without their accents.
constexpr std::string_view latin =
    "aaaaaaaceeeeiiiidnooooo*ouuuuypsaaaaaaaceeeeiiiidnooooo/ouuuuypy"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin.size() == 0x180 - 0xC0);

// Pairs: what is read, and as what.
constexpr std::u32string_view pairs =
    U"ё\u0435й\u0438ά\u03B1έ\u03B5ή\u03B7ί\u03B9ό\u03BFύ\u03C5ώ\u03C9ς\u03C3"
    U"\u0622\u0627\u0623\u0627\u0625\u0627\u0629\u0647\u0649\u064A\u06CC\u064A\u06A9\u0643"
    U"\u3002.\uFF61.\u2024.\u06D4.\u3001,\u060C,\u066B.\u066C,\u061B;\u2212-\uFE58-\uFE63-\uFF0D-"
    U"\u00B7\u2022\u2219\u2022\u22C5\u2022\u30FB\u2022\u2044/\u2215/\u2113l\u24EA0\u24FF0"
    U"\u2018'\u2019'\u201A'\u02BC'\u201C\"\u201D\"\u201E\"\u00AB\"\u00BB\"\u3010[\u3011]";

char32_t paired(char32_t c) {
  for (std::size_t i = 0; i < pairs.size(); i += 2) {
    if (pairs[i] == c) return pairs[i + 1];
  }
  return c >= 0x2010 && c <= 0x2015 ? U'-' : c;
}

char32_t folded_digit(char32_t c) {
  for (const auto zero : digit_zeros) {
    if (c >= zero && c < zero + 10) return U'0' + (c - zero);
  }
  for (const auto one : circled_ones) {
    if (c >= one && c < one + 9) return U'1' + (c - one);
  }
  return c >= 0x1D7CE && c <= 0x1D7FF ? U'0' + (c - 0x1D7CE) % 10 : 0;
}

Folded letter_of_alphabet(char32_t index) {
  return index % 52 < 26 ? Folded{U'a' + index % 52, true} : Folded{U'a' + index % 52 - 26, false};
}

// Letters drawn in some manner: full width, in circles and squares, mathematical.
Folded styled(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return fold(c - 0xFEE0);
  if (c >= 0x1D400 && c <= 0x1D6A3) return letter_of_alphabet(c - 0x1D400);
  if (c >= 0x24B6 && c <= 0x24E9) return letter_of_alphabet(c - 0x24B6);
  for (const char32_t a : {0x1F130, 0x1F150, 0x1F170}) {
    if (c >= a && c < a + 26) return {U'a' + (c - a), true};
  }
  return {};
}

Folded fold_letter(char32_t c) {
  if (c >= 0xC0 && c <= 0x17F) return {static_cast<char32_t>(latin[c - 0xC0]), c <= 0xDE};
  if (c >= 0x410 && c <= 0x42F) return {paired(c + 0x20), true};
  if (c >= 0x400 && c <= 0x40F) return {paired(c + 0x50), true};
  if (c >= 0x391 && c <= 0x3A9) return {c + 0x20, true};
  return {paired(c), false};
}

}  // namespace

Folded fold(char32_t c) {
  if (c == U'\n' || c == U' ') return {c};
  if (c < 0x80 && c > 0x20 && c != 0x7F) {
    const bool capital = c >= 'A' && c <= 'Z';
    return {capital ? c + 0x20 : c, capital};
  }
  if (c == 0xD7 || c == 0xF7) return {c};  // × and ÷ lie among the letters
  if (is_in(spaces, c)) return {U' '};
  if (is_in(marks, c) || is_blank(c)) return {};
  if (const auto value = folded_digit(c)) return {value};
  if (const auto letter = styled(c); letter.c != 0) return letter;
  return fold_letter(c);
}

bool is_letter(char32_t c) {
  if (c < 0x80) return is_latin(c);
  constexpr std::array<CharacterRange, 13> letters{{{0xAA, 0xAA},
                                                    {0xBA, 0xBA},
                                                    {0x180, 0x2AF},
                                                    {0x370, 0x58F},
                                                    {0x5D0, 0x5EA},
                                                    {0x620, 0x669},
                                                    {0x66E, 0x6D3},
                                                    {0x6D5, 0x963},
                                                    {0x966, 0x1FFF},
                                                    {0x2C00, 0x2DFF},
                                                    {0x3005, 0x3007},
                                                    {0x3041, 0xD7FF},
                                                    {0xFB00, 0xFDFF}}};
  return is_in(letters, c) || (c >= 0xF900 && c < 0xFB00) || (c >= 0xFE70 && c <= 0xFEFC) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

}  // namespace chalkline::rules::contacts
