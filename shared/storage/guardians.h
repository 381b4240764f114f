#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/guardians.h"
#include "storage/database.h"

namespace chalkline::storage {

// Direct threads as far as parents see them (policy `guardian`).

// One of the two of a direct thread, as the directory tells them.
struct GuardedSide {
  std::string id;
  bool teaches = false;  // a tutor, or the other's by relationship
  std::optional<std::string> birth_date;
  std::string time_zone;
};
struct GuardedThread {
  rules::GuardianMode mode = rules::GuardianMode::kept_private;
  GuardedSide low;
  GuardedSide high;
};
// None where there is no direct thread with this id, or one of its two is unknown.
std::optional<GuardedThread> load_guarded_thread(Session& session, long long thread);

// The direct threads of a student with messages in them, in the order of ids.
std::vector<long long> load_direct_threads(Session& session, const std::string& student);

// Who reads a thread along, in the order of ids.
std::vector<rules::ThreadReader> load_thread_readers(Session& session, long long thread);
// Those of them who may have a live stream open now.
std::vector<std::string> load_listening_readers(Session& session, long long thread);

// The thread's mode, and one more reader beside the tutor: as they kept the thread where they have
// read it before, with all of it unread otherwise. The thread has been taken before. Readers go as
// other members do (insert_closed_member, delete_membership).
void mark_guardian(Session& session, long long thread, rules::GuardianMode mode);
void insert_thread_reader(Session& session, long long thread, const rules::ThreadReader& reader,
                          const std::string& tutor);

// With whom a student has written in a span of time, in threads of which parents get digests: how
// many messages the two have sent, in the order of names.
struct DigestLine {
  std::string name;
  int messages = 0;
};
std::vector<DigestLine> load_digest(Session& session, const std::string& student,
                                    const rules::DigestSpan& span);

}  // namespace chalkline::storage
