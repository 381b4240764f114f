#include "settings.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/zones.h"
#include "http/event_fields.h"
#include "http/hours.h"
#include "http/problem.h"
#include "http/times.h"
#include "rules/receipts.h"
#include "storage/settings.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::Policy;
using storage::Session;

constexpr std::size_t most_message = 1000;

std::string_view word_of(Policy::Channel channel, const std::optional<bool>& choice) {
  if (channel == Policy::Channel::forced) return "forced";
  return rules::is_on(channel, choice) ? "on" : "off";
}

json::object channels(const Policy::Notify& notify, const rules::ChannelChoice& choice) {
  return {{"email", word_of(notify.email, choice.email)},
          {"sms", word_of(notify.sms, choice.sms)},
          {"push", word_of(notify.push, choice.push)}};
}

json::object vacation(const rules::Settings& settings, rules::Time now) {
  const auto& stored = settings.vacation;
  const bool on = stored && stored->lasts_at(now);
  json::value until;
  if (on && stored->until) until = http::time_text(*stored->until);
  return {{"on", on}, {"message", settings.vacation_message}, {"until", until}};
}

json::value working_hours(const std::optional<rules::WorkingHours>& hours) {
  if (!hours) return nullptr;
  return {{"timeZone", hours->time_zone}, {"weekly", http::to_json(hours->weekly)}};
}

http::Response reply(const Policy& policy, const rules::Settings& settings, rules::Time now) {
  return {.body = json::serialize(json::object{
              {"notifications",
               {{"message", channels(policy.notify_message, settings.message)},
                {"booking", channels(policy.notify_booking, settings.booking)}}},
              {"vacation", vacation(settings, now)},
              {"timeZone", settings.time_zone.value_or(settings.platform_time_zone)},
              {"locale", settings.locale.value_or(settings.platform_locale)},
              {"readReceipts", !rules::may_hide_receipts(policy) || !settings.hides_receipts},
              {"workingHours", working_hours(settings.working_hours)}})};
}

std::optional<bool> on_or_off(http::JsonFields& fields, std::string_view channel) {
  const auto word = fields.text(channel, 10);
  if (!word) return std::nullopt;
  if (*word != "on" && *word != "off" && *word != "forced") {
    fields.error(channel, "out_of_range", "One of on, off.");
  }
  return *word != "off";
}

// Adds what is wrong in an object inside to what is wrong around it.
void add(http::BadInput& errors, http::BadInput inside) {
  errors.insert(errors.end(), std::make_move_iterator(inside.begin()),
                std::make_move_iterator(inside.end()));
}

rules::ChannelChoice parse_channels(http::JsonFields& events, std::string_view event,
                                    http::BadInput& errors) {
  auto object = events.object(event);
  if (!object) return {};
  http::JsonFields fields(std::move(*object), "notifications." + std::string(event) + ".");
  rules::ChannelChoice choice{on_or_off(fields, "email"), on_or_off(fields, "sms"),
                              on_or_off(fields, "push")};
  add(errors, fields.finish());
  return choice;
}

void parse_notifications(http::JsonFields& fields, rules::SettingsChange& change,
                         http::BadInput& errors) {
  auto object = fields.object("notifications");
  if (!object) return;
  http::JsonFields events(std::move(*object), "notifications.");
  change.message = parse_channels(events, "message", errors);
  change.booking = parse_channels(events, "booking", errors);
  add(errors, events.finish());
}

void parse_vacation(http::JsonFields& fields, rules::SettingsChange& change,
                    http::BadInput& errors) {
  auto object = fields.object("vacation");
  if (!object) return;
  http::JsonFields vacation(std::move(*object), "vacation.");
  change.vacation_on = vacation.flag("on");
  change.vacation_message = vacation.text("message", most_message);
  change.vacation_until = vacation.time_or_null("until");
  add(errors, vacation.finish());
}

std::optional<std::string> parse_zone(http::JsonFields& fields) {
  auto name = http::optional(fields, "timeZone", http::zone_form);
  if (name && app::find_zone(*name) == nullptr) {
    fields.error("timeZone", "unknown_zone", "Must be a time zone such as Europe/Berlin.");
  }
  return name;
}

void parse_working_hours(http::JsonFields& fields, rules::SettingsChange& change,
                         http::BadInput& errors) {
  if (fields.null("workingHours")) {
    change.working_hours.emplace(std::nullopt);
    return;
  }
  auto object = fields.object("workingHours");
  if (!object) return;
  const std::string within = "workingHours.";
  http::JsonFields hours(std::move(*object), within);
  hours.require("timeZone");
  auto zone = parse_zone(hours).value_or("");
  auto weekly = http::parse_weekly(hours, within, errors);
  add(errors, hours.finish());
  change.working_hours =
      rules::WorkingHours{.time_zone = std::move(zone), .weekly = std::move(weekly)};
}

using Outcome = std::variant<rules::Settings, rules::Refusal, http::BadInput>;

Outcome change_settings(const Policy& policy, Session& session, const http::Request& request,
                        const rules::SettingsChange& change) {
  const auto settings = storage::lock_settings(session, request.person);
  if (!settings) return rules::Refusal{rules::RefusalCode::not_found};
  if (rules::ends_no_vacation(*settings, change, request.now)) {
    return http::BadInput{{"vacation.until", "conflicting", "Goes with on: true: none is on."}};
  }
  auto decision = rules::decide_settings(policy, *settings, change, request.now);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  auto& changed = std::get<rules::Settings>(decision);
  storage::mark_settings(session, request.person, changed);
  storage::put_choices(session, request.person, changed);
  return std::move(changed);
}

}  // namespace

http::Parsed<rules::SettingsChange> parse_settings(const http::Request& request) {
  http::JsonFields fields(request);
  rules::SettingsChange change;
  http::BadInput inside;
  parse_notifications(fields, change, inside);
  parse_vacation(fields, change, inside);
  parse_working_hours(fields, change, inside);
  change.time_zone = parse_zone(fields);
  change.locale = http::optional(fields, "locale", http::locale_form);
  if (const auto shown = fields.flag("readReceipts")) change.hides_receipts = !*shown;
  auto errors = fields.finish();
  add(errors, std::move(inside));
  return http::parsed(std::move(change), std::move(errors));
}

http::Response handle_settings(app::Context& context, const http::Request& request) {
  const auto settings = context.database.read(
      [&](Session& session) { return storage::load_settings(session, request.person); });
  if (!settings) return http::refused(request, {rules::RefusalCode::not_found});
  return reply(context.policy(), *settings, request.now);
}

http::Response handle_change_settings(app::Context& context, const http::Request& request) {
  const auto parsed = parse_settings(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& change = std::get<rules::SettingsChange>(parsed);
  const auto outcome = context.database.write([&](Session& session) {
    return change_settings(context.policy(), session, request, change);
  });
  if (const auto* const errors = std::get_if<http::BadInput>(&outcome)) {
    return http::bad_input(request, *errors);
  }
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  return reply(context.policy(), std::get<rules::Settings>(outcome), request.now);
}

}  // namespace chalkline
