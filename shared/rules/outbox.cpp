#include "rules/outbox.h"

#include <array>

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 4> channel_names{"email", "sms", "push", "app"};
constexpr std::array<std::string_view, 3> decision_names{"sent", "dropped", "given_up"};

using std::chrono::hours;
using std::chrono::minutes;
// Together about two days: a mail server that is mended on the next working day still gets it.
constexpr std::array<minutes, 8> pauses{minutes(1), minutes(5), minutes(15), hours(1),
                                        hours(3),   hours(6),   hours(12),   hours(24)};

}  // namespace

std::string_view name_of(TellingChannel channel) {
  return channel_names.at(static_cast<std::size_t>(channel));
}

std::string_view name_of(TellingDecision decision) {
  return decision_names.at(static_cast<std::size_t>(decision));
}

bool waits_at(const Telling& telling, Time now) {
  return telling.not_after && now < *telling.not_after;
}

std::optional<minutes> pause_after(int attempts) {
  const auto place = static_cast<std::size_t>(attempts) - 1;
  if (attempts < 1 || place >= pauses.size()) return std::nullopt;
  return pauses.at(place);
}

}  // namespace chalkline::rules
