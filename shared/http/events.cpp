#include "http/events.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <vector>

#include "http/fields.h"
#include "http/strict_json.h"
#include "http/times.h"
#include "rules/text.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;
using rules::Time;

// What of an event stands outside of its data: since when, and the order among events of one
// object.
struct Envelope {
  Time at{};
  long long version = 0;
};

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Area/Location, UTC, Etc/GMT+3: an IANA name by its form.
bool is_time_zone(std::string_view text) {
  return is_letter_or_digit(text.front()) && is_letter_or_digit(text.back()) &&
         text.find("//") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
         });
}

// Subtags of one to eight letters and digits between hyphens, the first of two to eight letters.
bool is_locale(std::string_view text) {
  std::size_t length = 0;
  bool first = true;
  for (const char c : std::string(text) + "-") {
    if (c == '-') {
      if (length < (first ? 2U : 1U) || length > 8) return false;
      length = 0;
      first = false;
    } else {
      const bool digit = c >= '0' && c <= '9';
      if (!is_letter_or_digit(c) || (first && digit)) return false;
      ++length;
    }
  }
  return true;
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find(' ') == std::string_view::npos;
}

bool is_phone(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What a page may show as an image: of the web, or of the site itself.
bool is_image_url(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://") ||
          (text.starts_with('/') && !text.starts_with("//"))) &&
         text.find(' ') == std::string_view::npos;
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_time(std::string(text) + "T00:00:00Z").has_value();
}

bool is_visible(std::string_view text) { return !rules::is_blank(text); }

// How one field must look beyond being a text on one line.
struct Form {
  std::size_t most;
  bool (*fits)(std::string_view);
  const char* says;
};
constexpr Form id_form{64, rules::is_person_id, "1–64 of A-Z a-z 0-9 . _ : -"};
constexpr Form name_form{200, is_visible, "Must have something to see."};
constexpr Form email_form{320, is_email, "Must be an email address."};
constexpr Form phone_form{32, is_phone, "Must be a telephone number."};
constexpr Form image_form{2000, is_image_url, "Must begin with https://, http:// or one slash."};
constexpr Form zone_form{64, is_time_zone, "Must be a time zone such as Europe/Berlin."};
constexpr Form locale_form{35, is_locale, "Must be a language tag such as en-GB."};
constexpr Form date_form{10, is_date, "Must be a date such as 2009-04-17."};
constexpr Form word_form{100, is_visible, "Must have something to see."};

std::optional<std::string> read(JsonFields& fields, std::string_view field, const Form& form) {
  auto text = fields.text(field, form.most);
  if (!text) return std::nullopt;
  if (text->find_first_of("\t\r\n") != std::string::npos) {
    fields.error(field, "control_character", "Must be one line.");
    return std::nullopt;
  }
  if (!form.fits(*text)) {
    fields.error(field, "malformed", form.says);
    return std::nullopt;
  }
  return text;
}

std::string required(JsonFields& fields, std::string_view field, const Form& form) {
  fields.require(field);
  return read(fields, field, form).value_or("");
}

std::optional<std::string> optional(JsonFields& fields, std::string_view field, const Form& form) {
  return fields.null(field) ? std::nullopt : read(fields, field, form);
}

// One of a few words, by the function that knows them.
template <class From>
auto one_of(JsonFields& fields, std::string_view field, From from, const std::string& words) {
  fields.require(field);
  const auto text = fields.text(field, word_form.most);
  const auto value = text ? from(*text) : decltype(from(*text))();
  if (text && !value) fields.error(field, "malformed", "One of " + words + ".");
  return value;
}

void skip_words(JsonFields& fields, std::string_view field) {
  constexpr std::size_t most_words = 100;
  if (!fields.null(field)) fields.texts(field, most_words, word_form.most);
}

rules::Roles roles_of(JsonFields& fields) {
  fields.require("roles");
  rules::Roles roles;
  const auto names = fields.texts("roles", rules::role_count, word_form.most);
  for (const auto& name : names.value_or(std::vector<std::string>())) {
    if (const auto role = rules::role_from(name)) {
      roles.add(*role);
    } else {
      fields.error("roles", "malformed",
                   "student, tutor, parent, institution_admin, moderator, support or "
                   "platform_admin.");
    }
  }
  return roles;
}

rules::DirectoryEvent parse_person(JsonFields& data, const Envelope& envelope) {
  rules::PersonRecord person{.id = required(data, "id", id_form),
                             .name = required(data, "name", name_form),
                             .avatar_url = optional(data, "avatarUrl", image_form),
                             .email = optional(data, "email", email_form),
                             .phone = optional(data, "phone", phone_form),
                             .roles = roles_of(data),
                             .institution_id = optional(data, "institutionId", id_form),
                             .time_zone = required(data, "timeZone", zone_form),
                             .locale = required(data, "locale", locale_form),
                             .version = envelope.version};
  person.standing =
      one_of(data, "standing", rules::standing_from, "ok, needs_improvement, suspended, rejected")
          .value_or(rules::Standing::ok);
  skip_words(data, "subjects");
  skip_words(data, "ageGroups");
  optional(data, "gender", word_form);
  optional(data, "birthDate", date_form);
  return person;
}

std::optional<rules::EnrolmentRole> enrolment_role(std::string_view name) {
  if (name == "tutor") return rules::EnrolmentRole::tutor;
  if (name == "student") return rules::EnrolmentRole::student;
  return std::nullopt;
}

std::optional<rules::EnrolmentState> enrolment_state(std::string_view name) {
  if (name == "active") return rules::EnrolmentState::active;
  if (name == "ended") return rules::EnrolmentState::ended;
  return std::nullopt;
}

rules::DirectoryEvent parse_enrolment(JsonFields& data, const Envelope& envelope) {
  rules::Enrolment enrolment{.course_id = required(data, "courseId", id_form),
                             .batch_id = required(data, "batchId", id_form),
                             .person_id = required(data, "personId", id_form),
                             .institution_id = required(data, "institutionId", id_form),
                             .version = envelope.version};
  enrolment.role = one_of(data, "role", enrolment_role, "tutor, student")
                       .value_or(rules::EnrolmentRole::student);
  enrolment.state = one_of(data, "state", enrolment_state, "active, ended")
                        .value_or(rules::EnrolmentState::active);
  return enrolment;
}

// A relationship that is told of is one of three (S0-11).
std::optional<rules::Relationship> told_relationship(std::string_view name) {
  const auto state = rules::relationship_from(name);
  return state == rules::Relationship::none ? std::nullopt : state;
}

// Whether an origin is an invite.
std::optional<bool> invite_origin(std::string_view name) {
  constexpr std::array<std::string_view, 4> origins{"profile", "invite", "booking", "referral"};
  if (std::find(origins.begin(), origins.end(), name) == origins.end()) return std::nullopt;
  return name == "invite";
}

rules::DirectoryEvent parse_relationship(JsonFields& data, const Envelope& envelope) {
  rules::RelationshipChange change{.tutor_id = required(data, "tutorId", id_form),
                                   .student_id = required(data, "studentId", id_form),
                                   .at = envelope.at,
                                   .version = envelope.version};
  change.state = one_of(data, "state", told_relationship, "exploring, active, ended")
                     .value_or(rules::Relationship::none);
  change.invited =
      one_of(data, "origin", invite_origin, "profile, invite, booking, referral").value_or(false);
  if (!change.tutor_id.empty() && change.tutor_id == change.student_id) {
    data.error("studentId", "conflicting", "Must not be the tutor.");
  }
  return change;
}

struct Type {
  std::string_view name;
  rules::DirectoryEvent (*parse)(JsonFields& data, const Envelope& envelope);
};
constexpr std::array<Type, 3> types{{{"person.upserted", parse_person},
                                     {"relationship.upserted", parse_relationship},
                                     {"enrolment.upserted", parse_enrolment}}};

const Type* find_type(std::string_view name) {
  const auto* const found =
      std::find_if(types.begin(), types.end(), [&](const Type& type) { return type.name == name; });
  return found == types.end() ? nullptr : found;
}

Time timestamp_of(JsonFields& fields) {
  fields.require("timestamp");
  if (fields.null("timestamp")) fields.error("timestamp", "wrong_type", "Must be a time.");
  return fields.time_or_null("timestamp").value_or(std::nullopt).value_or(Time{});
}

ReadEvent parse_data(const Type& type, json::object data, Time at, BadInput errors) {
  JsonFields fields(std::move(data), "data.");
  const auto version = fields.integer("version", 0, max_integer);
  auto event = type.parse(fields, {at, version.value_or(at.time_since_epoch().count())});
  auto inside = fields.finish();
  errors.insert(errors.end(), inside.begin(), inside.end());
  if (!errors.empty()) return errors;
  return event;
}

}  // namespace

ReadEvent parse_event(const json::value& event) {
  if (!event.is_object()) {
    return BadInput{{"", "wrong_type", "An event must be a JSON object."}};
  }
  JsonFields fields(event.get_object(), "");
  fields.require("type");
  const auto name = fields.text("type", word_form.most);
  const auto* const type = name ? find_type(*name) : nullptr;
  if (name && type == nullptr) return UnknownEvent{*name};
  const Time at = timestamp_of(fields);
  fields.require("data");
  auto data = fields.object("data");
  if (!data || type == nullptr) return fields.finish();
  return parse_data(*type, std::move(*data), at, fields.finish());
}

ReadEvent parse_event_text(std::string_view text) {
  JsonFault fault;
  const auto value = parse_strict(text, &fault);
  if (value) return parse_event(*value);
  if (fault.kind == JsonFault::Kind::duplicate_key) {
    return BadInput{{fault.key, "duplicate_field", "The event names this field twice."}};
  }
  return BadInput{{"", "malformed",
                   fault.kind == JsonFault::Kind::too_deep ? "The event is nested too deeply."
                                                           : "The event is not JSON in UTF-8."}};
}

std::optional<std::string> parse_time_zone(JsonFields& fields, std::string_view field) {
  return read(fields, field, zone_form);
}

std::optional<std::string> parse_locale(JsonFields& fields, std::string_view field) {
  return read(fields, field, locale_form);
}

}  // namespace chalkline::http
