#include "http/events.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "http/booking_events.h"
#include "http/event_fields.h"
#include "http/fields.h"

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
                             .avatar_url = optional(data, "avatarUrl", url_form),
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
  person.subjects = words(data, "subjects");
  person.age_groups = words(data, "ageGroups");
  person.gender = optional(data, "gender", word_form);
  person.birth_date = optional(data, "birthDate", date_form);
  return person;
}

rules::DirectoryEvent parse_erasure(JsonFields& data, const Envelope& envelope) {
  return rules::PersonErasure{
      .id = required(data, "id", id_form), .at = envelope.at, .version = envelope.version};
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

// The origin itself, where it is one.
std::optional<std::string_view> origin_from(std::string_view name) {
  constexpr std::array<std::string_view, 4> origins{"profile", "invite", "booking", "referral"};
  const auto* const found = std::find(origins.begin(), origins.end(), name);
  return found == origins.end() ? std::nullopt : std::optional(*found);
}

rules::DirectoryEvent parse_relationship(JsonFields& data, const Envelope& envelope) {
  rules::RelationshipChange change{.tutor_id = required(data, "tutorId", id_form),
                                   .student_id = required(data, "studentId", id_form),
                                   .at = envelope.at,
                                   .version = envelope.version};
  change.state = one_of(data, "state", told_relationship, "exploring, active, ended")
                     .value_or(rules::Relationship::none);
  const auto origin = one_of(data, "origin", origin_from, "profile, invite, booking, referral");
  change.invited = origin == "invite";
  change.referred = origin == "referral";
  check_apart(data, change.tutor_id, change.student_id, "studentId");
  return change;
}

std::optional<rules::LinkState> link_state(std::string_view name) {
  if (name == "pending") return rules::LinkState::pending;
  if (name == "confirmed") return rules::LinkState::confirmed;
  if (name == "ended") return rules::LinkState::ended;
  return std::nullopt;
}

rules::DirectoryEvent parse_parent_link(JsonFields& data, const Envelope& envelope) {
  rules::ParentLink link{.parent_id = required(data, "parentId", id_form),
                         .student_id = required(data, "studentId", id_form),
                         .at = envelope.at,
                         .version = envelope.version};
  link.state = one_of(data, "state", link_state, "pending, confirmed, ended")
                   .value_or(rules::LinkState::pending);
  check_apart(data, link.parent_id, link.student_id, "studentId");
  return link;
}

// What orders and packages have in common.
rules::OrderRecord parse_purchase(JsonFields& data, const Envelope& envelope) {
  rules::OrderRecord order{.id = required(data, "id", id_form),
                           .tutor_id = required(data, "tutorId", id_form),
                           .student_id = required(data, "studentId", id_form),
                           .title = required(data, "title", title_form),
                           .amount = required_integer(data, "amount", 0, max_integer),
                           .currency = required(data, "currency", currency_form),
                           .at = required_time(data, "at"),
                           .version = envelope.version};
  check_apart(data, order.tutor_id, order.student_id, "studentId");
  return order;
}

rules::DirectoryEvent parse_order(JsonFields& data, const Envelope& envelope) {
  auto order = parse_purchase(data, envelope);
  order.state = one_of(data, "state", rules::order_state_from, "open, paid, cancelled, refunded")
                    .value_or(rules::OrderState::open);
  order.url = optional(data, "url", url_form);
  return order;
}

rules::DirectoryEvent parse_package(JsonFields& data, const Envelope& envelope) {
  constexpr long long most_lessons = 10'000;
  constexpr long long minutes_of_a_day = 1440;
  auto order = parse_purchase(data, envelope);
  order.kind = rules::OrderKind::package;
  order.lessons = static_cast<int>(required_integer(data, "lessons", 1, most_lessons));
  order.minutes = static_cast<int>(required_integer(data, "minutes", 1, minutes_of_a_day));
  return order;
}

// The rating itself is the platform's: `negative` is what it makes of it.
rules::DirectoryEvent parse_review(JsonFields& data, const Envelope& envelope) {
  constexpr double highest_rating = 100;
  rules::ReviewRecord review{.tutor_id = required(data, "tutorId", id_form),
                             .student_id = required(data, "studentId", id_form),
                             .version = envelope.version};
  data.require("rating");
  data.number("rating", 0, highest_rating);
  data.require("negative");
  review.negative = data.flag("negative").value_or(false);
  check_apart(data, review.tutor_id, review.student_id, "studentId");
  return review;
}

rules::DirectoryEvent parse_session(JsonFields& data, const Envelope& envelope) {
  constexpr std::size_t most_people = 100;
  rules::SessionChange session{
      .id = required(data, "id", id_form), .at = envelope.at, .version = envelope.version};
  data.require("personIds");
  const auto ids = data.texts("personIds", most_people, id_form.most);
  if (ids && ids->empty()) data.error("personIds", "empty", "At least one person.");
  for (const auto& id : ids.value_or(std::vector<std::string>())) {
    if (!rules::is_person_id(id)) data.error("personIds", "malformed", id_form.says);
    session.person_ids.push_back(id);
  }
  std::sort(session.person_ids.begin(), session.person_ids.end());
  const auto twice = std::unique(session.person_ids.begin(), session.person_ids.end());
  session.person_ids.erase(twice, session.person_ids.end());
  return session;
}

rules::DirectoryEvent parse_session_end(JsonFields& data, const Envelope& envelope) {
  auto session = parse_session(data, envelope);
  std::get<rules::SessionChange>(session).state = rules::SessionState::ended;
  return session;
}

using Parse = std::function<ReadEvent(JsonFields& data, const Envelope& envelope)>;

struct Type {
  std::string_view name;
  rules::DirectoryEvent (*parse)(JsonFields& data, const Envelope& envelope);
};
constexpr std::array<Type, 10> types{{{"person.upserted", parse_person},
                                      {"person.erased", parse_erasure},
                                      {"enrolment.upserted", parse_enrolment},
                                      {"relationship.upserted", parse_relationship},
                                      {"parent_link.upserted", parse_parent_link},
                                      {"order.recorded", parse_order},
                                      {"package.purchased", parse_package},
                                      {"review.recorded", parse_review},
                                      {"session.started", parse_session},
                                      {"session.ended", parse_session_end}}};

// What reads the data of a type; none of a type that nothing here takes.
Parse parse_of(std::string_view name) {
  if (const auto trigger = booking_trigger_from(name)) {
    return [trigger](JsonFields& data, const Envelope& envelope) {
      return parse_booking_report(data, *trigger, envelope.at, envelope.version);
    };
  }
  if (name == "schedule.proposed") {
    return [](JsonFields& data, const Envelope& envelope) {
      return parse_series_report(data, envelope.version);
    };
  }
  const auto* const found =
      std::find_if(types.begin(), types.end(), [&](const Type& type) { return type.name == name; });
  if (found == types.end()) return nullptr;
  return found->parse;
}

ReadEvent parse_data(const Parse& parse, json::object data, Time at, BadInput errors) {
  JsonFields fields(std::move(data), "data.");
  const auto version = fields.integer("version", 0, max_integer);
  const auto milliseconds = std::max<long long>(0, at.time_since_epoch().count());
  auto event = parse(fields, {at, version.value_or(milliseconds)});
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
  const auto parse = name ? parse_of(*name) : nullptr;
  if (name && !parse) return UnknownEvent{*name};
  const Time at = required_time(fields, "timestamp");
  fields.require("data");
  auto data = fields.object("data");
  if (!data || !parse) return fields.finish();
  if (booking_trigger_from(*name)) keep_booking_fields(*data);
  return parse_data(parse, std::move(*data), at, fields.finish());
}

}  // namespace chalkline::http
