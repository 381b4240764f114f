#pragma once

#include <string_view>

namespace chalkline::fuzz {

// Each takes any bytes, and throws std::logic_error where a promise about untrusted input does not
// hold. libFuzzer looks for such bytes (CMake option CHALKLINE_FUZZ); replay_test.cpp runs what is
// in corpus/, one file each, and every build of the tests with it.

void body(std::string_view bytes);    // the parse_ functions of bodies; the first byte picks one
void query(std::string_view bytes);   // … of queries, likewise
void token(std::string_view bytes);   // verify_token, as it is and under a good signature
void cursor(std::string_view bytes);  // place_from
void feed_cursor(std::string_view bytes);    // feed_place_from
void search_cursor(std::string_view bytes);  // search_place_from
void text(std::string_view bytes);           // UTF-8, previews, initials, blanks, search

// Throws unless `holds`.
void promise(bool holds, const char* what);

}  // namespace chalkline::fuzz
