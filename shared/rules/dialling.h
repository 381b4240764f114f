#pragma once

#include <span>
#include <string_view>

namespace chalkline::rules {

// How numbers of a country are dialled (ITU-T E.164 and the national numbering plans).
struct Dialling {
  std::string_view country;  // ISO 3166
  std::string_view code;     // of the country
  std::string_view trunk;    // before a number inside of the country, no part of it; may be empty
  std::string_view abroad;   // before the code of another country
};

// All countries; some share a code, of which the first is the one that is most likely meant.
std::span<const Dialling> all_dialling();

}  // namespace chalkline::rules
