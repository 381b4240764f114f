#pragma once

#include <optional>
#include <string>

#include "rules/people.h"
#include "rules/policy.h"
#include "rules/refusals.h"
#include "rules/threads.h"
#include "rules/time.h"

namespace chalkline::rules {

// Reading a thread that is not one's own (S2-07): never without a reason, for a limited time, on
// record, and told to the thread's two as the policy says.

// Who asks.
struct Overseer {
  std::string id;
  Roles roles;
  Standing standing = Standing::ok;
};

// The thread, from the overseer's side.
struct OverseenThread {
  ThreadKind kind = ThreadKind::direct;
  bool is_member = false;       // the overseer is one of the two
  bool in_institution = false;  // tutor and student belong to the overseer's institution
  bool reported = false;        // a message in it has been reported
};

// Whether there is a right at all: platform admins and moderators over all threads, an
// institution's admin over those of its tutors with its students, or with their parents. Nobody
// whose standing is not ok.
bool may_oversee(const Overseer& overseer, const OverseenThread& thread);

// Why no grant can be had; none where it can. A thread that is not there, and one without a right
// to it, look alike.
std::optional<Refusal> refuse_oversight(const Policy& policy, const Overseer& overseer,
                                        const std::optional<OverseenThread>& thread);

// A right to read one thread, until it ends by itself or is given up.
struct Grant {
  long long id = 0;
  std::string holder_id;
  long long thread_id = 0;
  std::string reason;
  Time at{};
  Time until{};
  std::optional<Time> ended_at;
  std::optional<Time> disclose_due;  // from then on the thread is to be told; none: it is, or never

  bool stands_at(Time now) const { return now < until && !ended_at; }
  Time end() const { return ended_at.value_or(until); }
};

// A new grant as the policy gives it. Where the thread is told at once, disclose_due is `now`.
Grant make_grant(const Policy& policy, const Overseer& overseer, long long thread_id,
                 std::string reason, Time now);

}  // namespace chalkline::rules
