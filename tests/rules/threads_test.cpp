#include "rules/threads.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;

const Time noon{std::chrono::hours(12)};

// Ids that look alike: few characters, every separator that an id may have.
rc::Gen<std::string> any_id() {
  return gen::nonEmpty(
      gen::resize(4, gen::container<std::string>(gen::element('a', 'b', ':', '.', '_', '-'))));
}

BOOST_AUTO_TEST_SUITE(threads)

BOOST_AUTO_TEST_CASE(keys_of_ids_with_colons, *description("S0-07: no two pairs share a key")) {
  const auto key = [](const char* one, const char* other) {
    return direct_key(pair_of(one, other));
  };
  BOOST_TEST(key("a:b", "c") != key("a", "b:c"));
  BOOST_TEST(key("a.b", "c") != key("a", "b.c"));
  BOOST_TEST(key("a", "bc") != key("ab", "c"));
  BOOST_TEST(key("a", "b") != key("A", "B"));
  BOOST_TEST(key("a", "b") == key("b", "a"));
  BOOST_TEST(key("a", "b") == "a|b");
}

BOOST_AUTO_TEST_CASE(keys_name_pairs, *description("S0-07: one thread a pair, whoever asks")) {
  rc::detail::checkBoostTest([] {
    const auto a = *any_id();
    const auto b = *any_id();
    const auto c = *any_id();
    const auto d = *any_id();
    const bool same = (a == c && b == d) || (a == d && b == c);
    RC_ASSERT((direct_key(pair_of(a, b)) == direct_key(pair_of(c, d))) == same);
    RC_ASSERT(direct_key(pair_of(a, b)) == direct_key(pair_of(b, a)));
  });
}

BOOST_AUTO_TEST_CASE(the_other_of_a_pair, *description("S0-07: each of the two finds the other")) {
  rc::detail::checkBoostTest([] {
    const auto a = *any_id();
    const auto b = *any_id();
    const auto pair = pair_of(a, b);
    RC_ASSERT(pair.low <= pair.high);
    RC_ASSERT(pair.other_than(a) == b);
    RC_ASSERT(pair.other_than(b) == a);
  });
}

BOOST_AUTO_TEST_CASE(unanswered, *description("S0-22, S0-23: of the last sender alone")) {
  const Thread thread{.pair = pair_of("a", "b"), .last_sender_id = "a", .unanswered = 3};
  BOOST_TEST(thread.unanswered_by("a") == 3);
  BOOST_TEST(thread.unanswered_by("b") == 0);
  BOOST_TEST(Thread{}.unanswered_by("a") == 0);
}

BOOST_AUTO_TEST_CASE(after_a_send, *description("S1-06: the list shows the newest message")) {
  const Membership before{.thread_id = 7, .unread = 2, .pinned = true, .read_upto = 4};
  const LastMessage sent{.seq = 9, .sender_id = "a", .preview = "Hi", .at = noon};
  const auto after = after_sending(before, sent, 3);
  BOOST_TEST((after.last && after.last->seq == 9 && after.last->preview == "Hi"));
  BOOST_TEST((after.last_activity_at == noon));
  BOOST_TEST(after.unanswered == 3);
  BOOST_TEST(after.unread == 2);
  BOOST_TEST(after.pinned);
  BOOST_TEST(after.read_upto == 4);
}

// A membership in one line, to compare all of it.
std::string line_of(const Membership& m) {
  const auto word = [](bool is, const char* text) { return is ? std::string(text) : ""; };
  return word(m.pinned, "pinned ") + word(m.archived, "archived ") + word(m.muted, "muted ") +
         word(m.marked_unread, "marked ") + word(m.wake_on_message, "wakes ") +
         (m.snoozed_until ? "snoozed" : "");
}

BOOST_AUTO_TEST_CASE(keeping, *description("S2-32, S2-33: any subset, the rest stays")) {
  const Membership off{.wake_on_message = false};
  const Membership on{.marked_unread = true,
                      .pinned = true,
                      .archived = true,
                      .muted = true,
                      .snoozed_until = noon,
                      .wake_on_message = true};
  const std::string all = "pinned archived muted marked wakes snoozed";
  const struct {
    Membership before;
    Keeping change;
    std::string expected;
  } rows[] = {
      {off, {}, ""},
      {on, {}, all},
      {off, {.pinned = true}, "pinned "},
      {off, {.archived = true}, "archived "},
      {off, {.muted = true}, "muted "},
      {off, {.marked_unread = true}, "marked "},
      {off, {.wake_on_message = true}, "wakes "},
      {off, {.snoozed_until = noon}, "snoozed"},
      {on, {.pinned = false}, "archived muted marked wakes snoozed"},
      {on, {.archived = false}, "pinned muted marked wakes snoozed"},
      {on, {.muted = false}, "pinned archived marked wakes snoozed"},
      {on, {.marked_unread = false}, "pinned archived muted wakes snoozed"},
      {on, {.wake_on_message = false}, "pinned archived muted marked snoozed"},
      {on, {.snoozed_until = std::optional<Time>()}, "pinned archived muted marked wakes "},
  };
  for (const auto& row : rows) BOOST_TEST(line_of(keep(row.before, row.change)) == row.expected);
}

BOOST_AUTO_TEST_CASE(kinds, *description("contract 2, golden")) {
  BOOST_TEST(name_of(ThreadKind::direct) == "direct");
  BOOST_TEST(name_of(ThreadKind::parent) == "parent");
  for (const std::string name : {"text", "auto_reply", "card", "removed"}) {
    const auto kind = message_kind_from(name);
    BOOST_TEST((kind && name_of(*kind) == name), name);
  }
  for (const auto* name : {"", "Text", "autoReply", "deleted"}) {
    BOOST_TEST(!message_kind_from(name), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
