#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/messages.h"

namespace chalkline::rules {

// Parent threads: a parent and a tutor about a student (S2-01 to S2-24). Who somebody is in such a
// thread comes from the link and from what the student has with the tutor, never from the request
// (S2-20).

// Whether the student has with the tutor what the policy asks for (parent_tutors; S2-11, S2-16).
// "Enrolled" is in a course; where relationships are grounds to write (may_start), an active one
// counts as well.
bool is_eligible(const Policy& policy, const ParentFacts& facts);

// What stands between parent and tutor, whatever the text says: none where they may write. First
// what the sender lacks, and a tutor learns nothing of a student's parents before eligible.
std::optional<Refusal> refuse_parent_pair(const Policy& policy, const SendFacts& facts);

// Whether the sender may put this draft into the parent thread of `facts.about`, and if not, why.
// Decided anew at every send. No cap counts and no vacation stops (contract §5).
std::variant<Acceptance, Refusal> decide_parent_send(const Policy& policy, const SendFacts& facts,
                                                     const Draft& draft);

// The parts of it for who has named no other person yet: a tutor who asks for a student's parents,
// and a parent who asks for a student's tutors.
std::optional<Refusal> refuse_ineligible(const Policy& policy, const ParentFacts& facts);
std::optional<Refusal> refuse_unlinked(const ParentFacts& facts);
// Why a parent reads nothing where there is no thread of theirs: somebody else's student and a
// student who does not exist look alike.
Refusal refuse_absent_thread(const ParentFacts& facts);

// How a request names parent threads of a tutor about a student.
struct ParentAddress {
  std::string tutor;
  std::string student;
  std::optional<std::string> parent = {};  // a person, or all_parents
};
inline constexpr std::string_view all_parents = "all";

// The triple in which `sender` writes as the parent; a refusal for who writes in another's name.
// None where the sender is the tutor, whose parents are still to be chosen (S2-21, S2-22).
std::variant<std::optional<Triple>, Refusal> decide_side(std::string_view sender,
                                                         const ParentAddress& address);

// Whom a tutor writes to: of the student's confirmed parents the one there is, the one that is
// asked for, or all (S2-22, S2-23). Nobody writes to oneself: a tutor is no parent here.
std::variant<std::vector<Person>, Refusal> choose_parents(std::span<const Person> linked,
                                                          const ParentAddress& address);

// A thread of a tutor about a student, and whether its parent is still linked.
struct ParentThread {
  long long id = 0;
  Person parent;
  bool linked = false;
};
// Which of the tutor's threads about a student is meant: the one with the parent that is asked for,
// or the only one; where one link alone still stands, that one.
std::variant<long long, Refusal> choose_thread(std::span<const ParentThread> threads,
                                               const std::optional<std::string>& parent);

}  // namespace chalkline::rules
