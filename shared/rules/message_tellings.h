#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "rules/messages.h"
#include "rules/outbox.h"
#include "rules/policy.h"
#include "rules/settings.h"
#include "rules/threads.h"
#include "rules/time.h"

namespace chalkline::rules {

// Mails of new messages (S0-32, S4-06): one for all of a thread that wait to be read. Only of what
// people have written: cards of bookings have mails of their own, and whoever gets an automatic
// reply has just written themselves.

// To the other one, about the thread.
inline constexpr std::string_view new_message = "new_message";

// What is known of the other one when somebody sends.
struct AlertFacts {
  bool has_address = false;
  std::optional<bool> choice = {};  // theirs; none: the site's default
  bool muted = false;               // the thread, by them
  bool has_unread = false;          // earlier messages in it, of which they may have been told
};

// A mail to be written down, unless one waits that nobody has taken. It is due no sooner than
// `pause` after the last one of its thread.
struct Alert {
  Telling telling;
  std::chrono::minutes pause{};
};
// None where it is certain at `now` that none would be sent: so it costs nothing.
std::optional<Alert> alert_of(const Policy& policy, const AlertFacts& facts,
                              const std::string& recipient, long long thread, Time now);

// Why none is sent at `now`, when it is due, as a code; none: it is. `mine` is how the recipient
// keeps the thread, `facts` are those of the recipient as the one who would send, `choice` is what
// they have chosen for mails of messages.
std::optional<std::string_view> alert_obstacle(const Policy& policy, const Membership& mine,
                                               const SendFacts& facts,
                                               const std::optional<bool>& choice, Time now);

}  // namespace chalkline::rules
