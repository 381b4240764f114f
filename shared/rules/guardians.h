#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/policy.h"
#include "rules/time.h"

namespace chalkline::rules {

// Guardians: what the linked parents of a student who is not of age see of the student's direct
// threads with tutors, and for how long (policy `guardian`). Parent threads are not touched by it.

// A birth date as the platform tells it, 2009-04-17; none for what is no date.
std::optional<std::chrono::year_month_day> birth_date_from(const std::string& text);

// When somebody born on that day has lived `age` years: the beginning, in UTC, of the day. Who was
// born on 29 February comes of age on 1 March in other years.
Time comes_of_age(std::chrono::year_month_day born, int age);

// Whether a student is under the site's age at `now`. Without a known birth date nobody is: a site
// that wants its minors protected tells their birth dates.
bool is_minor(const Policy& policy, const std::optional<std::string>& birth_date, Time now);

// When the link of a parent lapses by itself: at the student's majority, unless the student, being
// of age, has confirmed or renewed it since. None: it does not lapse.
std::optional<Time> link_lapses_at(const Policy& policy,
                                   const std::optional<std::string>& birth_date,
                                   Time confirmed_at);

// One of the two people of a direct thread.
struct ThreadParty {
  std::string id;
  bool teaches = false;  // is the other's tutor, by relationship or by role
  std::optional<std::string> birth_date;
  std::vector<std::string> parents;  // with a link that stands
};

// How a direct thread is kept towards parents: the mode its parties have been told, and who reads
// along.
struct GuardianState {
  GuardianMode mode = GuardianMode::kept_private;
  std::vector<std::string> readers;  // rising
};

// How a thread of the two is to be kept at `now`. A parent who is one of the two reads it anyway
// and is no reader; where nobody is linked, or the student is of age, the thread is private.
GuardianState guardian_state(const Policy& policy, const ThreadParty& one,
                             const ThreadParty& other, Time now);

// What has to be done to a thread; whoever is in it is told the mode.
struct GuardianChange {
  GuardianMode mode = GuardianMode::kept_private;
  std::vector<std::string> joining;  // begin to read along
  std::vector<std::string> leaving;  // do not any more
};
// None where the thread is as it should be.
std::optional<GuardianChange> guardian_change(const GuardianState& is, const GuardianState& should);

// "private", "parent_digest", "parent_copied": the policy's words, and the notices' codes.
std::string_view name_of(GuardianMode mode);
std::optional<GuardianMode> guardian_mode_from(std::string_view name);

}  // namespace chalkline::rules
