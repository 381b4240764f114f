#include "storage/parent_threads.h"

#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "app/parent_access.h"
#include "storage/feed.h"
#include "storage/fixture.h"
#include "storage/search.h"
#include "storage/thread_changes.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::Role;
using rules::Triple;

// A family: p and q are parents of s, t teaches; ids in an order that differs by case alone.
struct Family : Fixture {
  Family() {
    person("P", {Role::parent});
    person("q", {Role::parent});
    person("s", {Role::student});
    person("t", {Role::tutor});
  }

  void link(const std::string& parent, const std::string& student, const std::string& state) {
    sql.execute("REPLACE INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" +
                parent + "', '" + student + "', '" + state + "', '2026-11-01')");
  }

  long long begin(const Triple& triple) {
    return database.write([&](Session& session) {
      const auto id = insert_parent_thread(session, triple, noon());
      insert_parent_membership(session, triple.parent, triple.tutor, triple, id, noon());
      insert_parent_membership(session, triple.tutor, triple.parent, triple, id, noon());
      return id;
    });
  }

  std::string facts_of(const Triple& triple) {
    const auto facts = run(load_parent_facts, std::vector{triple}).at(0);
    return std::string(facts.student_known ? "known " : "") + (facts.linked ? "linked " : "") +
           (facts.purchased ? "purchased " : "") + (facts.enrolled ? "enrolled " : "") +
           std::string(rules::name_of(facts.relationship));
  }
};

BOOST_FIXTURE_TEST_SUITE(parent_threads, Family)

BOOST_AUTO_TEST_CASE(beginnings,
                     *description("S2-04, S2-18: found by triple and by id, by its two")) {
  const Triple triple{"P", "t", "s"};
  BOOST_TEST(!run(lock_parent_thread, std::string("P"), triple));
  const auto id = begin(triple);
  for (const std::string me : {"P", "t"}) {
    const auto by_key = run(lock_parent_thread, me, triple);
    const auto by_id = run(lock_thread, me, id);
    for (const auto& found : {by_key, by_id}) {
      BOOST_REQUIRE(found);
      BOOST_TEST((found->row.triple == triple));
      BOOST_TEST(found->row.student->name == "Name of s");
      BOOST_TEST((found->row.mine.kind == rules::ThreadKind::parent));
      BOOST_TEST(found->row.facts.about->sender_is_parent == (me == "P"));
      BOOST_TEST(found->row.other.id == (me == "P" ? "t" : "P"));
    }
    BOOST_TEST((run(load_parent_thread_id, me, triple) == id));
  }
  BOOST_TEST(!run(lock_parent_thread, std::string("q"), triple));
  BOOST_TEST(!run(lock_parent_thread, std::string("P"), Triple{"p", "t", "s"}));
  BOOST_TEST(!run(load_parent_thread_id, std::string("s"), triple));
  BOOST_TEST(!run(lock_direct_thread, std::string("P"), std::string("t")));
  const auto twice = fault_of([&] { run(insert_parent_thread, triple, noon()); });
  BOOST_TEST((twice.kind == Fault::Kind::conflict));
}

BOOST_AUTO_TEST_CASE(of_a_pair, *description("6, block.parent: who shares a parent thread")) {
  using Ids = std::vector<long long>;
  const auto shared = [&](const std::string& person, const std::string& other) {
    return run(lock_parent_threads_of_pair, person, other);
  };
  person("z", {Role::student});
  person("t_", {Role::tutor});
  person("tt", {Role::tutor});
  thread("P", "t");
  BOOST_TEST(shared("P", "t").empty());
  const auto first = begin({"P", "t", "s"});
  const auto second = begin({"P", "t", "z"});
  const auto turned = begin({"t", "P", "s"});
  const auto others = begin({"q", "t", "s"});
  begin({"P", "tt", "s"});
  BOOST_TEST(shared("P", "t") == (Ids{first, second, turned}), boost::test_tools::per_element());
  BOOST_TEST(shared("t", "P") == (Ids{first, second, turned}), boost::test_tools::per_element());
  BOOST_TEST(shared("t", "q") == Ids{others}, boost::test_tools::per_element());
  for (const std::string nobody : {"p", "s", "t_", "q", "P", ""}) {
    BOOST_TEST(shared("P", nobody).empty(), nobody);
  }
  // Who has lost access has not, and the other has still.
  run(delete_membership, std::string("P"), first);
  BOOST_TEST(shared("P", "t") == (Ids{second, turned}), boost::test_tools::per_element());
  BOOST_TEST(shared("t", "P").size() == 3U);
}

BOOST_AUTO_TEST_CASE(lists, *description("S2-31: with the student; direct threads without")) {
  const auto parents = begin({"P", "t", "s"});
  const auto direct = thread("t", "s", noon(1));
  const auto all = run(load_inbox, std::string("t"), Show::all, std::nullopt, 10, noon());
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST((all[0].mine.thread_id == direct && !all[0].triple && !all[0].student));
  BOOST_TEST(!all[0].facts.about);
  BOOST_TEST((all[1].mine.thread_id == parents && all[1].student->id == "s"));
  const auto only = run(load_inbox, std::string("t"), Show::parents, std::nullopt, 10, noon());
  BOOST_REQUIRE(only.size() == 1U);
  BOOST_TEST(only[0].mine.thread_id == parents);
}

BOOST_AUTO_TEST_CASE(facts, *description("S2-06, S2-11, S2-16: what stands between the three")) {
  const Triple triple{"P", "t", "s"};
  BOOST_TEST(facts_of(triple) == "known none");
  BOOST_TEST(facts_of({"P", "t", "nobody"}) == "none");
  for (const std::string state : {"pending", "ended"}) {
    link("P", "s", state);
    BOOST_TEST(facts_of(triple) == "known none");
  }
  link("P", "s", "confirmed");
  BOOST_TEST(facts_of(triple) == "known linked none");
  BOOST_TEST(facts_of({"q", "t", "s"}) == "known none");
  BOOST_TEST(facts_of({"p", "t", "s"}) == "known none");
  const std::string order =
      "REPLACE INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
      " currency, state, at, version) VALUES ('1', 'package', 's', 't', ";
  for (const std::string state : {"open", "cancelled", "refunded"}) {
    sql.execute(order + "'t', 's', 'x', 1, 'EUR', '" + state + "', '2026-11-01', 1)");
    BOOST_TEST(facts_of(triple) == "known linked none", state);
  }
  sql.execute(order + "'s', 't', 'x', 1, 'EUR', 'paid', '2026-11-01', 1)");
  BOOST_TEST(facts_of(triple) == "known linked none");  // the other way round
  sql.execute(order + "'t', 's', 'x', 1, 'EUR', 'paid', '2026-11-01', 1)");
  BOOST_TEST(facts_of(triple) == "known linked purchased none");
  sql.execute("UPDATE people SET erased_at = '2026-11-01' WHERE id = 's'");
  BOOST_TEST(facts_of(triple) == "linked purchased none");
}

BOOST_AUTO_TEST_CASE(enrolments,
                     *description("S2-16: in a course that the tutor teaches, both now")) {
  const Triple triple{"P", "t", "s"};
  const struct {
    std::string tutors;  // course and batch
    std::string role;
    std::string tutor_state;
    std::string student_state;
    std::string facts;
  } rows[] = {
      {"'c', 'b'", "tutor", "active", "active", "known enrolled none"},
      {"'c', 'other'", "tutor", "active", "active", "known enrolled none"},
      {"'other', 'b'", "tutor", "active", "active", "known none"},
      {"'c', 'b'", "student", "active", "active", "known none"},
      {"'c', 'b'", "tutor", "ended", "active", "known none"},
      {"'c', 'b'", "tutor", "active", "ended", "known none"},
  };
  for (const auto& row : rows) {
    sql.execute("DELETE FROM enrolments");
    const std::string insert =
        "INSERT INTO enrolments (course_id, batch_id, person_id, role, institution_id, state,"
        " version) VALUES (";
    sql.execute(insert + row.tutors + ", 't', '" + row.role + "', 'i', '" + row.tutor_state +
                "', 1)");
    sql.execute(insert + "'c', 'b', 's', 'student', 'i', '" + row.student_state + "', 1)");
    BOOST_TEST(facts_of(triple) == row.facts, row.tutors + row.role);
  }
}

BOOST_AUTO_TEST_CASE(relationships,
                     *description("of the tutor and the student, whichever id is lower")) {
  person("z", {Role::tutor});
  sql.execute(
      "INSERT INTO relationships (low_id, high_id, low_teaches, high_teaches) VALUES"
      " ('s', 't', 'ended', 'active'), ('P', 's', 'exploring', 'ended')");
  const auto all = run(load_parent_facts,
                       std::vector<Triple>{{"q", "t", "s"}, {"q", "P", "s"}, {"q", "z", "s"}});
  BOOST_REQUIRE(all.size() == 3U);
  BOOST_TEST((all[0].relationship == rules::Relationship::active));
  BOOST_TEST((all[1].relationship == rules::Relationship::exploring));
  BOOST_TEST((all[2].relationship == rules::Relationship::none));
}

BOOST_AUTO_TEST_CASE(parents_of_a_student, *description("S2-14: several; confirmed ones alone")) {
  person("r", {Role::parent});
  link("q", "s", "confirmed");
  link("P", "s", "confirmed");
  link("r", "s", "pending");
  link("unknown", "s", "confirmed");
  const auto parents = run(load_linked_parents, std::string("s"));
  BOOST_REQUIRE(parents.size() == 2U);
  BOOST_TEST((parents[0].id == "P" && parents[1].id == "q"));
  const auto hers = begin({"P", "t", "s"});
  const auto his = begin({"q", "t", "s"});
  link("q", "s", "ended");
  const auto threads = run(load_threads_about, std::string("t"), std::string("s"));
  BOOST_REQUIRE(threads.size() == 2U);
  BOOST_TEST((threads[0].id == hers && threads[0].parent.id == "P" && threads[0].linked));
  BOOST_TEST((threads[1].id == his && !threads[1].linked));
  BOOST_TEST(run(load_threads_about, std::string("P"), std::string("s")).empty());
}

BOOST_AUTO_TEST_CASE(tutors_of_a_student,
                     *description("S2-16: bought of, in their course, or active")) {
  for (const std::string id : {"bought", "teaches", "active", "Active2", "open", "exploring"}) {
    person(id, {Role::tutor});
  }
  sql.execute(
      "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
      " currency, state, at, version) VALUES"
      " ('1', 'order', 'bought', 's', 'bought', 's', 'x', 1, 'EUR', 'paid', '2026-11-01', 1),"
      " ('2', 'order', 'open', 's', 'open', 's', 'x', 1, 'EUR', 'open', '2026-11-01', 1)");
  sql.execute(
      "INSERT INTO enrolments (course_id, batch_id, person_id, role, institution_id, state, "
      "version)"
      " VALUES ('c', 'b', 'teaches', 'tutor', 'i', 'active', 1),"
      " ('c', 'a', 's', 'student', 'i', 'active', 1)");
  sql.execute(
      "INSERT INTO relationships (low_id, high_id, low_teaches, high_teaches) VALUES"
      " ('active', 's', 'active', 'none'), ('Active2', 's', 'active', 'none'),"
      " ('exploring', 's', 'exploring', 'none'), ('bought', 's', 'active', 'none')");
  std::string ids;
  std::optional<NamedTutor> after;
  for (auto page = run(load_tutors_of, std::string("s"), after, 1); !page.empty();
       page = run(load_tutors_of, std::string("s"), after, 1)) {
    ids += page[0].id + " ";
    after = NamedTutor{page[0].name, page[0].id};
  }
  BOOST_TEST(ids == "active Active2 bought teaches ");
}

// What the parent's row shows, and the list.
struct Access : Family {
  Triple triple{"P", "t", "s"};
  long long id = begin(triple);

  Access() { link("P", "s", "confirmed"); }

  void end() {
    database.write(
        [&](Session& s) { return app::close_parent_access(s, "P", "s", noon()).size(); });
  }
  void begin_again() {
    database.write([&](Session& s) { return app::open_parent_access(s, "P", "s", noon()).size(); });
  }
  bool may_read(const std::string& who) { return run(load_thread, who, id).has_value(); }
};

BOOST_FIXTURE_TEST_CASE(a_link_that_ends, Access,
                        *description("S2-06: reading ends on every way; the tutor keeps it")) {
  send(id, "t", "one");
  send(id, "P", "two");
  for (int again = 0; again < 2; ++again) end();
  const std::string me = "P";
  BOOST_TEST(!may_read(me));
  BOOST_TEST(!run(lock_thread, me, id));
  BOOST_TEST(!run(lock_parent_thread, me, triple));
  BOOST_TEST(!run(load_parent_thread_id, me, triple));
  BOOST_TEST(!run(load_messages_before, me, id, 100LL, 10));
  BOOST_TEST(!run(load_messages_after, me, id, 0LL, 10));
  BOOST_TEST(!run(load_newest_marks, me, id, 10));
  BOOST_TEST(!run(load_reading_place, me, id, 1LL));
  BOOST_TEST(!run(load_feed_thread, me, id));
  BOOST_TEST(run(load_inbox, me, Show::all, std::nullopt, 10, noon()).empty());
  BOOST_TEST(run(load_search_threads, me).empty());
  BOOST_TEST(run(load_search_results, me, std::vector<rules::SearchCandidate>{{id, 1}}).empty());
  BOOST_TEST(run(load_badge, me, noon()).threads == 0);
  BOOST_TEST(may_read("t"));
  BOOST_TEST(run(load_messages_before, std::string("t"), id, 100LL, 10)->messages.size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_link_that_stands_again, Access,
                        *description("S2-06: as it was kept, with what has come meanwhile")) {
  send(id, "t", "one");
  send(id, "t", "two");
  run(mark_read, std::string("P"), id, 1LL, 1);
  sql.execute(
      "UPDATE thread_members SET pinned = 1, muted = 1, wake_on_message = 0,"
      " snoozed_until = '2026-12-01' WHERE person_id = 'P'");
  const std::string columns =
      "CONCAT_WS('|', kind, other_id, parent_id, student_id, pinned, archived, muted,"
      " snoozed_until, wake_on_message, unread, marked_unread, has_unread, read_upto, last_seq,"
      " last_sender_id, last_kind, last_preview, last_at, unanswered)";
  const auto before = kept(columns, "P", id);
  end();
  BOOST_TEST(!may_read("P"));
  for (int again = 0; again < 2; ++again) begin_again();
  BOOST_TEST(kept(columns, "P", id) == before);
  end();
  // The tutor takes the last message back, and the site adds one that concerns both.
  run(mark_preview, id, rules::LastMessage{.seq = 2, .kind = rules::MessageKind::removed});
  send(id, "t", "three");
  begin_again();
  BOOST_TEST(kept("CONCAT_WS('|', unread, has_unread, read_upto, last_seq, last_preview, pinned)",
                  "P", id) == "2|1|1|3|three|1");
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM closed_members") == 0);
}

BOOST_FIXTURE_TEST_CASE(other_threads_stay, Access,
                        *description("S2-06: of this parent and this student alone")) {
  person("sibling", {Role::student});
  const auto others = begin({"P", "t", "sibling"});
  const auto fathers = begin({"q", "t", "s"});
  const auto direct = thread("P", "t");
  const auto tutors = begin({"P", "q", "s"});
  end();
  for (const auto thread : {others, direct})
    BOOST_TEST(run(load_thread, std::string("P"), thread).has_value());
  BOOST_TEST(run(load_thread, std::string("q"), fathers).has_value());
  BOOST_TEST(!run(load_thread, std::string("P"), tutors).has_value());
}

BOOST_FIXTURE_TEST_CASE(who_hears, Access,
                        *description("S2-06: nothing is published to who may not read")) {
  sql.execute("UPDATE people SET live_until = '2999-01-01'");
  const auto listens = [&](const std::string& me) {
    return std::pair(run(load_thread, me, id)->other_listens,
                     run(lock_thread, me, id)->row.other_listens);
  };
  BOOST_TEST((listens("t") == std::pair(true, true)));
  end();
  BOOST_TEST((listens("t") == std::pair(false, false)));
  begin_again();
  BOOST_TEST((listens("t") == std::pair(true, true)));
}

BOOST_FIXTURE_TEST_CASE(a_first_message_races_the_end, Access,
                        *description("S2-06: a thread cannot begin on a link that ends")) {
  link("q", "s", "confirmed");
  Database own(site.address);
  std::thread ending;
  database.write([&](Session& session) {
    lock_link(session, "q", "s");
    if (!ending.joinable()) {
      ending = std::thread([&] {
        own.write([&](Session& other) {
          lock_link(other, "q", "s");
          return app::close_parent_access(other, "q", "s", noon()).size();
        });
      });
    }
    const Triple triple_of_q{"q", "t", "s"};
    const auto thread = insert_parent_thread(session, triple_of_q, noon());
    insert_parent_membership(session, "q", "t", triple_of_q, thread, noon());
    insert_parent_membership(session, "t", "q", triple_of_q, thread, noon());
    return true;
  });
  ending.join();
  BOOST_TEST(run(load_inbox, std::string("q"), Show::all, std::nullopt, 10, noon()).empty());
}

BOOST_AUTO_TEST_CASE(copies, *description("contract 1: one clientId, several messages")) {
  const std::vector<std::string> ids = {"c", "c1", "b", rules::copy_client_id("c", "p"),
                                        rules::copy_client_id("c", "q")};
  for (const auto& id : ids) {
    run(insert_message, rules::Message{.thread_id = 1,
                                       .seq = static_cast<long long>(id.size()) * 100 + id.back(),
                                       .sender_id = "t",
                                       .body = "x",
                                       .at = noon(),
                                       .client_id = id});
  }
  const auto found = run(load_copies, std::string("t"), std::string("c"));
  BOOST_REQUIRE(found.size() == 3U);
  BOOST_TEST(found[0].client_id->size() == 1U);
  BOOST_TEST((found[2].client_id == rules::copy_client_id("c", "q")));
  BOOST_TEST(run(load_copies, std::string("P"), std::string("c")).empty());
}

BOOST_AUTO_TEST_CASE(listened, *description("S4-18, S4-20: each member who listens, once, of the "
                                            "threads that are asked for")) {
  person("x", {Role::student});
  const auto parents = begin({"P", "t", "s"});
  thread("x", "s", noon(1));
  const auto late = thread("t", "x", noon(3));
  const auto direct = thread("t", "s", noon(2));
  const auto line = [&](const ThreadsAsked& asked, int looked_at = 100, int limit = 100) {
    std::string all;
    for (const auto& [id, row] : run(load_listened_threads, asked, looked_at, limit)) {
      const auto thread = row.mine.thread_id;
      const bool known = thread == parents || thread == direct || thread == late;
      all += (all.empty() ? "" : " ") + id + ":" + row.other.id + (known ? "" : "?") +
             (row.triple ? "/" + row.triple->student : "");
    }
    return all;
  };
  const ThreadsAsked taught{{{"t", "s"}}, {}};
  const ThreadsAsked everything{{{"t", "s"}, {"t", "nobody"}}, {"t", "s", "nobody"}};
  BOOST_TEST(line(everything).empty());
  sql.execute("UPDATE people SET live_until = UTC_TIMESTAMP() - INTERVAL 1 SECOND");
  BOOST_TEST(line(everything).empty());
  sql.execute(
      "UPDATE people SET live_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id IN ('P', 'x')");
  BOOST_TEST(line(taught) == "P:t/s");
  BOOST_TEST(line({{{"t", "x"}}, {}}) == "x:t");
  BOOST_TEST(line({{{"x", "t"}}, {}}) == "x:t");
  BOOST_TEST(line({{}, {"t"}}) == "x:t P:t/s");
  BOOST_TEST(line({{}, {"s"}}) == "x:s? P:t/s");  // the student is no member of the parent's
  BOOST_TEST(line(everything) == "x:t x:s? P:t/s");
  BOOST_TEST(line(everything, 100, 1) == "x:t");
  BOOST_TEST(line({{}, {"t"}}, 1) == "P:t/s");
  BOOST_TEST(line({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
