#include "rules/oversight.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::minutes;

Overseer with_role(Role role, Standing standing = Standing::ok) {
  Overseer overseer{.id = "ada", .standing = standing};
  overseer.roles.add(role);
  return overseer;
}

std::string verdict(const Policy& policy, const Overseer& overseer,
                    const std::optional<OverseenThread>& thread) {
  const auto refusal = refuse_oversight(policy, overseer, thread);
  return refusal ? std::string(name_of(refusal->code)) : "granted";
}

Policy with_oversight(Policy::Oversight direct, Policy::Oversight parent) {
  Policy policy;
  policy.oversight = {direct, parent};
  return policy;
}

BOOST_AUTO_TEST_SUITE(oversight)

BOOST_AUTO_TEST_CASE(who_may, *description("S2-07: admins")) {
  const auto any = with_oversight(Policy::Oversight::any, Policy::Oversight::any);
  const struct {
    Role role;
    bool in_institution;
    std::string verdict;
  } rows[] = {
      {Role::platform_admin, false, "granted"},   {Role::moderator, false, "granted"},
      {Role::institution_admin, true, "granted"}, {Role::institution_admin, false, "not_found"},
      {Role::support, true, "not_found"},         {Role::tutor, true, "not_found"},
      {Role::student, true, "not_found"},         {Role::parent, true, "not_found"},
  };
  for (const auto& row : rows) {
    const OverseenThread thread{.in_institution = row.in_institution};
    BOOST_TEST(verdict(any, with_role(row.role), thread) == row.verdict, name_of(row.role));
    BOOST_TEST(verdict(any, with_role(row.role), std::nullopt) == "not_found");
    for (const auto standing :
         {Standing::needs_improvement, Standing::suspended, Standing::rejected}) {
      BOOST_TEST(verdict(any, with_role(row.role, standing), thread) == "not_found");
    }
  }
}

BOOST_AUTO_TEST_CASE(by_policy, *description("requirements 6: oversight none, reported, any")) {
  using enum Policy::Oversight;
  const auto admin = with_role(Role::moderator);
  const struct {
    Policy::Oversight direct;
    Policy::Oversight parent;
    OverseenThread thread;
    std::string verdict;
  } rows[] = {
      {none, any, {.kind = ThreadKind::direct, .reported = true}, "oversight_not_allowed"},
      {none, any, {.kind = ThreadKind::parent}, "granted"},
      {any, none, {.kind = ThreadKind::parent}, "oversight_not_allowed"},
      {any, none, {.kind = ThreadKind::direct}, "granted"},
      {reported, none, {.kind = ThreadKind::direct}, "oversight_needs_report"},
      {reported, none, {.kind = ThreadKind::direct, .reported = true}, "granted"},
      {none, reported, {.kind = ThreadKind::parent, .reported = true}, "granted"},
      {any, any, {.is_member = true}, "oversight_own_thread"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(verdict(with_oversight(row.direct, row.parent), admin, row.thread) == row.verdict);
  }
}

BOOST_AUTO_TEST_CASE(a_grant_ends, *description("S2-07: a time limit")) {
  Policy policy;
  policy.oversight_time_limit = minutes(15);
  auto grant = make_grant(policy, with_role(Role::moderator), 7, "Because", noon);
  BOOST_TEST((grant.holder_id == "ada" && grant.thread_id == 7 && grant.reason == "Because"));
  BOOST_TEST(grant.stands_at(noon));
  BOOST_TEST(grant.stands_at(noon + minutes(15) - std::chrono::milliseconds(1)));
  BOOST_TEST(!grant.stands_at(noon + minutes(15)));
  grant.ended_at = noon + minutes(1);
  BOOST_TEST(!grant.stands_at(noon + minutes(1)));
}

BOOST_AUTO_TEST_CASE(when_it_is_told, *description("S2-07: disclosed as the policy says")) {
  Policy policy;
  const auto due = [&](Policy::Disclosed disclosed) {
    policy.oversight_disclosed = disclosed;
    return make_grant(policy, with_role(Role::moderator), 7, "", noon).disclose_due;
  };
  BOOST_TEST((due(Policy::Disclosed::at_once) == noon));
  BOOST_TEST((due(Policy::Disclosed::afterwards) == noon + minutes(60)));
  BOOST_TEST(!due(Policy::Disclosed::never));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
