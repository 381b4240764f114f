#include "rules/oversight.h"

#include <utility>

namespace chalkline::rules {
namespace {

Policy::Oversight oversight_of(const Policy& policy, ThreadKind kind) {
  return kind == ThreadKind::direct ? policy.oversight.direct : policy.oversight.parent;
}

std::optional<Time> first_disclosure(const Policy& policy, Time now, Time until) {
  switch (policy.oversight_disclosed) {
    case Policy::Disclosed::at_once:
      return now;
    case Policy::Disclosed::afterwards:
      return until;
    case Policy::Disclosed::never:
      return std::nullopt;
  }
  return now;
}

}  // namespace

bool may_oversee(const Overseer& overseer, const OverseenThread& thread) {
  if (overseer.standing != Standing::ok) return false;
  const auto& roles = overseer.roles;
  if (roles.has(Role::platform_admin) || roles.has(Role::moderator)) return true;
  return roles.has(Role::institution_admin) && thread.in_institution;
}

std::optional<Refusal> refuse_oversight(const Policy& policy, const Overseer& overseer,
                                        const std::optional<OverseenThread>& thread) {
  if (!thread || !may_oversee(overseer, *thread)) return Refusal{RefusalCode::not_found};
  if (thread->is_member) return Refusal{RefusalCode::oversight_own_thread};
  switch (oversight_of(policy, thread->kind)) {
    case Policy::Oversight::none:
      return Refusal{RefusalCode::oversight_not_allowed};
    case Policy::Oversight::reported:
      if (!thread->reported) return Refusal{RefusalCode::oversight_needs_report, {Lift::report}};
      return std::nullopt;
    case Policy::Oversight::any:
      return std::nullopt;
  }
  return std::nullopt;
}

Grant make_grant(const Policy& policy, const Overseer& overseer, long long thread_id,
                 std::string reason, Time now) {
  const auto until = now + policy.oversight_time_limit;
  return {.holder_id = overseer.id,
          .thread_id = thread_id,
          .reason = std::move(reason),
          .at = now,
          .until = until,
          .disclose_due = first_disclosure(policy, now, until)};
}

}  // namespace chalkline::rules
