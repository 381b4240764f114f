#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/time.h"

namespace chalkline::rules {

// What the platform says a person is. A person may have several roles at once; they come from the
// directory, never from a token.
enum class Role : std::uint8_t {
  tutor,
  student,
  parent,
  institution_admin,
  support,
  moderator,
  platform_admin,
};
inline constexpr int role_count = 7;

// The contract's word for a role, and back. No other spelling is taken.
std::string_view name_of(Role role);
std::optional<Role> role_from(std::string_view name);

// A set of roles. `bits` is what storage keeps: bit n is Role n.
struct Roles {
  std::uint32_t bits = 0;

  bool has(Role role) const { return (bits >> static_cast<unsigned>(role) & 1U) != 0; }
  void add(Role role) { bits |= 1U << static_cast<unsigned>(role); }
};

// The one role shown beside a name: the first the person has, in the order of Role; student for
// nobody.
Role shown_role(Roles roles);

// What the platform lets a person do (S4-17).
enum class Standing : std::uint8_t { ok, needs_improvement, suspended, rejected };
std::string_view name_of(Standing standing);
std::optional<Standing> standing_from(std::string_view name);

// How far tutor and student have come with each other (S0-11).
enum class Relationship : std::uint8_t { none, exploring, active, ended };
std::string_view name_of(Relationship state);
std::optional<Relationship> relationship_from(std::string_view name);

inline bool is_open(Relationship state) {
  return state == Relationship::exploring || state == Relationship::active;
}
// What a pair is to each other when each may be the other's tutor: active before exploring before
// ended.
Relationship stronger(Relationship a, Relationship b);

// A person's vacation (S0-29 to S0-31): from `since` until it is switched off, or until `until`.
struct Vacation {
  Time since{};
  std::optional<Time> until;

  bool lasts_at(Time now) const { return now >= since && (!until || now < *until); }
};

// A person as another sees them in an answer.
struct Person {
  std::string id;
  std::string name;
  std::optional<std::string> avatar_url;
  Roles roles;
};

// One or two letters for a person without a photo (S1-06): the first letter of the first and of the
// last word, capitals where the script has them; accents stay with their letter. "?" for a blank
// name.
std::string initials(std::string_view name);

// Whether a platform's user id has the contract's form: 1–64 of A-Z a-z 0-9 . _ : -
bool is_person_id(std::string_view text);

}  // namespace chalkline::rules
