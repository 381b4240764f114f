#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "rules/refusals.h"

namespace chalkline::http {

// One thing wrong with what was sent. `code` is public: required, unknown_field, wrong_type,
// too_short, too_long, out_of_range, malformed, duplicate_field, control_character, conflicting,
// empty, refused.
struct FieldError {
  std::string field;
  std::string_view code;
  std::string detail;
};

// All of it, at once (contract §1).
using BadInput = std::vector<FieldError>;

// The status in words (RFC 9110 §15): reason phrase, and title of a problem.
std::string_view phrase_of(int status);

// Problem documents (RFC 9457) with the contract's members.
Response problem(const Request& request, int status, std::string_view code,
                 std::string_view detail);
Response bad_input(const Request& request, const BadInput& errors);
Response refused(const Request& request, const rules::Refusal& refusal);
// 401 with the challenge that RFC 9110 §15.5.2 asks for.
Response unauthorized(const Request& request, std::string_view code, std::string_view detail,
                      std::string_view challenge = "Bearer");

// A refusal in one sentence for the person it concerns.
std::string sentence(const rules::Refusal& refusal);

}  // namespace chalkline::http
