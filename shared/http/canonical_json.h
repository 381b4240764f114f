#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace chalkline::http {

// The one spelling of a JSON value (RFC 8785): members in order of their names, no white space.
// Whole numbers only, and names in ASCII: throws std::invalid_argument for a number with a
// fraction.
std::string canonical_json(const boost::json::value& value);

}  // namespace chalkline::http
