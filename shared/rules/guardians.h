#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "rules/parent_links.h"
#include "rules/policy.h"
#include "rules/time.h"
#include "rules/zones.h"

namespace chalkline::rules {

// Guardians: what the linked parents of a student who is not of age see of the student's direct
// threads with tutors, and for how long (policy `guardian`). Parent threads are touched by it only
// where a link lapses.

// A birth date as the platform tells it, 2009-04-17; none for what is no date.
std::optional<std::chrono::year_month_day> birth_date_from(const std::string& text);

// When somebody born on that day has lived `age` years: the beginning of the day where they live.
// Who was born on 29 February comes of age on 1 March in other years.
Time comes_of_age(std::chrono::year_month_day born, int age, const Zone& zone);

// The same by a site's age; none without a known birth date: a site that wants its minors protected
// tells their birth dates.
std::optional<Time> of_age_at(const Policy& policy, const std::optional<std::string>& birth_date,
                              const Zone& zone);

inline bool is_minor(const std::optional<Time>& of_age_at, Time now) {
  return of_age_at && now < *of_age_at;
}

// --- how long a link stands ---

// How long before majority a student may say that a parent keeps access: not as a child.
inline constexpr std::chrono::days renewal_window{30};

// When the link of a parent lapses by itself, and whether the student may renew it. A link that
// was made before majority lapses then, unless the student has renewed it within renewal_window
// before; one that lapsed can be renewed at any time.
LinkTerm link_term(const StoredLink& link, const std::optional<Time>& of_age_at, Time now);

// What a link as such gives the parent at `now`, in every direct thread of the student with a
// tutor. `stands`: the link is confirmed, and both are there.
GuardianMode mode_of_link(const Policy& policy, bool stands, const std::optional<Time>& of_age_at,
                          Time now);

// --- how a thread is kept ---

// One of the two people of a direct thread.
struct ThreadParty {
  std::string id;
  bool teaches = false;  // is the other's tutor, by relationship or by role
  std::optional<Time> of_age_at;
  std::vector<std::string> parents;  // with a link that stands
};

// Whether a parent's eye on `party` can matter in a thread with `other` at all.
bool is_guarded(const ThreadParty& party, const ThreadParty& other, Time now);

// Who reads along, and in whose place.
struct ThreadReader {
  std::string parent;
  std::string student;

  friend bool operator==(const ThreadReader&, const ThreadReader&) = default;
  friend bool operator<(const ThreadReader& one, const ThreadReader& other) {
    return std::tie(one.parent, one.student) < std::tie(other.parent, other.student);
  }
};

// How a direct thread is kept towards parents: the mode its parties have been told, and who reads
// along.
struct GuardianState {
  GuardianMode mode = GuardianMode::kept_private;
  std::vector<ThreadReader> readers;  // rising, each parent once
};

// How a thread of the two is to be kept at `now`. A parent who is one of the two reads it anyway
// and is no reader; where nobody is linked, or the student is of age, the thread is private.
GuardianState guardian_state(const Policy& policy, const ThreadParty& one, const ThreadParty& other,
                             Time now);

// What has to be done to a thread; whoever is in it is told the mode.
struct GuardianChange {
  GuardianMode mode = GuardianMode::kept_private;
  std::vector<ThreadReader> joining;  // begin to read along
  std::vector<ThreadReader> leaving;  // do not any more
};
// None where the thread is as it should be.
std::optional<GuardianChange> guardian_change(const GuardianState& is, const GuardianState& should);

// "private", "parent_digest", "parent_copied": the policy's words, and the notices' codes.
std::string_view name_of(GuardianMode mode);
std::optional<GuardianMode> guardian_mode_from(std::string_view name);

// --- the digest ---

// Six in the evening, by the parent's clock: the newest one that is not after `now`.
Time digest_time(const Zone& zone, Time now);

// The span of a digest that is due at `now`; none where there is none yet. `since` is when the
// parent came to get digests, `upto` where the last one ended.
struct DigestSpan {
  Time from{};  // not in it
  Time upto{};  // in it
};
std::optional<DigestSpan> due_digest(const Zone& zone, Time since, const std::optional<Time>& upto,
                                     Time now);

}  // namespace chalkline::rules
