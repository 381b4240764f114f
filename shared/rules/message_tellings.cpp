#include "rules/message_tellings.h"

namespace chalkline::rules {

std::optional<Alert> alert_of(const Policy& policy, const AlertFacts& facts,
                              const std::string& recipient, long long thread, Time now) {
  const bool wanted = is_on(policy.notify_message.email, facts.choice);
  if (!wanted || !facts.has_address || facts.muted) return std::nullopt;
  const auto about = std::to_string(thread);
  std::string key(new_message);
  key += '.' + about + '.' + recipient;
  const auto& alerts = policy.alerts;
  return Alert{.telling = {.event = std::string(new_message),
                           .about = about,
                           .recipient_id = recipient,
                           .channel = TellingChannel::email,
                           .not_before = now + alerts.delay,
                           .collapse_key = std::move(key)},
               .pause = facts.has_unread ? alerts.pause : std::chrono::minutes(0)};
}

std::optional<std::string_view> alert_obstacle(const Policy& policy, const Membership& mine,
                                               const SendFacts& facts,
                                               const std::optional<bool>& choice, Time now) {
  if (!is_on(policy.notify_message.email, choice)) return "not_wanted";
  if (mine.unread == 0) return "read";
  if (mine.muted) return "muted";
  if (mine.snoozed_until && now < *mine.snoozed_until) return "asleep";
  if (facts.i_block || facts.blocks_me) return "blocked";
  if (!facts.recipient.known) return "sender_gone";
  return std::nullopt;
}

}  // namespace chalkline::rules
