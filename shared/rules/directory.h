#pragma once

#include <optional>
#include <string>
#include <variant>

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
  bool invited = false;  // origin: invite; accepted when the state is open (S0-05)
  Time at{};             // since when
  long long version = 0;
};

using DirectoryEvent = std::variant<PersonRecord, Enrolment, RelationshipChange>;

// Events arrive repeated and out of order: only a version above the stored one changes anything.
inline bool is_news(const std::optional<long long>& stored_version, long long version) {
  return !stored_version || version > *stored_version;
}

}  // namespace chalkline::rules
