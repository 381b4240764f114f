#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/messages.h"
#include "rules/parents.h"
#include "rules/people.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// What links, orders, enrolments and relationships make of each triple, in the order of `triples`;
// which side the sender is on is not told.
std::vector<rules::ParentFacts> load_parent_facts(Session& session,
                                                  const std::vector<rules::Triple>& triples);

// Takes the link until the end of the transaction, if there is one: it cannot end meanwhile.
void lock_link(Session& session, const std::string& parent, const std::string& student);

// The thread of the triple; none where it has not begun or `person` may not read it.
std::optional<long long> load_parent_thread_id(Session& session, const std::string& person,
                                               const rules::Triple& triple);

// A person as others see them: no name where the directory does not know them.
rules::Person load_person(Session& session, const std::string& person);

// The student's confirmed parents whom the directory knows, in the order of their ids.
std::vector<rules::Person> load_linked_parents(Session& session, const std::string& student);

// The parent threads about a student that `tutor` is a member of, in the order of parents.
std::vector<rules::ParentThread> load_threads_about(Session& session, const std::string& tutor,
                                                    const std::string& student);

// The parent threads whose two are `person` and `other`, whichever of them is the parent, and that
// `person` may read: in the order of ids, taken until the end of the transaction.
std::vector<long long> lock_parent_threads_of_pair(Session& session, const std::string& person,
                                                   const std::string& other);

// Tutors of whom the student has bought, in whose courses the student is, or with whom there is an
// active relationship: at most `limit` in the order of names, behind `after`. Rules say who of them
// may be written to.
struct NamedTutor {
  std::string name;
  std::string id;
};
std::vector<rules::Person> load_tutors_of(Session& session, const std::string& student,
                                          const std::optional<NamedTutor>& after, int limit);

// Every thread of the parent about the student, taken until the end of the transaction.
struct LinkedThread {
  long long id = 0;
  std::string tutor_id;
};
std::vector<LinkedThread> lock_threads_of_link(Session& session, const std::string& parent,
                                               const std::string& student);

// Losing access, and having it back: the thread has been taken before. How the member kept the
// thread is remembered, which tells nothing where there is no row; false then.
bool insert_closed_member(Session& session, const std::string& person, long long thread,
                          rules::Time now);
void delete_membership(Session& session, const std::string& person, long long thread);
// The row as it was kept, with what the thread holds now; false where none is closed.
bool restore_membership(Session& session, const std::string& person, long long thread);
void delete_closed_member(Session& session, const std::string& person, long long thread);

}  // namespace chalkline::storage
