#include "rules/settings.h"

#include "rules/receipts.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

bool defies(Policy::Channel channel, const std::optional<bool>& choice) {
  return channel == Policy::Channel::forced && choice == false;
}

bool defies(const Policy::Notify& notify, const ChannelChoice& choice) {
  return defies(notify.email, choice.email) || defies(notify.sms, choice.sms) ||
         defies(notify.push, choice.push);
}

std::optional<Refusal> refuse_forced(const Policy& policy, const SettingsChange& change) {
  if (defies(policy.notify_message, change.message) ||
      defies(policy.notify_booking, change.booking)) {
    return Refusal{RefusalCode::notification_forced};
  }
  const bool hides = change.hides_receipts == true;
  if (hides && !may_hide_receipts(policy)) return Refusal{RefusalCode::receipts_forced};
  return std::nullopt;
}

std::optional<Refusal> refuse_vacation(const Settings& settings, Time now) {
  if (!settings.vacation) return std::nullopt;
  if (is_blank(settings.vacation_message)) return Refusal{RefusalCode::vacation_needs_message};
  const auto until = settings.vacation->until;
  if (until && *until <= now) return Refusal{RefusalCode::vacation_over};
  return std::nullopt;
}

bool lasts_at(const Settings& settings, Time now) {
  return settings.vacation && settings.vacation->lasts_at(now);
}

void change_vacation(Settings& settings, const SettingsChange& change, Time now) {
  settings.vacation_message = change.vacation_message.value_or(settings.vacation_message);
  const bool lasts = lasts_at(settings, now);
  if (!change.vacation_on.value_or(lasts)) {
    settings.vacation.reset();
    return;
  }
  if (!lasts) settings.vacation = Vacation{.since = now};
  settings.vacation->until = change.vacation_until.value_or(settings.vacation->until);
}

void choose(std::optional<bool>& choice, const std::optional<bool>& change) {
  if (change) choice = change;
}

void choose(ChannelChoice& choice, const ChannelChoice& change) {
  choose(choice.email, change.email);
  choose(choice.sms, change.sms);
  choose(choice.push, change.push);
}

}  // namespace

bool ends_no_vacation(const Settings& settings, const SettingsChange& change, Time now) {
  const bool ends = change.vacation_until && change.vacation_until->has_value();
  return ends && !change.vacation_on.value_or(lasts_at(settings, now));
}

std::variant<Settings, Refusal> decide_settings(const Policy& policy, const Settings& settings,
                                                const SettingsChange& change, Time now) {
  if (auto refusal = refuse_forced(policy, change)) return *refusal;
  Settings changed = settings;
  change_vacation(changed, change, now);
  const bool about_vacation =
      change.vacation_on || change.vacation_message || change.vacation_until;
  if (about_vacation) {
    if (auto refusal = refuse_vacation(changed, now)) return *refusal;
  }
  changed.hides_receipts = change.hides_receipts.value_or(settings.hides_receipts);
  if (change.working_hours) changed.working_hours = *change.working_hours;
  choose(changed.message, change.message);
  choose(changed.booking, change.booking);
  if (change.time_zone) changed.time_zone = change.time_zone;
  if (change.locale) changed.locale = change.locale;
  return changed;
}

bool is_on(Policy::Channel channel, const std::optional<bool>& choice) {
  return channel == Policy::Channel::forced || choice.value_or(channel == Policy::Channel::on);
}

}  // namespace chalkline::rules
