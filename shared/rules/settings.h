#pragma once

#include <optional>
#include <string>
#include <variant>

#include "rules/hours.h"
#include "rules/people.h"
#include "rules/policy.h"
#include "rules/refusals.h"
#include "rules/time.h"

namespace chalkline::rules {

// A person's own choice for the channels of one event; none: the site's default (S0-33).
struct ChannelChoice {
  std::optional<bool> email;
  std::optional<bool> sms;
  std::optional<bool> push;
};

// What a person sets for themselves (S0-29 to S0-33, S1-22).
struct Settings {
  std::optional<Vacation> vacation;
  std::string vacation_message;  // answers existing students; at most 1,000 characters
  bool hides_receipts = false;
  std::optional<WorkingHours> working_hours;  // when one answers; without exceptions
  ChannelChoice message;
  ChannelChoice booking;
  std::optional<std::string> time_zone;  // IANA name, before the platform's
  std::optional<std::string> locale;     // BCP 47 tag, likewise
  std::string platform_time_zone;
  std::string platform_locale;
};

// A change of settings; what is absent stays.
struct SettingsChange {
  std::optional<bool> vacation_on;
  std::optional<std::string> vacation_message;
  std::optional<std::optional<Time>> vacation_until;
  std::optional<bool> hides_receipts;
  std::optional<std::optional<WorkingHours>> working_hours;
  ChannelChoice message;
  ChannelChoice booking;
  std::optional<std::string> time_zone;
  std::optional<std::string> locale;
};

// Whether the change gives an end to a vacation that it neither begins nor finds on at `now`: there
// is nothing that could end then, and the end would be lost.
bool ends_no_vacation(const Settings& settings, const SettingsChange& change, Time now);

// What the settings become at `now`, where ends_no_vacation does not hold. Refused: what the site
// forces (notification_forced, receipts_forced), a vacation that answers nothing
// (vacation_needs_message) or that is over before it begins (vacation_over). A vacation keeps its
// beginning while only its text or end changes, so that it answers each student once; switched off
// and on again it is another one.
std::variant<Settings, Refusal> decide_settings(const Policy& policy, const Settings& settings,
                                                const SettingsChange& change, Time now);

// What a channel does for a person: the choice, unless the site forces it.
bool is_on(Policy::Channel channel, const std::optional<bool>& choice);

}  // namespace chalkline::rules
