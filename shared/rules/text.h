#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chalkline::rules {

// Texts are UTF-8 and were checked to be so where they came in. What is called a character here is
// a Unicode code point.

// The code point at byte `at` of `text`, which moves on to the next one. A byte that begins no code
// point counts as U+FFFD and one byte.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t c);

// How many characters a text has.
std::size_t character_count(std::string_view text);

// Whether a reader sees nothing of this character on its own: white space, controls, format and
// direction marks, fillers, variation selectors, tags.
bool is_blank(char32_t c);

// Whether a reader would see nothing at all (message_empty).
bool is_blank(std::string_view text);

// The one line that lists show of a message (S1-06): white space folded into single spaces, at most
// `limit` characters, "…" where more follows. It never ends inside a letter with its accents, an
// emoji sequence or a flag.
std::string preview(std::string_view text, std::size_t limit = 100);

}  // namespace chalkline::rules
