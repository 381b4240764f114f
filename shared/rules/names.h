#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chalkline::rules {

// The words under which a name is found, without case, accents and width (see folding.h): each
// once, in rising order, at most 100 of at most 40 letters. Of a script without spaces every ending
// is a word, so that a name is found by any part of it; of too many, the last endings are left out.
std::vector<std::string> name_words(std::string_view name);

// What is asked for: the words of a query, each the beginning of a word of the name. The longest
// one first, and of equal ones the later, as it is likely to leave the fewest.
std::vector<std::string> asked_name_words(std::string_view query);

// Where a list in the order of words shows this name: at the first of its words that begins with
// the first one asked for. Empty unless every word asked for begins one of its words.
std::string found_word(const std::vector<std::string>& asked, std::string_view name);

}  // namespace chalkline::rules
