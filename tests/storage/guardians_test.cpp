#include "storage/guardians.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/feed.h"
#include "storage/fixture.h"
#include "storage/inspection.h"
#include "storage/parent_links.h"
#include "storage/parent_threads.h"
#include "storage/thread_changes.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::GuardianMode;
using rules::Role;

// A student s with a tutor t, and parents P and q, of whom P reads the thread of the two along.
struct Guarded : Fixture {
  Guarded() {
    person("P", {Role::parent});
    person("q", {Role::parent});
    person("s", {Role::student});
    person("t", {Role::tutor});
    id = thread("s", "t");
    link("P");
    link("q");
    send(id, "s", "one");
    join("P");
    sql.execute("UPDATE threads SET guardian = 'parent_copied'");
  }
  void link(const std::string& parent) {
    sql.execute("INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" +
                parent + "', 's', 'confirmed', '2026-11-01')");
  }
  void join(const std::string& parent) {
    run(insert_thread_reader, id, rules::ThreadReader{parent, "s"}, std::string("t"));
  }
  std::string shown(const std::string& who) {
    return kept("CONCAT_WS('|', unread, has_unread, read_upto, last_seq, last_preview)", who, id);
  }

  long long id = 0;
};

BOOST_FIXTURE_TEST_SUITE(guardians, Guarded)

BOOST_AUTO_TEST_CASE(a_reader_is_a_member, *description("S2-06: and none of the two")) {
  const auto row = run(load_thread, std::string("P"), id).value();
  BOOST_TEST(row.facts.reads_along);
  BOOST_TEST(!row.facts.about.has_value());
  BOOST_TEST(!row.triple.has_value());
  BOOST_TEST(row.other.id == "t");
  BOOST_TEST(row.student.value().id == "s");
  BOOST_TEST((row.mine.kind == rules::ThreadKind::direct));
  BOOST_TEST(run(load_feed_thread, std::string("P"), id).value().reads_along);
  for (const std::string one : {"s", "t"}) {
    const auto theirs = run(lock_thread, one, id).value();
    BOOST_TEST(!theirs.row.facts.reads_along);
    BOOST_TEST(!theirs.row.student.has_value());
    BOOST_TEST(theirs.row.has_readers);
    BOOST_TEST(!run(load_feed_thread, one, id).value().reads_along);
  }
  BOOST_TEST(run(load_messages_before, std::string("P"), id, 9LL, 9)->messages.size() == 1U);
  BOOST_TEST(!run(load_thread, std::string("q"), id).has_value());
  // The parent's own thread with the tutor is another one.
  BOOST_TEST(!run(lock_direct_thread, std::string("P"), std::string("t")).has_value());
  BOOST_TEST(run(load_pair, std::string("P"), std::string("t")).mine.thread_id == 0);
}

BOOST_AUTO_TEST_CASE(news_reaches_readers, *description("S2-06: unread, order and preview")) {
  BOOST_TEST(shown("P") == "1|1|0|1|one");
  send(id, "t", "two");
  BOOST_TEST(shown("P") == "2|1|0|2|two");
  BOOST_TEST(shown("s") == "1|1|0|2|two");
  run(mark_preview, id, rules::LastMessage{.seq = 2, .preview = "changed"});
  BOOST_TEST(shown("P") == "2|1|0|2|changed");
  BOOST_TEST(shown("t") == "1|1|0|2|changed");
  sql.execute("UPDATE thread_members SET archived = 1, snoozed_until = '2026-12-01'");
  send(id, "t", "three");
  BOOST_TEST(kept("CONCAT(archived, IFNULL(snoozed_until, '-'))", "P", id) == "0-");
  BOOST_TEST(kept("archived", "t", id) == "1");
  run(mark_read, std::string("P"), id, 3LL, 0);
  BOOST_TEST(shown("P") == "0|0|3|3|three");
  BOOST_TEST(shown("t").starts_with("1|1|0|3"));
}

BOOST_AUTO_TEST_CASE(leaving_and_coming_back, *description("S2-06: as it was kept")) {
  const auto readers = [&] {
    std::string line;
    for (const auto& reader : run(load_thread_readers, id)) line += reader.parent + reader.student;
    return line;
  };
  BOOST_TEST(readers() == "Ps");
  join("q");
  BOOST_TEST(readers() == "Psqs");
  BOOST_TEST(fault_of([&] { join("q"); }).key == "PRIMARY");
  send(id, "t", "two");
  run(mark_read, std::string("P"), id, 1LL, 1);
  sql.execute("UPDATE thread_members SET pinned = 1 WHERE person_id = 'P'");
  BOOST_TEST(run(insert_closed_member, std::string("P"), id, noon()));
  run(delete_membership, std::string("P"), id);
  BOOST_TEST(readers() == "qs");
  BOOST_TEST(!run(load_thread, std::string("P"), id).has_value());
  send(id, "t", "three");
  join("P");
  run(delete_closed_member, std::string("P"), id);
  BOOST_TEST(shown("P") == "2|1|1|3|three");
  BOOST_TEST(kept("pinned", "P", id) == "1");
}

BOOST_AUTO_TEST_CASE(who_listens, *description("S2-06: readers alone, with a stream open")) {
  join("q");
  sql.execute("UPDATE people SET live_until = '2999-01-01' WHERE id <> 'q'");
  BOOST_TEST((run(load_listening_readers, id) == std::vector<std::string>{"P"}));
}

BOOST_AUTO_TEST_CASE(threads_of_a_student,
                     *description("S2-06: as one of the two, with messages")) {
  thread("s", "q");
  const auto other = thread("P", "s");
  send(other, "P", "x");
  BOOST_TEST((run(load_direct_threads, std::string("s")) == std::vector<long long>{id, other}));
  BOOST_TEST((run(load_direct_threads, std::string("P")) == std::vector<long long>{other}));
}

BOOST_AUTO_TEST_CASE(who_teaches, *description("S2-06: by role, or by relationship")) {
  sql.execute(
      "UPDATE people SET birth_date = '2012-05-05', time_zone = 'Europe/Rome' WHERE id = 's'");
  const auto found = run(load_guarded_thread, id).value();
  BOOST_TEST((found.mode == GuardianMode::parent_copied));
  BOOST_TEST((found.low.id == "s" && !found.low.teaches && found.high.teaches));
  BOOST_TEST(found.low.birth_date.value() == "2012-05-05");
  BOOST_TEST(found.low.time_zone == "Europe/Rome");
  BOOST_TEST(!found.high.birth_date.has_value());
  sql.execute("UPDATE people SET roles = 2 WHERE id = 't'");
  BOOST_TEST(!run(load_guarded_thread, id).value().high.teaches);
  sql.execute(
      "INSERT INTO relationships (low_id, high_id, high_teaches) VALUES ('s', 't', 'ended')");
  BOOST_TEST(run(load_guarded_thread, id).value().high.teaches);
  BOOST_TEST(!run(load_guarded_thread, 999LL).has_value());
  run(mark_guardian, id, GuardianMode::kept_private);
  BOOST_TEST((run(load_guarded_thread, id).value().mode == GuardianMode::kept_private));
}

BOOST_AUTO_TEST_CASE(what_links_give, *description("S2-06: in turn, with all that decides")) {
  sql.execute(
      "INSERT INTO settings (person_id, locale, time_zone) VALUES ('P', 'de', 'Europe/Rome')");
  sql.execute("UPDATE people SET birth_date = '2012-05-05' WHERE id = 's'");
  const auto all = run(load_guarded_links, 0LL, 10);
  BOOST_REQUIRE(all.size() == 2U);
  const auto& first = all.front();
  BOOST_TEST((first.link.parent_id == "P" && first.stands() && !first.since));
  BOOST_TEST((first.parent_locale == "de" && first.parent_zone == "Europe/Rome"));
  BOOST_TEST(first.birth_date.value() == "2012-05-05");
  BOOST_TEST(run(load_guarded_links, first.link.id, 10).size() == 1U);
  BOOST_TEST(run(load_guarded_links, 0LL, 1).size() == 1U);
  run(mark_link_mode, first.link.id, GuardianMode::parent_digest, noon());
  run(mark_link_mode, first.link.id, GuardianMode::parent_digest, noon(5));
  run(mark_digested, first.link.id, noon(9));
  const auto marked = run([&](Session& s) { return load_guarded_link(s, first.link.id); }).value();
  BOOST_TEST((marked.mode == GuardianMode::parent_digest && marked.since == noon()));
  BOOST_TEST((marked.digested_upto == noon(9)));
  auto link = marked.link;
  link.renewed_at = noon(1);
  link.lapsed_at = noon(2);
  run(update_parent_link, link);
  sql.execute("UPDATE people SET erased_at = '2026-11-21' WHERE id = 'P'");
  const auto gone = run([](Session& s) { return load_guarded_link(s, "P", "s"); }).value();
  BOOST_TEST((gone.link.stands() && !gone.stands()));
  BOOST_TEST((gone.link.renewed_at == noon(1) && gone.link.lapsed_at == noon(2)));
}

BOOST_AUTO_TEST_CASE(digests, *description("S2-06: what people have said, in threads told so")) {
  const auto lines = [&](int from, int upto) {
    std::string text;
    for (const auto& line :
         run(load_digest, std::string("s"), rules::DigestSpan{noon(from), noon(upto)})) {
      text += line.name + ":" + std::to_string(line.messages) + " ";
    }
    return text;
  };
  send(id, "t", "two", noon(1000));
  send(id, "t", "the site", noon(1500));
  sql.execute("UPDATE messages SET sender_id = NULL WHERE body = 'the site'");
  send(id, "s", "three", noon(2000));
  BOOST_TEST(lines(0, 9000).empty());
  sql.execute("UPDATE threads SET guardian = 'parent_digest'");
  const auto name = sql.value("SELECT name FROM people WHERE id = 't'");
  BOOST_TEST(lines(0, 9000) == name + ":2 ");
  BOOST_TEST(lines(-1, 0) == name + ":1 ");
  BOOST_TEST(lines(1000, 2000) == name + ":1 ");
  BOOST_TEST(lines(0, 1999) == name + ":1 ");
  BOOST_TEST(lines(2000, 9000).empty());
}

BOOST_AUTO_TEST_CASE(what_doctors_find, *description("S2-06: who reads along without a link")) {
  const auto strays = [&] { return run(count_disagreements, Disagreement::stray, 0LL); };
  BOOST_TEST(strays() == 0);
  for (const std::string wrong :
       {"UPDATE parent_links SET state = 'ended' WHERE parent_id = 'P'",
        "UPDATE threads SET guardian = 'private'",
        "UPDATE thread_members SET student_id = 'q' WHERE person_id = 'P'",
        "UPDATE thread_members SET reads_along = 0 WHERE person_id = 'P'"}) {
    sql.execute(wrong);
    BOOST_TEST(strays() == 1, wrong);
    sql.execute("UPDATE parent_links SET state = 'confirmed'");
    sql.execute("UPDATE threads SET guardian = 'parent_copied'");
    sql.execute(
        "UPDATE thread_members SET student_id = 's', reads_along = 1 WHERE person_id = 'P'");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
