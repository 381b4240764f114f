#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/directory.h"
#include "rules/people.h"
#include "rules/time.h"

namespace chalkline::tool {

// How much to make. The same order makes the same site.
struct SeedOrder {
  long long people = 0;
  long long threads = 0;
  long long messages = 0;
  std::uint64_t random = 1;
};

// No message is younger: what people write from now on stands behind all that was made.
extern const rules::Time seed_end;

// Who takes part: about one in twenty is a tutor, seed-tutor-1, seed-tutor-2 …; the others are
// students, seed-student-1 …
struct SeedPeople {
  explicit SeedPeople(long long people);
  long long tutors = 0;
  long long students = 0;
};
std::string tutor_id(long long tutor);      // counted from 0
std::string student_id(long long student);  // counted from 0
rules::PersonRecord seed_tutor(long long tutor, const std::string& email_domain);
rules::PersonRecord seed_student(long long student, const std::string& email_domain);

// One conversation before anything is said in it.
struct PlannedThread {
  long long tutor = 0;
  long long student = 0;
  long long messages = 0;
  rules::Relationship relationship = rules::Relationship::active;
  rules::Time begins{};
  rules::Time ends{};
};

// Every conversation, in the order in which they begin. No two have the same people. Few are very
// busy, most are short (Zipf), one in fifty is empty; the messages add up to the order. Some tutors
// have many conversations, and the first ten at least fifty where there are that many.
// There must be at least two people, and no more threads than pairs of a tutor and a student.
std::vector<PlannedThread> plan_threads(const SeedOrder& order);

}  // namespace chalkline::tool
