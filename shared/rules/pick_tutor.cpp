#include "rules/pick_tutor.h"

#include <array>

namespace chalkline::rules {

std::string_view name_of(OfferReason reason) {
  constexpr std::array<std::string_view, 3> names{"past", "referred", "matching"};
  return names.at(static_cast<std::size_t>(reason));
}

std::optional<OfferReason> offer_reason(const Policy::Bookings& policy, const OfferFacts& facts,
                                        int available_past_tutors) {
  if (facts.taught) return OfferReason::past;
  if (facts.referred) return OfferReason::referred;
  if (facts.matches && available_past_tutors < policy.past_tutors) return OfferReason::matching;
  return std::nullopt;
}

}  // namespace chalkline::rules
