#include "rules/text.h"

#include <algorithm>
#include <array>

namespace chalkline::rules {
namespace {

struct BlankRange {
  char32_t first;
  char32_t last;
};

// Unicode 15: White_Space, Default_Ignorable_Code_Point, controls, and the blank Braille pattern.
constexpr std::array<BlankRange, 25> blanks{{
    {0x0000, 0x0020},     {0x007F, 0x00A0},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x061C, 0x061C},     {0x115F, 0x1160},   {0x1680, 0x1680},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},     {0x2000, 0x200F},   {0x2028, 0x202F},   {0x205F, 0x206F},
    {0x2800, 0x2800},     {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},     {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0x13430, 0x1343F},
    {0x1BCA0, 0x1BCA3},   {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}, {0xF0000, 0xFFFFD},
    {0x100000, 0x10FFFF},
}};

bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool is_regional_indicator(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

constexpr char32_t joiner = 0x200D;

// Whether `c` continues what stands before it, so that a cut must not separate them. `half_flag`:
// `before` is the first half of a flag.
bool continues(char32_t before, char32_t c, bool half_flag) {
  const bool mark = (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
                    (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) ||
                    (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
  return mark || c == joiner || before == joiner || (half_flag && is_regional_indicator(c));
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return 0xFFFD;
  char32_t c = lead & (0x3FU >> static_cast<unsigned>(more));
  for (int i = 0; i < more; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xC0U) != 0x80U) return 0xFFFD;
    c = (c << 6U) | (byte(at + static_cast<std::size_t>(i)) & 0x3FU);
  }
  at += static_cast<std::size_t>(more);
  return c;
}

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6U);
    put(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12U);
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  } else {
    put(0xF0 | c >> 18U);
    put(0x80 | (c >> 12U & 0x3FU));
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  }
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool is_blank(char32_t c) {
  const auto* const range = std::lower_bound(
      blanks.begin(), blanks.end(), c, [](const BlankRange& r, char32_t x) { return r.last < x; });
  return range != blanks.end() && range->first <= c;
}

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_blank(next_code_point(text, at))) return false;
  }
  return true;
}

std::string preview(std::string_view text, std::size_t limit) {
  std::string line;
  std::size_t characters = 0;
  std::size_t safe_end = 0;  // bytes of `line` after which a cut is harmless
  char32_t before = 0;
  bool space_due = false;
  bool half_flag = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (is_white_space(c)) {
      space_due = !line.empty();
      continue;
    }
    if (space_due || !continues(before, c, half_flag)) safe_end = line.size();
    if (characters + (space_due ? 2 : 1) > limit) {
      line.resize(safe_end);
      return line + "…";
    }
    if (space_due) line += ' ';
    characters += space_due ? 2 : 1;
    append_utf8(line, c);
    half_flag = is_regional_indicator(c) && (space_due || !half_flag);
    space_due = false;
    before = c;
  }
  return line;
}

}  // namespace chalkline::rules
