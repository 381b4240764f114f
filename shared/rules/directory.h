#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/people.h"
#include "rules/time.h"

namespace chalkline::rules {

// What the platform's events say (contract §3 webhooks, §5). `version` rises with every event about
// one object: data.version, or else the event's time in milliseconds.

struct PersonRecord {
  std::string id;
  std::string name;
  std::optional<std::string> avatar_url;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  Roles roles;
  Standing standing = Standing::ok;
  std::optional<std::string> institution_id;
  std::string time_zone;  // IANA name
  std::string locale;     // BCP 47 tag
  std::optional<std::vector<std::string>> subjects = {};
  std::optional<std::vector<std::string>> age_groups = {};
  std::optional<std::string> gender = {};
  std::optional<std::string> birth_date = {};  // 2009-04-17
  long long version = 0;
};

// A person of whom nothing personal may stay. A PersonRecord with a higher version is a person
// again.
struct PersonErasure {
  std::string id;
  Time at{};
  long long version = 0;
};

enum class EnrolmentRole { tutor, student };
enum class EnrolmentState { active, ended };

struct Enrolment {
  std::string course_id;
  std::string batch_id;
  std::string person_id;
  std::string institution_id;
  EnrolmentRole role = EnrolmentRole::student;
  EnrolmentState state = EnrolmentState::active;
  long long version = 0;
};

struct RelationshipChange {
  std::string tutor_id;
  std::string student_id;
  Relationship state = Relationship::none;
  bool invited = false;   // origin: invite; accepted when the state is open (S0-05)
  bool referred = false;  // origin: referral; the tutor has brought the student (S3-24)
  Time at{};              // since when
  long long version = 0;
};

// Whether somebody is a student's parent (S2-06): one link a pair.
enum class LinkState { pending, confirmed, ended };

struct ParentLink {
  std::string parent_id;
  std::string student_id;
  LinkState state = LinkState::pending;
  Time at{};  // since when
  long long version = 0;
};

// What a client has bought of a tutor (S4-02). A package is an order that is paid, of so many
// lessons.
enum class OrderKind { order, package };
enum class OrderState { open, paid, cancelled, refunded };

std::string_view name_of(OrderState state);
std::optional<OrderState> order_state_from(std::string_view name);

// Whether an order that is first heard of in this state lifts its pair's cap on unanswered messages
// (S4-18): one that stands, not one that has come to nothing.
bool lifts_cap(OrderState state);

struct OrderRecord {
  std::string id;
  OrderKind kind = OrderKind::order;
  std::string tutor_id;
  std::string student_id;
  std::string title;
  long long amount = 0;  // in minor units of the currency
  std::string currency;  // ISO 4217
  OrderState state = OrderState::paid;
  Time at{};
  std::optional<std::string> url = {};
  std::optional<int> lessons = {};
  std::optional<int> minutes = {};  // of each lesson
  long long version = 0;
};

// What a client thinks of a tutor (S4-19): the newest review of the two counts.
struct ReviewRecord {
  std::string tutor_id;
  std::string student_id;
  bool negative = false;
  long long version = 0;
};

// Who is in a live session (S4-09): its newest event says all of it.
enum class SessionState { started, ended };

struct SessionChange {
  std::string id;
  std::vector<std::string> person_ids;  // at least one, each once
  SessionState state = SessionState::started;
  Time at{};
  long long version = 0;
};

using DirectoryEvent = std::variant<PersonRecord, PersonErasure, Enrolment, RelationshipChange,
                                    ParentLink, OrderRecord, ReviewRecord, SessionChange>;

// Events arrive repeated and out of order: only a version above the stored one changes anything.
inline bool is_news(const std::optional<long long>& stored_version, long long version) {
  return !stored_version || version > *stored_version;
}

}  // namespace chalkline::rules
