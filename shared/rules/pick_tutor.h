#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/policy.h"

namespace chalkline::rules {

// Why a tutor is in a student's Pick Tutor list (S3-23 to S3-25).
enum class OfferReason : std::uint8_t { past, referred, matching };
std::string_view name_of(OfferReason reason);

// What the list looks at in one tutor.
struct OfferFacts {
  bool taught = false;    // has taught the student, or does
  bool referred = false;  // has referred the student to the site
  bool matches = false;   // can be booked by anybody, and is what the student asks for
};

// Why the tutor is in the list of a student with so many available past tutors; none: is not.
std::optional<OfferReason> offer_reason(const Policy::Bookings& policy, const OfferFacts& facts,
                                        int available_past_tutors);

}  // namespace chalkline::rules
