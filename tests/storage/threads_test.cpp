#include "storage/threads.h"

#include <atomic>
#include <barrier>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"
#include "storage/thread_changes.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::Role;

const std::string all_flags =
    "CONCAT_WS(' ', archived, muted, pinned, IFNULL(snoozed_until, '-'), unread, has_unread,"
    " marked_unread)";

BOOST_FIXTURE_TEST_SUITE(threads, Fixture)

BOOST_AUTO_TEST_CASE(beginnings, *description("S0-07: found by pair and by id, the same row")) {
  person("a:b");
  person("c");
  person("d");
  const auto pair = rules::pair_of("c", "a:b");
  BOOST_TEST(!run(lock_direct_thread, std::string("c"), std::string("a:b")));
  BOOST_TEST(!run(has_direct_thread, pair));
  const auto id = thread("c", "a:b", noon(5));
  BOOST_TEST(run(has_direct_thread, pair));
  BOOST_TEST(!run(has_direct_thread, rules::pair_of("a", "b:c")));
  const std::vector asked{rules::pair_of("a", "b:c"), pair};
  const auto begun = run(load_begun_pairs, asked);
  BOOST_TEST((begun.size() == 1 && begun[0].low == pair.low && begun[0].high == pair.high));
  for (const std::string me : {"c", "a:b"}) {
    const std::string other = me == "c" ? "a:b" : "c";
    for (const auto& found : {run(lock_direct_thread, me, other), run(lock_thread, me, id)}) {
      BOOST_REQUIRE(found);
      const auto& row = found->thread;
      BOOST_TEST((row.id == id && row.pair.low == "a:b" && row.pair.high == "c"));
      BOOST_TEST((row.last_seq == 0 && row.last_sender_id.empty() && row.unanswered == 0));
      BOOST_TEST((row.created_at == noon(5)));
      BOOST_TEST((found->row.mine.thread_id == id && found->row.other.id == other));
      BOOST_TEST((found->row.facts.sender.known && found->row.facts.recipient.known));
    }
  }
  BOOST_TEST(!run(lock_thread, std::string("c"), id + 1));
  BOOST_TEST(!run(lock_thread, std::string("d"), id));
  BOOST_TEST(!run(lock_direct_thread, std::string("d"), std::string("c")));
  BOOST_TEST(!run(lock_direct_thread, std::string("c"), std::string("A:B")));
  BOOST_TEST(!run(lock_direct_thread, std::string("c"), std::string("c")));
  const auto twice = fault_of([&] { run(insert_thread, pair, noon()); });
  BOOST_TEST((twice.kind == Fault::Kind::conflict));
}

BOOST_AUTO_TEST_CASE(who_is_alerted, *description("S0-32: what a send knows of the other one")) {
  for (const std::string id : {"a", "b"}) person(id, {rules::Role::student});
  const auto line = [](const rules::AlertFacts& facts) {
    return std::string(facts.has_address ? "address " : "") +
           (facts.choice ? (*facts.choice ? "yes " : "no ") : "") + (facts.muted ? "muted " : "") +
           (facts.has_unread ? "unread " : "");
  };
  const auto pair = [&] { return line(run(load_pair, std::string("a"), std::string("b")).alert); };
  BOOST_TEST(pair() == "");
  BOOST_TEST(line(run(load_pair, std::string("a"), std::string("x")).alert) == "");
  const auto id = thread("a", "b");
  const auto locked = [&] { return line(run(lock_thread, std::string("a"), id)->row.alert); };
  BOOST_TEST(locked() == "");
  sql.execute("UPDATE people SET email = 'b@example.org' WHERE id = 'b'");
  BOOST_TEST((pair() == "address " && locked() == "address "));
  sql.execute("INSERT INTO settings (person_id, message_email) VALUES ('a', 1), ('b', NULL)");
  BOOST_TEST((pair() == "address " && locked() == "address "));
  sql.execute("UPDATE settings SET message_email = 0 WHERE person_id = 'b'");
  BOOST_TEST((pair() == "address no " && locked() == "address no "));
  sql.execute("UPDATE settings SET message_email = 1 WHERE person_id = 'b'");
  send(id, "a", "Hello");
  sql.execute("UPDATE thread_members SET muted = 1 WHERE person_id = 'b'");
  BOOST_TEST((pair() == "address yes " && locked() == "address yes muted unread "));
  BOOST_TEST(line(run(lock_thread, std::string("b"), id)->row.alert) == "yes ");
}

BOOST_AUTO_TEST_CASE(newest_unread, *description("S0-32: of the other's words, removed ones not")) {
  for (const std::string each : {"a", "b"}) person(each, {rules::Role::student});
  const auto id = thread("a", "b");
  const auto newest = [&](const std::string& who, long long upto) {
    return run(load_newest_unread_text, id, who, upto).value_or("-");
  };
  BOOST_TEST(newest("b", 0) == "-");
  for (const std::string text : {"one", "two", "three"}) send(id, "a", text);
  send(id, "b", "mine");
  BOOST_TEST(newest("b", 0) == "three");
  BOOST_TEST(newest("a", 0) == "mine");
  sql.execute("UPDATE messages SET kind = 'removed', body = '' WHERE seq = 3");
  BOOST_TEST(newest("b", 0) == "two");
  BOOST_TEST(newest("b", 2) == "-");
  for (const std::string kind : {"card", "auto_reply"}) {
    sql.execute("UPDATE messages SET kind = '" + kind + "' WHERE seq = 2");
    BOOST_TEST(newest("b", 0) == "one");
  }
  sql.execute("UPDATE messages SET kind = 'text', sender_id = NULL WHERE seq = 2");
  BOOST_TEST(newest("b", 0) == "one");
}

// Whether another connection would have to wait for these rows.
bool is_locked(chalkline::tests::Sql& sql, const std::string& rows) {
  try {
    sql.execute("SELECT 1 FROM " + rows + " FOR UPDATE NOWAIT");
    return false;
  } catch (const std::exception&) {
    return true;
  }
}

BOOST_AUTO_TEST_CASE(locks, *description("platform: lock the thread's row, read the rest")) {
  for (const std::string name : {"a", "b", "c"}) person(name, {Role::tutor});
  run(insert_relationship, rules::pair_of("a", "b"), PairState{});
  const auto id = std::to_string(thread("a", "b"));
  const auto other = std::to_string(thread("a", "c"));
  for (const bool by_id : {true, false}) {
    database.write([&](Session& session) {
      if (by_id) {
        lock_thread(session, "a", std::stoll(id));
      } else {
        lock_direct_thread(session, "b", "a");
      }
      BOOST_TEST(is_locked(sql, "threads WHERE id = " + id));
      BOOST_TEST(!is_locked(sql, "threads WHERE id = " + other));
      BOOST_TEST(!is_locked(sql, "people WHERE id IN ('a', 'b', 'c')"));
      BOOST_TEST(!is_locked(sql, "relationships WHERE low_id = 'a' AND high_id = 'b'"));
      return true;
    });
    BOOST_TEST(!is_locked(sql, "threads WHERE id = " + id));
  }
}

// Whoever waits for the thread must see what was done to it, and beside it, meanwhile.
BOOST_AUTO_TEST_CASE(behind_the_lock, *description("platform: lost updates at a lock")) {
  person("a", {Role::student});
  person("b", {Role::tutor});
  run(insert_relationship, rules::pair_of("a", "b"), PairState{});
  const auto id = thread("a", "b");
  chalkline::tests::Sql holder(site.root);
  for (const bool by_id : {true, false}) {
    sql.execute("UPDATE relationships SET high_teaches = 'none'");
    sql.execute("UPDATE threads SET unanswered = 0");
    sql.execute("UPDATE people SET standing = 'ok'");
    holder.execute("BEGIN");
    holder.execute("UPDATE threads SET unanswered = 7, last_seq = 9");
    holder.execute("UPDATE thread_members SET unread = 8");
    std::atomic<bool> done = false;
    std::thread releaser([&] {
      while (!done && sql.number("SELECT COUNT(*) FROM information_schema.innodb_trx"
                                 " WHERE trx_state = 'LOCK WAIT'") == 0) {
        // The server refreshes this table only where nobody has read it for a tenth of a second.
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
      }
      holder.execute("UPDATE relationships SET high_teaches = 'active'");
      holder.execute("UPDATE people SET standing = 'suspended' WHERE id = 'a'");
      holder.execute("COMMIT");
    });
    const auto found = database.write([&](Session& session) {
      return by_id ? lock_thread(session, "a", id) : lock_direct_thread(session, "a", "b");
    });
    done = true;
    releaser.join();
    BOOST_REQUIRE(found);
    BOOST_TEST((found->thread.unanswered == 7 && found->thread.last_seq == 9));
    BOOST_TEST(found->row.mine.unread == 8);
    BOOST_TEST((found->row.facts.taught_by == rules::Relationship::active));
    BOOST_TEST((found->row.facts.sender.standing == rules::Standing::suspended));
  }
}

BOOST_AUTO_TEST_CASE(rows_of_members, *description("contract 2: a Thread for each of the two")) {
  person("a", {Role::student});
  person("b", {Role::tutor, Role::parent});
  person("c");
  sql.execute(
      "UPDATE people SET avatar_url = 'https://x/b.png', standing = 'suspended'"
      " WHERE id = 'b'");
  run(insert_relationship, rules::pair_of("a", "b"),
      PairState{.high_teaches = rules::Relationship::active});
  const auto id = thread("a", "b", noon(5));
  const auto fresh = run(load_thread, std::string("a"), id);
  BOOST_REQUIRE(fresh);
  BOOST_TEST((!fresh->mine.last && fresh->mine.last_activity_at == noon(5)));
  BOOST_TEST((fresh->mine.thread_id == id && fresh->mine.kind == rules::ThreadKind::direct));
  BOOST_TEST((!fresh->mine.snoozed_until && fresh->mine.wake_on_message));
  BOOST_TEST((!fresh->facts.has_messages && fresh->facts.unanswered == 0));
  send(id, "a", "one", noon(10));
  send(id, "a", "two", noon(20));
  const auto mine = run(load_thread, std::string("a"), id);
  const auto theirs = run(load_thread, std::string("b"), id);
  BOOST_REQUIRE((mine && theirs));
  BOOST_TEST((mine->other.id == "b" && mine->other.name == "Name of b"));
  BOOST_TEST((mine->other.avatar_url == "https://x/b.png"));
  BOOST_TEST((mine->other.roles.has(Role::parent) && mine->other.roles.has(Role::tutor)));
  BOOST_TEST((mine->facts.taught_by == rules::Relationship::active));
  BOOST_TEST((mine->facts.teaches == rules::Relationship::none));
  BOOST_TEST((theirs->facts.teaches == rules::Relationship::active));
  BOOST_TEST((mine->facts.recipient.standing == rules::Standing::suspended));
  BOOST_TEST((theirs->facts.sender.standing == rules::Standing::suspended));
  BOOST_TEST((mine->facts.sender.known && mine->facts.sender.roles.has(Role::student)));
  BOOST_TEST((mine->facts.has_messages && mine->facts.unanswered == 2));
  BOOST_TEST((theirs->facts.has_messages && theirs->facts.unanswered == 0));
  BOOST_TEST((mine->mine.unread == 0 && theirs->mine.unread == 2));
  BOOST_TEST((theirs->mine.last && theirs->mine.last->seq == 2 &&
              theirs->mine.last->sender_id == "a" && theirs->mine.last->preview == "two"));
  BOOST_TEST((theirs->mine.last->at == noon(20) && theirs->mine.last_activity_at == noon(20)));
  BOOST_TEST((!mine->facts.same_person && !mine->i_listen && !mine->other_listens));
  BOOST_TEST(!run(load_thread, std::string("c"), id));
  BOOST_TEST(!run(load_thread, std::string("a"), id + 1));
  BOOST_TEST(!run(load_thread, std::string("A"), id));
}

BOOST_AUTO_TEST_CASE(pairs, *description("S1-17: what two people are before any thread")) {
  person("a", {Role::student});
  person("b", {Role::tutor});
  run(insert_relationship, rules::pair_of("a", "b"),
      PairState{.low_teaches = rules::Relationship::ended,
                .high_teaches = rules::Relationship::exploring});
  const auto pair = run(load_pair, std::string("b"), std::string("a"));
  BOOST_TEST((pair.facts.teaches == rules::Relationship::exploring));
  BOOST_TEST((pair.facts.taught_by == rules::Relationship::ended));
  BOOST_TEST((pair.facts.sender.known && pair.facts.recipient.known && !pair.facts.same_person));
  BOOST_TEST((pair.other.id == "a" && pair.mine.thread_id == 0 && !pair.mine.last));
  const auto oneself = run(load_pair, std::string("a"), std::string("a"));
  BOOST_TEST((oneself.facts.same_person && oneself.facts.sender.known));
  const auto unknown = run(load_pair, std::string("a"), std::string("x'y\\"));
  BOOST_TEST((unknown.facts.sender.known && !unknown.facts.recipient.known));
  BOOST_TEST((unknown.facts.teaches == rules::Relationship::none));
  const auto stranger = run(load_pair, std::string("x"), std::string("a"));
  BOOST_TEST((!stranger.facts.sender.known && stranger.facts.recipient.known));
  const auto nobody = run(load_pair, std::string("x"), std::string("y"));
  BOOST_TEST((!nobody.facts.sender.known && !nobody.facts.recipient.known));
}

BOOST_AUTO_TEST_CASE(sending, *description("S0-08, S2-25: unread, archive, snooze of the other")) {
  person("a");
  person("b");
  // archived, muted, pinned, snoozed_until, wakes: before and after a message of `a`.
  const struct {
    std::string what;
    std::string set;
    std::string sender_after;
    std::string other_after;
  } rows[] = {
      {"as it is", "pinned = 0", "0 0 0 - 0 0 0", "0 0 0 - 1 1 0"},
      {"archived comes back", "archived = 1", "1 0 0 - 0 0 0", "0 0 0 - 1 1 0"},
      {"archived and muted stays", "archived = 1, muted = 1", "1 1 0 - 0 0 0", "1 1 0 - 1 1 0"},
      {"muted counts", "muted = 1", "0 1 0 - 0 0 0", "0 1 0 - 1 1 0"},
      {"pinned stays", "pinned = 1", "0 0 1 - 0 0 0", "0 0 1 - 1 1 0"},
      {"a snooze ends", "snoozed_until = '2030-01-01'", "0 0 0 2030-01-01 00:00:00.000 0 0 0",
       "0 0 0 - 1 1 0"},
      {"unless it shall not", "snoozed_until = '2030-01-01', wake_on_message = 0",
       "0 0 0 2030-01-01 00:00:00.000 0 0 0", "0 0 0 2030-01-01 00:00:00.000 1 1 0"},
      {"marked unread stays", "marked_unread = 1, has_unread = 1", "0 0 0 - 0 1 1",
       "0 0 0 - 1 1 1"},
      {"one more", "unread = 4, has_unread = 1", "0 0 0 - 4 1 0", "0 0 0 - 5 1 0"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      sql.execute("DELETE FROM threads");
      sql.execute("DELETE FROM thread_members");
      sql.execute("DELETE FROM messages");
      const auto id = thread("a", "b");
      sql.execute("UPDATE thread_members SET " + row.set);
      send(id, "a", "x");
      BOOST_TEST(kept(all_flags, "a", id) == row.sender_after);
      BOOST_TEST(kept(all_flags, "b", id) == row.other_after);
    }
  }
}

BOOST_AUTO_TEST_CASE(counters, *description("S0-22, S0-23: in a row, until the other answers")) {
  person("a");
  person("b");
  person("c");
  const auto id = thread("a", "b");
  const auto bystander = thread("a", "c");
  const auto state = [&] {
    return sql.value(
        "SELECT CONCAT_WS(' ', last_seq, last_sender_id, unanswered) FROM threads"
        " WHERE id = " +
        std::to_string(id));
  };
  const std::string columns =
      "CONCAT_WS(' ', last_seq, last_sender_id, unanswered, last_kind, last_preview, last_at)";
  send(id, "a", "one", noon(1));
  send(id, "a", "two", noon(2));
  BOOST_TEST(state() == "2 a 2");
  send(id, "b", "no\nmore", noon(3));
  BOOST_TEST(state() == "3 b 1");
  BOOST_TEST(kept(columns, "a", id) == "3 b 0 text no more 2026-11-21 12:00:00.003");
  BOOST_TEST(kept(columns, "b", id) == "3 b 1 text no more 2026-11-21 12:00:00.003");
  BOOST_TEST(kept("unread", "a", id) == "1");
  BOOST_TEST(kept("unread", "b", id) == "2");
  BOOST_TEST(kept("CONCAT_WS(' ', last_seq, unread)", "a", bystander) == "0 0");
}

BOOST_AUTO_TEST_CASE(keepings, *description("S2-32, S2-33, contract 5: all of how it is kept")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  const std::string columns =
      "CONCAT_WS(' ', pinned, archived, muted, marked_unread, has_unread, wake_on_message,"
      " IFNULL(snoozed_until, '-'))";
  rules::Membership mine{.thread_id = id,
                         .marked_unread = true,
                         .pinned = true,
                         .archived = true,
                         .muted = true,
                         .snoozed_until = noon(7),
                         .wake_on_message = false};
  run(mark_keeping, std::string("a"), mine);
  BOOST_TEST(kept(columns, "a", id) == "1 1 1 1 1 0 2026-11-21 12:00:00.007");
  BOOST_TEST(kept(columns, "b", id) == "0 0 0 0 0 1 -");
  const auto row = run(load_thread, std::string("a"), id);
  BOOST_TEST((row->mine.pinned && row->mine.archived && row->mine.muted &&
              row->mine.marked_unread && !row->mine.wake_on_message &&
              row->mine.snoozed_until == noon(7)));
  mine = {.thread_id = id, .unread = 2};
  run(mark_keeping, std::string("a"), mine);
  BOOST_TEST(kept(columns, "a", id) == "0 0 0 0 1 1 -");
  mine.unread = 0;
  run(mark_keeping, std::string("a"), mine);
  BOOST_TEST(kept(columns, "a", id) == "0 0 0 0 0 1 -");
}

BOOST_AUTO_TEST_CASE(badges, *description("S0-02, S4-03, S4-05: threads, and messages in them")) {
  person("a");
  const auto badge = [&](rules::Time now) {
    const auto counted = run(load_badge, std::string("a"), now);
    return std::to_string(counted.threads) + " " + std::to_string(counted.messages);
  };
  BOOST_TEST(badge(noon()) == "0 0");
  const std::string changes[] = {"pinned = 0", "pinned = 1", "archived = 1",
                                 "snoozed_until = '2026-11-21 12:00:01'", "muted = 1"};
  std::vector<long long> ids;
  for (std::size_t i = 0; i < std::size(changes); ++i) {
    const std::string other = "o" + std::to_string(i);
    person(other);
    ids.push_back(thread("a", other));
    for (std::size_t n = 0; n <= i; ++n) send(ids.back(), other, "x");
    sql.execute("UPDATE thread_members SET " + changes[i] +
                " WHERE person_id = 'a' AND thread_id = " + std::to_string(ids.back()));
  }
  BOOST_TEST(badge(noon()) == "3 8");
  BOOST_TEST(badge(noon(999)) == "3 8");
  BOOST_TEST(badge(noon(1000)) == "4 12");
  run(mark_read, std::string("a"), ids[1], 2LL, 0);
  BOOST_TEST(badge(noon()) == "2 6");
  run(mark_keeping, std::string("a"),
      rules::Membership{.thread_id = ids[1], .marked_unread = true});
  BOOST_TEST(badge(noon()) == "3 6");
  BOOST_TEST((run(load_badge, std::string("nobody"), noon()).threads == 0));
}

BOOST_AUTO_TEST_CASE(sleepers, *description("S2-33: due, the longest due first, each woken once")) {
  for (const std::string name : {"a", "b", "c", "d"}) person(name);
  const long long ids[] = {thread("a", "b"), thread("a", "c"), thread("a", "d")};
  const int due[] = {300, 100, 200};
  for (int i = 0; i < 3; ++i) {
    run(mark_keeping, std::string("a"),
        rules::Membership{.thread_id = ids[i], .snoozed_until = noon(due[i])});
  }
  const auto names = [&](rules::Time now, int limit) {
    std::string list;
    for (const auto& sleeper : run(load_due_sleepers, noon(-1), now, limit)) {
      list += sleeper.person_id + std::to_string(sleeper.thread_id - ids[0]) + " ";
    }
    return list;
  };
  BOOST_TEST(names(noon(99), 10).empty());
  BOOST_TEST(names(noon(100), 10) == "a1 ");
  BOOST_TEST(names(noon(300), 10) == "a1 a2 a0 ");
  BOOST_TEST(names(noon(300), 2) == "a1 a2 ");
  BOOST_TEST(run(load_due_sleepers, noon(100), noon(200), 10).size() == 1U);
  const Sleeper sleeper{"a", ids[1]};
  BOOST_TEST(!run(mark_awake, sleeper, noon(99)));
  BOOST_TEST(run(mark_awake, sleeper, noon(100)));
  BOOST_TEST(!run(mark_awake, sleeper, noon(100)));
  BOOST_TEST(kept("IFNULL(snoozed_until, '-')", "a", ids[1]) == "-");
  BOOST_TEST(names(noon(300), 10) == "a2 a0 ");
}

// Two processes write to each other at the same moment, and neither has a thread yet.
BOOST_AUTO_TEST_CASE(races, *description("S0-07: one thread a pair, whoever starts")) {
  constexpr int rounds = 20;
  for (int round = 0; round < rounds; ++round) {
    person("a" + std::to_string(round));
    person("b" + std::to_string(round));
  }
  std::barrier together(2);
  const auto start = [&](bool first) {
    Database own(site.address);
    for (int round = 0; round < rounds; ++round) {
      const std::string a = "a" + std::to_string(round);
      const std::string b = "b" + std::to_string(round);
      const auto pair = rules::pair_of(a, b);
      together.arrive_and_wait();
      own.write([&](Session& session) {
        if (lock_direct_thread(session, a, b)) return true;
        const auto id = insert_thread(session, pair, noon());
        insert_membership(session, first ? a : b, first ? b : a, id, noon());
        insert_membership(session, first ? b : a, first ? a : b, id, noon());
        return true;
      });
    }
  };
  std::thread other(start, false);
  start(true);
  other.join();
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM threads") == rounds);
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM thread_members") == 2 * rounds);
}

// Two senders in one thread: the thread's row is the lock.
BOOST_AUTO_TEST_CASE(senders_race, *description("contract 1: seq without gaps, in commit order")) {
  constexpr int each = 40;
  person("a");
  person("b");
  const auto id = thread("a", "b");
  std::thread other([&] {
    Database own(site.address);
    for (int i = 0; i < each; ++i) {
      own.write([&](Session& session) {
        auto locked = std::move(lock_thread(session, "b", id)->thread);
        locked.unanswered = locked.unanswered_by("b") + 1;
        locked.last_sender_id = "b";
        ++locked.last_seq;
        insert_message(
            session,
            {.thread_id = id, .seq = locked.last_seq, .sender_id = "b", .body = "x", .at = noon()});
        mark_sent(session, locked, {.seq = locked.last_seq, .sender_id = "b", .at = noon()}, true);
        return true;
      });
    }
  });
  for (int i = 0; i < each; ++i) send(id, "a", "x");
  other.join();
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM messages") == 2 * each);
  BOOST_TEST(sql.number("SELECT MAX(seq) FROM messages") == 2 * each);
  BOOST_TEST(kept("unread", "a", id) == std::to_string(each));
  BOOST_TEST(kept("unread", "b", id) == std::to_string(each));
}

BOOST_AUTO_TEST_CASE(no_answer,
                     *description("S0-22, S0-23: what is no answer leaves the other's count")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  send(id, "a", "one");
  send(id, "a", "two");
  const auto say = [&](bool answers) {
    database.write([&](Session& session) {
      auto locked = std::move(lock_thread(session, "b", id)->thread);
      locked.unanswered = 1;
      locked.last_sender_id = "b";
      ++locked.last_seq;
      mark_sent(session, locked, {.seq = locked.last_seq, .sender_id = "b", .at = noon()}, answers);
      return true;
    });
  };
  const auto counted = [&](const std::string& who, const std::string& other) {
    const auto rows = run(load_pairs, who, std::vector<std::string>{other});
    return std::to_string(rows.at(0).facts.unanswered) + kept("unanswered", who, id);
  };
  say(false);
  BOOST_TEST(counted("a", "b") == "22");
  BOOST_TEST(counted("b", "a") == "11");
  say(true);
  BOOST_TEST(counted("a", "b") == "00");
  BOOST_TEST(counted("b", "a") == "11");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
