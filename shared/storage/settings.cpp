#include "storage/settings.h"

#include "storage/hours.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// A choice as text, for its column: a null arrives as an empty text, so that it can be told from 0.
#define CHALKLINE_SETTINGS                                                                        \
  " p.vacation_since, p.vacation_until, p.vacation_message, p.hides_receipts, p.time_zone,"       \
  " p.locale, p.working_hours, s.message_email, s.message_sms, s.message_push, s.booking_email, " \
  "s.booking_sms,"                                                                                \
  " s.booking_push, s.time_zone, s.locale FROM people p LEFT JOIN settings s ON s.person_id = "   \
  "p.id"                                                                                          \
  " WHERE p.id = :person AND p.erased_at IS NULL"

constexpr const char* load_settings_sql = "/* load_settings */ SELECT" CHALKLINE_SETTINGS;
constexpr const char* lock_settings_sql =
    "/* lock_settings */ SELECT" CHALKLINE_SETTINGS " FOR UPDATE";

constexpr const char* mark_settings_sql =
    "/* mark_settings */ UPDATE people SET vacation_since = NULLIF(:since, ''),"
    " vacation_until = NULLIF(:until, ''), vacation_message = :message,"
    " hides_receipts = :hides_receipts, working_hours = NULLIF(:hours, '') WHERE id = :person";

constexpr const char* put_choices_sql =
    "/* put_choices */ REPLACE INTO settings (person_id, message_email, message_sms, message_push,"
    " booking_email, booking_sms, booking_push, time_zone, locale) VALUES (:person,"
    " NULLIF(:message_email, ''), NULLIF(:message_sms, ''), NULLIF(:message_push, ''),"
    " NULLIF(:booking_email, ''), NULLIF(:booking_sms, ''), NULLIF(:booking_push, ''),"
    " NULLIF(:time_zone, ''), NULLIF(:locale, ''))";

constexpr const char* load_vacation_message_sql =
    "/* load_vacation_message */ SELECT vacation_message FROM people WHERE id = :person";

constexpr const char* mark_vacation_replied_sql =
    "/* mark_vacation_replied */ UPDATE thread_members SET auto_replied_at = :now"
    " WHERE person_id = :person AND thread_id = :thread"
    " AND (auto_replied_at IS NULL OR auto_replied_at < :since)";

std::optional<bool> choice_from(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text == "1");
}
std::string choice_text(const std::optional<bool>& choice) {
  if (!choice) return {};
  return *choice ? "1" : "0";
}

struct ChoiceTexts {
  std::string email;
  std::string sms;
  std::string push;

  rules::ChannelChoice choice() const {
    return {choice_from(email), choice_from(sms), choice_from(push)};
  }
};

ChoiceTexts texts_of(const rules::ChannelChoice& choice) {
  return {choice_text(choice.email), choice_text(choice.sms), choice_text(choice.push)};
}

std::optional<rules::Settings> fetch_settings(Session& session, const char* sql,
                                              const std::string& person) {
  rules::Settings settings;
  std::string since;
  std::string until;
  int hides_receipts = 0;
  std::string hours;
  ChoiceTexts message;
  ChoiceTexts booking;
  std::string time_zone;
  std::string locale;
  Statement statement(session, sql);
  statement.use(person, "person");
  statement.into(since, until, settings.vacation_message, hides_receipts,
                 settings.platform_time_zone, settings.platform_locale, hours, message.email,
                 message.sms, message.push, booking.email, booking.sms, booking.push, time_zone,
                 locale);
  if (!statement.fetch_one()) return std::nullopt;
  if (const auto begin = optional_time_from_sql(since)) {
    settings.vacation = {*begin, optional_time_from_sql(until)};
  }
  settings.hides_receipts = hides_receipts != 0;
  settings.working_hours = hours_from(hours);
  settings.message = message.choice();
  settings.booking = booking.choice();
  settings.time_zone = optional_text(time_zone);
  settings.locale = optional_text(locale);
  return settings;
}

}  // namespace

std::optional<rules::Settings> load_settings(Session& session, const std::string& person) {
  return fetch_settings(session, load_settings_sql, person);
}

std::optional<rules::Settings> lock_settings(Session& session, const std::string& person) {
  return fetch_settings(session, lock_settings_sql, person);
}

void mark_settings(Session& session, const std::string& person, const rules::Settings& settings) {
  const auto& vacation = settings.vacation;
  const std::string since = vacation ? sql_time(vacation->since) : "";
  const std::string until = vacation ? sql_time(vacation->until) : "";
  const int hides_receipts = settings.hides_receipts ? 1 : 0;
  const std::string hours = hours_text(settings.working_hours);
  Statement statement(session, mark_settings_sql);
  statement.use(since, "since").use(until, "until").use(settings.vacation_message, "message");
  statement.use(hides_receipts, "hides_receipts").use(hours, "hours").use(person, "person");
  statement.execute();
}

void put_choices(Session& session, const std::string& person, const rules::Settings& settings) {
  const auto message = texts_of(settings.message);
  const auto booking = texts_of(settings.booking);
  const std::string time_zone = settings.time_zone.value_or("");
  const std::string locale = settings.locale.value_or("");
  Statement statement(session, put_choices_sql);
  statement.use(person, "person").use(message.email, "message_email");
  statement.use(message.sms, "message_sms").use(message.push, "message_push");
  statement.use(booking.email, "booking_email").use(booking.sms, "booking_sms");
  statement.use(booking.push, "booking_push").use(time_zone, "time_zone").use(locale, "locale");
  statement.execute();
}

std::string load_vacation_message(Session& session, const std::string& person) {
  std::string message;
  Statement statement(session, load_vacation_message_sql);
  statement.use(person, "person").into(message);
  statement.fetch_one();
  return message;
}

bool mark_vacation_replied(Session& session, const std::string& person, long long thread,
                           rules::Time since, rules::Time now) {
  const std::string begin = sql_time(since);
  const std::string at = sql_time(now);
  Statement statement(session, mark_vacation_replied_sql);
  statement.use(at, "now").use(person, "person").use(thread, "thread").use(begin, "since");
  return statement.execute() > 0;
}

}  // namespace chalkline::storage
