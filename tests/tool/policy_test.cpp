#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

using boost::unit_test::description;

// A marketplace with a tutor, two students and what they have written; the site's own user may only
// read once `only_read` is called.
struct Talking {
  TestSite site;
  Sql sql{site.root};

  Talking() {
    person("marta", 1, "ok");
    person("jonas", 2, "ok");
    person("olga", 2, "suspended");
    sql.execute(
        "INSERT INTO relationships (low_id, high_id, high_teaches)"
        " VALUES ('jonas', 'marta', 'active'), ('marta', 'olga', 'none')");
    thread(7, "jonas", "marta");
    for (int seq = 1; seq <= 4; ++seq) message(7, seq, "jonas", "Hello there", seq == 1 ? 40 : 1);
    message(7, 5, "marta", "My number is 07700 900123", 1);
    message(7, 6, "jonas", "0171", 1);
    message(7, 7, "jonas", "5550123", 1);
    sql.execute("UPDATE thread_members SET last_seq = 7, last_sender_id = 'jonas', unanswered = 2");
    sql.execute("UPDATE threads SET last_seq = 7, last_sender_id = 'jonas', unanswered = 2");
  }

  void person(const std::string& id, int roles, const std::string& standing) {
    sql.execute(
        "INSERT INTO people (id, name, roles, standing, time_zone, locale, version) VALUES ('" +
        id + "', '" + id + "', " + std::to_string(roles) + ", '" + standing + "', 'UTC', 'en', 1)");
  }
  void thread(int id, const std::string& low, const std::string& high) {
    const auto number = std::to_string(id);
    sql.execute("INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at) VALUES (" +
                number + ", 'direct', '" + low + "|" + high + "', '" + low + "', '" + high +
                "', NOW(3))");
    sql.execute(
        "INSERT INTO thread_members (person_id, thread_id, kind, other_id, last_at) VALUES ('" +
        low + "', " + number + ", 'direct', '" + high + "', UTC_TIMESTAMP(3)), ('" + high + "', " +
        number + ", 'direct', '" + low + "', UTC_TIMESTAMP(3))");
  }
  void message(int thread, int seq, const std::string& sender, const std::string& body, int days) {
    sql.execute("INSERT INTO messages (thread_id, seq, sender_id, at, body) VALUES (" +
                std::to_string(thread) + ", " + std::to_string(seq) + ", '" + sender +
                "', UTC_TIMESTAMP(3) - INTERVAL " + std::to_string(days) + " DAY, '" + body + "')");
  }
  // Jonas's messages alone, every second hour; the first was 18 hours ago.
  void only_jonas_writes() {
    sql.execute("DELETE FROM messages");
    for (int seq = 1; seq <= 6; ++seq) message(7, seq, "jonas", "Hello there", 0);
    sql.execute("UPDATE messages SET at = UTC_TIMESTAMP(3) - INTERVAL 20 - 2 * seq HOUR");
  }
  void order(const std::string& id, const std::string& state, int hours) {
    sql.execute(
        "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
        " currency, state, at, version) VALUES ('" +
        id + "', 'order', 'jonas', 'marta', 'marta', 'jonas', 'Five lessons', 1, 'EUR', '" + state +
        "', UTC_TIMESTAMP(3) - INTERVAL " + std::to_string(hours) + " HOUR, 1)");
  }
  // Told of so many hours ago; it begins a day later.
  void booking(int hours) {
    sql.execute(
        "INSERT INTO bookings (tutor_id, student_id, state, decided, starts_at, minutes,"
        " wall_start, time_zone, booked_at, asked_at, changes) SELECT 'marta', 'jonas',"
        " 'declined', 'declined', b.at + INTERVAL 1 DAY, 30, b.at, 'UTC', b.at, b.at, 0 FROM"
        " (SELECT UTC_TIMESTAMP(3) - INTERVAL " +
        std::to_string(hours) + " HOUR AS at) AS b");
  }
  // Lena, a parent of Jonas, and Marta have written to each other about him.
  void parent_thread() {
    person("lena", 4, "ok");
    sql.execute(
        "INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES"
        " ('lena', 'jonas', 'confirmed', UTC_TIMESTAMP(3))");
    sql.execute(
        "INSERT INTO threads (id, kind, thread_key, low_id, high_id, parent_id, student_id,"
        " created_at) VALUES (9, 'parent', 'lena|marta|jonas', 'lena', 'marta', 'lena',"
        " 'jonas', NOW(3))");
    sql.execute(
        "INSERT INTO thread_members (person_id, thread_id, kind, other_id, parent_id, student_id,"
        " last_at) VALUES ('lena', 9, 'parent', 'marta', 'lena', 'jonas', UTC_TIMESTAMP(3)),"
        " ('marta', 9, 'parent', 'lena', 'lena', 'jonas', UTC_TIMESTAMP(3))");
    message(9, 1, "lena", "How does he do?", 1);
    message(9, 2, "lena", "Call 07700 900123", 1);
    message(9, 3, "marta", "Well.", 1);
  }
  void end_link() {
    sql.execute("UPDATE parent_links SET state = 'ended'");
    sql.execute("DELETE FROM thread_members WHERE person_id = 'lena'");
  }
  void policy(const std::string& keys) {
    site.write_site_file(site.site_file_text("marketplace") + "policy: {" + keys + "}\n");
  }
  void only_read() {
    const auto user = "`" + site.address.user + "`@localhost";
    sql.execute("REVOKE ALL ON `" + site.address.name + "`.* FROM " + user);
    sql.execute("GRANT SELECT ON `" + site.address.name + "`.* TO " + user);
  }
  Said explain(const std::string& from, const std::string& to) {
    return run_tool(site, {"policy", "explain", "--site", site.name, "--from", from, "--to", to});
  }
  Said explain_about(const std::string& from, const std::string& to, const std::string& student) {
    return run_tool(site, {"policy", "explain", "--site", site.name, "--from", from, "--to", to,
                           "--about", student});
  }
  Said rehearse(const std::string& yaml, const std::string& days = "30") {
    return run_tool(site, {"policy", "rehearse", "--site", site.name, "--file",
                           write_file(site, "new.yaml", yaml), "--days", days});
  }
};

BOOST_FIXTURE_TEST_CASE(explain_prints_every_fact, Talking,
                        *description("S4-20: why, and what would lift it")) {
  only_read();
  const auto said = explain("jonas", "marta");
  BOOST_TEST(said.err == "");
  BOOST_TEST(said.status == 0);
  BOOST_TEST(
      said.out ==
      "from       jonas: roles student; standing ok\n"
      "to         marta: roles tutor; standing ok\n"
      "relation   jonas teaches marta: none\n"
      "relation   marta teaches jonas: active\n"
      "courses    the policy does not look at them\n"
      "block      none\n"
      "review     marta has left jonas no negative one\n"
      "vacation   of marta: none\n"
      "thread     7\n"
      "unanswered 2 in a row by jonas\n"
      "policy     may start: marketplace, relationship\n"
      "policy     unanswered cap: student 10, tutor off, parent off, admin off\n"
      "policy     cap resets on: reply, booking\n"
      "policy     a client's negative review: allows\n"
      "policy     a parent's tutors: either\n"
      "policy     blocking: direct threads allow, parent threads refuse\n"
      "policy     message length: 4000\n"
      "policy     contact details: none warn, exploring warn, active off, ended warn\n"
      "policy     contacts of the site's own: 0\n"
      "oversight  direct threads, reported: a platform_admin or moderator may read one with a"
      " report, on record\n"
      "oversight  parent threads, any: a platform_admin or moderator may read every one, on"
      " record\n"
      "guardians  of students under 18, private: linked parents see nothing of direct threads\n"
      "decision   allowed: a further message\n"
      "left       7 after this one\n");
}

BOOST_FIXTURE_TEST_CASE(explain_tells_yes_and_no_by_its_exit, Talking,
                        *description("S1-17, S4-17: exit 0 allowed, 1 refused")) {
  const struct {
    std::string from;
    std::string to;
    int status;
    std::string line;
  } rows[] = {
      {"marta", "jonas", 0, "left       no cap on messages in a row\n"},
      {"marta", "olga", 1, "decision   refused: not_allowed_to_message - You can only write"},
      {"marta", "olga", 1, "lifted by  relationship\n"},
      {"olga", "marta", 1, "decision   refused: sender_suspended - "},
      {"olga", "marta", 1, "lifted by  standing\n"},
      {"jonas", "nobody", 1, "to         nobody: not in the directory\n"},
      {"jonas", "olga", 1, "thread     not begun\n"},
      {"jonas", "jonas", 1, "decision   refused: not_allowed_to_message"},
  };
  for (const auto& row : rows) {
    const auto said = explain(row.from, row.to);
    BOOST_TEST(said.status == row.status, row.from + " to " + row.to);
    BOOST_TEST(contains(said.out, row.line), said.out);
  }
  sql.execute("UPDATE relationships SET high_teaches = 'none' WHERE low_id = 'jonas'");
  BOOST_TEST(contains(explain("jonas", "marta").out,
                      "allowed: a further message, which begins the relationship\n"));
  sql.execute("UPDATE thread_members SET unanswered = 10");
  const auto capped = explain("jonas", "marta");
  BOOST_TEST(capped.status == 1);
  BOOST_TEST(contains(capped.out, "lifted by  reply, booking\n"), capped.out);
}

BOOST_FIXTURE_TEST_CASE(explain_names_who_else_may_read, Talking,
                        *description("S2-07, requirements 6: oversight, by kind of thread")) {
  const struct {
    std::string direct;
    std::string parent;
    std::vector<std::string> lines;
  } rows[] = {
      {"none",
       "reported",
       {"direct threads, none: nobody but its members",
        "parent threads, reported: a platform_admin or moderator may read one with a report"}},
      {"any",
       "none",
       {"direct threads, any: a platform_admin or moderator may read every one",
        "parent threads, none: nobody but its members"}},
  };
  for (const auto& row : rows) {
    site.write_site_file(site.site_file_text("marketplace") + "policy: {oversight: {direct: " +
                         row.direct + ", parent: " + row.parent + "}}\n");
    const auto said = explain("jonas", "marta");
    BOOST_TEST(said.err == "");
    for (const auto& line : row.lines) {
      BOOST_TEST(contains(said.out, "oversight  " + line), said.out);
    }
  }
}

BOOST_FIXTURE_TEST_CASE(explain_names_what_stands_between, Talking,
                        *description("S0-25, S0-29, S4-19: a block, a vacation, a review")) {
  sql.execute("UPDATE relationships SET low_blocks = 1, high_blocks = 1, low_negative = 1");
  sql.execute(
      "UPDATE people SET vacation_since = '2026-01-02', vacation_until = '2036-01-02'"
      " WHERE id = 'marta'");
  const auto said = explain("jonas", "marta");
  for (const std::string line :
       {"block      jonas has blocked marta, marta has blocked jonas\n",
        "review     marta has left jonas a negative one\n",
        "vacation   of marta: since 2026-01-02T00:00:00.000Z until 2036-01-02T00:00:00.000Z\n"}) {
    BOOST_TEST(contains(said.out, line), said.out);
  }
}

BOOST_FIXTURE_TEST_CASE(explain_names_the_erased, Talking,
                        *description("contract 3: who is erased neither writes nor is reached")) {
  sql.execute("UPDATE people SET erased_at = '2026-11-21' WHERE id = 'jonas'");
  for (const auto& [from, to, line] : {std::tuple{"jonas", "marta", "from       jonas: "},
                                       std::tuple{"marta", "jonas", "to         jonas: "}}) {
    const auto said = explain(from, to);
    BOOST_TEST(said.status == 1);
    BOOST_TEST(contains(said.out, std::string(line) + "erased by the platform\n"), said.out);
    BOOST_TEST(contains(said.out, "decision   refused: not_allowed_to_message - "), said.out);
  }
}

BOOST_FIXTURE_TEST_CASE(explain_looks_at_courses, Talking, *description("S1-12: courses")) {
  site.write_site_file(site.site_file_text("classroom"));
  BOOST_TEST(contains(explain("jonas", "marta").out, "courses    none\n"));
  BOOST_TEST(explain("jonas", "marta").status == 1);
  sql.execute(
      "INSERT INTO enrolments (course_id, batch_id, person_id, role, institution_id, state,"
      " version) VALUES ('algebra', 'a', 'jonas', 'student', 'north', 'active', 1),"
      " ('algebra', 'a', 'marta', 'tutor', 'north', 'active', 1)");
  const auto said = explain("jonas", "marta");
  BOOST_TEST(said.status == 0);
  BOOST_TEST(contains(said.out,
                      "courses    jonas studies a course of marta, marta teaches a batch of "
                      "jonas\n"),
             said.out);
}

BOOST_FIXTURE_TEST_CASE(rehearse_counts_what_would_have_been_refused, Talking,
                        *description("requirements 6: a changed policy over what was sent")) {
  only_read();
  const struct {
    std::string yaml;
    std::string days;
    std::string out;
  } rows[] = {
      {"message_length: 4000\n", "30", "6 messages, 0 would have been refused\n"},
      {"message_length: 10\n", "30",
       "6 messages, 4 would have been refused\n"
       "       4  message_too_long               (present policy: 0)"
       "  thread 7 seq 2, thread 7 seq 3, thread 7 seq 4\n"},
      // The counter goes back behind the days that are asked about.
      {"unanswered_cap: {student: 2}\n", "30",
       "6 messages, 2 would have been refused\n"
       "       2  unanswered_cap_reached         (present policy: 0)"
       "  thread 7 seq 3, thread 7 seq 4\n"},
      {"unanswered_cap: {student: 2}\n", "50",
       "7 messages, 2 would have been refused\n"
       "       2  unanswered_cap_reached         (present policy: 0)"
       "  thread 7 seq 3, thread 7 seq 4\n"},
      {"contact_details: {active: refuse}\n", "30",
       "6 messages, 2 would have been refused\n"
       "       2  contact_details_not_allowed    (present policy: 0)"
       "  thread 7 seq 5, thread 7 seq 7\n"},
      {"contact_details: {active: mask}\nallowed_contacts: ['07700 900123']\n", "30",
       "6 messages, 0 would have been refused\n"
       "       1  (contact details masked)       (present policy: 0)  thread 7 seq 7\n"},
      {"may_start: [course]\n", "30",
       "6 messages, 6 would have been refused\n"
       "       6  not_allowed_to_message         (present policy: 0)"
       "  thread 7 seq 2, thread 7 seq 3, thread 7 seq 4\n"},
  };
  for (const auto& row : rows) {
    const auto said = rehearse(row.yaml, row.days);
    BOOST_TEST(said.err == "");
    BOOST_TEST(said.status == 0);
    BOOST_TEST(said.out == row.out, row.yaml + said.out);
  }
}

BOOST_FIXTURE_TEST_CASE(rehearse_reads_details_as_a_send_does, Talking,
                        *description("S1-19: over five texts, among twenty messages")) {
  const auto splits = [&](int behind) {
    sql.execute("DELETE FROM messages");
    message(7, 1, "jonas", "0171", 1);
    message(7, 1 + behind, "jonas", "5550123", 1);
    return contains(rehearse("contact_details: {active: refuse}\n").out, "1 would have been");
  };
  BOOST_TEST(splits(20));
  BOOST_TEST(!splits(21));
  sql.execute("DELETE FROM messages");
  for (const auto& [seq, text] : {std::pair{1, "0171"}, std::pair{7, "5550123"}}) {
    message(7, seq, "jonas", text, 1);
  }
  for (int seq = 2; seq <= 6; ++seq) message(7, seq, "jonas", "", 1);
  sql.execute("UPDATE messages SET kind = 'removed' WHERE body = ''");
  BOOST_TEST(contains(rehearse("contact_details: {active: refuse}\n").out, "1 would have been"));
}

// The line about the cap, or none.
std::string capped(int now, int then, const std::string& seqs) {
  if (now + then == 0) return "";
  return "       " + std::to_string(then) +
         "  unanswered_cap_reached         (present policy: " + std::to_string(now) + ")" + seqs +
         "\n";
}

BOOST_FIXTURE_TEST_CASE(rehearse_counts_afresh_as_each_policy_says, Talking,
                        *description("S0-23, S4-18: a reply, an order or a booking")) {
  only_jonas_writes();
  order("five", "open", 15);  // between the second and the third
  booking(11);                // between the fourth and the fifth
  only_read();
  const struct {
    std::string answered;  // who has sent the fourth
    std::string site_resets;
    std::string new_resets;
    std::string line;
  } rows[] = {
      {"jonas", "order", "booking", capped(2, 2, "  thread 7 seq 3, thread 7 seq 4")},
      {"jonas", "booking", "order", capped(2, 2, "  thread 7 seq 5, thread 7 seq 6")},
      {"jonas", "order, booking", "reply",
       capped(0, 4, "  thread 7 seq 3, thread 7 seq 4, thread 7 seq 5")},
      {"jonas", "reply", "reply, order, booking", capped(4, 0, "")},
      {"marta", "reply", "", capped(1, 3, "  thread 7 seq 3, thread 7 seq 5, thread 7 seq 6")},
      {"marta", "order", "reply", capped(1, 1, "  thread 7 seq 3")},
      {"marta", "", "order, booking", capped(3, 0, "")},
      {"marta", "order, booking", "order", capped(0, 1, "  thread 7 seq 6")},
  };
  for (const auto& row : rows) {
    sql.execute("UPDATE messages SET sender_id = '" + row.answered + "' WHERE seq = 4");
    policy("unanswered_cap: {student: 2}, cap_resets_on: [" + row.site_resets + "]");
    const auto said = rehearse("cap_resets_on: [" + row.new_resets + "]\n");
    BOOST_TEST(said.err == "");
    BOOST_TEST(said.out.substr(said.out.find('\n') + 1) == row.line,
               row.answered + ", " + row.site_resets + " to " + row.new_resets + ": " + said.out);
  }
}

BOOST_FIXTURE_TEST_CASE(rehearse_counts_each_booking_and_order_of_the_two, Talking,
                        *description("S0-23, S4-18: whoever teaches, and no one else's")) {
  only_jonas_writes();
  policy("unanswered_cap: {student: 2}, cap_resets_on: [order, booking]");
  only_read();
  const struct {
    std::string change;
    int refused;
  } rows[] = {
      {"DO 0", 0},
      {"UPDATE bookings SET tutor_id = 'jonas', student_id = 'marta'", 0},
      {"UPDATE orders SET tutor_id = 'jonas', student_id = 'marta', kind = 'package'", 0},
      {"UPDATE orders SET state = 'open'", 0},
      {"UPDATE orders SET state = 'cancelled'", 2},
      {"UPDATE orders SET state = 'refunded'", 2},
      {"UPDATE orders SET low_id = 'marta', high_id = 'olga', student_id = 'olga'", 2},
      {"UPDATE bookings SET student_id = 'olga'", 2},
      // It was over when this site was told of it.
      {"UPDATE bookings SET starts_at = booked_at - INTERVAL 30 MINUTE", 2},
      {"UPDATE bookings SET starts_at = booked_at - INTERVAL 29 MINUTE", 0},
  };
  for (const auto& row : rows) {
    sql.execute("DELETE FROM orders");
    sql.execute("DELETE FROM bookings");
    order("five", "paid", 15);
    booking(11);
    sql.execute(row.change);
    const auto said = rehearse("message_length: 4000\n");
    BOOST_TEST(contains(said.out, std::to_string(row.refused) + " would have been refused"),
               row.change + ": " + said.out);
  }
}

BOOST_FIXTURE_TEST_CASE(rehearse_asks_about_parent_threads, Talking,
                        *description("S2-11, S2-16, requirements 6: by the parents' decision")) {
  parent_thread();
  sql.execute("DELETE FROM messages WHERE thread_id = 7");
  only_read();
  const struct {
    std::string change;
    std::string yaml;
    std::string out;
  } rows[] = {
      {"DO 0", "unanswered_cap: {parent: 1}\n", "3 messages, 0 would have been refused\n"},
      {"DO 0", "message_length: 10\n",
       "3 messages, 2 would have been refused\n"
       "       2  message_too_long               (present policy: 0)"
       "  thread 9 seq 1, thread 9 seq 2\n"},
      // By how far the student is with the tutor: active.
      {"DO 0", "contact_details: {active: refuse, none: off}\n",
       "3 messages, 1 would have been refused\n"
       "       1  contact_details_not_allowed    (present policy: 0)  thread 9 seq 2\n"},
      {"DO 0", "parent_tutors: purchased\n",
       "3 messages, 3 would have been refused\n"
       "       3  tutor_not_eligible             (present policy: 0)"
       "  thread 9 seq 1, thread 9 seq 2, thread 9 seq 3\n"},
      // Nothing is between the parent and the tutor themselves.
      {"DO 0", "may_start: [course]\nparent_tutors: enrolled\n",
       "3 messages, 3 would have been refused\n"
       "       3  tutor_not_eligible             (present policy: 0)"
       "  thread 9 seq 1, thread 9 seq 2, thread 9 seq 3\n"},
      {"INSERT INTO relationships (low_id, high_id, low_blocks) VALUES ('lena', 'marta', 1)",
       "block: {parent: allow}\n",
       "3 messages, 3 would have been refused\n"
       "       3  communication_blocked          (present policy: 0)"
       "  thread 9 seq 1, thread 9 seq 2, thread 9 seq 3\n"},
  };
  for (const auto& row : rows) {
    sql.execute(row.change);
    const auto said = rehearse(row.yaml);
    BOOST_TEST(said.err == "");
    BOOST_TEST(said.out == row.out, row.yaml + said.out);
  }
  end_link();
  BOOST_TEST(rehearse("message_length: 4000\n").out ==
             "3 messages, 3 would have been refused\n"
             "       1  no_parent_linked               (present policy: 1)  thread 9 seq 3\n"
             "       2  parent_not_linked              (present policy: 2)"
             "  thread 9 seq 1, thread 9 seq 2\n");
}

BOOST_FIXTURE_TEST_CASE(explain_about_a_student_prints_every_fact, Talking,
                        *description("S2-06, S2-11, S4-20: a parent and a tutor")) {
  parent_thread();
  order("five", "paid", 15);
  only_read();
  const auto said = explain_about("lena", "marta", "jonas");
  BOOST_TEST(said.err == "");
  BOOST_TEST(said.status == 0);
  BOOST_TEST(said.out.starts_with("from       lena: roles parent; standing ok\n"
                                  "to         marta: roles tutor; standing ok\n"
                                  "about      jonas: in the directory\n"
                                  "link       lena is linked as a parent of jonas: yes\n"
                                  "bought     jonas has a paid order or package with marta: yes\n"
                                  "enrolled   jonas is in a course that marta teaches: no\n"
                                  "relation   marta teaches jonas: active\n"
                                  "block      none\n"
                                  "thread     9\n"
                                  "policy     may start: "),
             said.out);
  BOOST_TEST(said.out.ends_with("decision   allowed: a further message\n"
                                "left       no cap on messages in a row\n"),
             said.out);
}

BOOST_FIXTURE_TEST_CASE(explain_decides_for_parents_and_tutors, Talking,
                        *description("S2-06, S2-08, S2-11, S2-23: exit 0 allowed, 1 refused")) {
  parent_thread();
  person("petra", 4, "ok");
  person("tim", 1, "suspended");
  sql.execute(
      "INSERT INTO relationships (low_id, high_id, high_teaches) VALUES"
      " ('jonas', 'tim', 'active')");
  only_read();
  const struct {
    std::string from;
    std::string to;
    std::string about;
    int status;
    std::string line;
  } rows[] = {
      {"marta", "lena", "jonas", 0, "decision   allowed: a further message\n"},
      {"lena", "tim", "jonas", 0, "decision   allowed: a first message\n"},
      {"lena", "tim", "jonas", 0, "thread     not begun\n"},
      {"tim", "lena", "jonas", 1, "decision   refused: sender_suspended - "},
      {"petra", "marta", "jonas", 1, "decision   refused: parent_not_linked - "},
      {"petra", "marta", "jonas", 1, "lifted by  parent_link\n"},
      {"marta", "petra", "jonas", 1, "decision   refused: no_parent_linked - "},
      {"lena", "marta", "olga", 1, "link       lena is linked as a parent of olga: no\n"},
      {"lena", "marta", "nobody", 1, "about      nobody: not in the directory\n"},
      {"lena", "olga", "jonas", 1, "decision   refused: tutor_not_eligible - "},
      {"lena", "lena", "jonas", 1, "decision   refused: tutor_not_eligible - "},
  };
  for (const auto& row : rows) {
    const auto said = explain_about(row.from, row.to, row.about);
    BOOST_TEST(said.status == row.status, row.from + " to " + row.to);
    BOOST_TEST(contains(said.out, row.line), row.from + " to " + row.to + "\n" + said.out);
  }
  // Who is the parent of whom is told by the link, also where both are tutors.
  sql.execute("UPDATE people SET roles = 5 WHERE id = 'lena'");
  BOOST_TEST(explain_about("marta", "lena", "jonas").status == 0);
  policy("parent_tutors: purchased");
  const auto bought = explain_about("lena", "marta", "jonas");
  BOOST_TEST(bought.status == 1);
  BOOST_TEST(contains(bought.out, "lifted by  order\n"), bought.out);
  end_link();
  BOOST_TEST(contains(explain_about("lena", "marta", "jonas").out, "thread     9\n"));
}

BOOST_FIXTURE_TEST_CASE(explain_hints_at_the_parents_case, Talking,
                        *description("S2-06: a parent's other thread is not passed over")) {
  parent_thread();
  const std::string hint = "hint       lena is a linked parent of jonas: --about STUDENT";
  const auto said = explain("lena", "marta");
  BOOST_TEST(said.status == 1);
  BOOST_TEST(contains(said.out, "decision   refused: not_allowed_to_message"), said.out);
  BOOST_TEST(contains(said.out, hint), said.out);
  BOOST_TEST(contains(explain("marta", "lena").out, hint));
  BOOST_TEST(!contains(explain("jonas", "marta").out, "hint"));
  BOOST_TEST(!contains(explain_about("lena", "marta", "jonas").out, "hint"));
  end_link();
  BOOST_TEST(!contains(explain("lena", "marta").out, "hint"));
}

BOOST_FIXTURE_TEST_CASE(rehearse_leaves_out_what_nobody_sent, Talking,
                        *description("requirements 6: cards and automatic replies do not count")) {
  sql.execute("UPDATE messages SET kind = 'auto_reply' WHERE seq = 5");
  sql.execute("UPDATE messages SET kind = 'removed', body = '' WHERE seq = 4");
  sql.execute("UPDATE messages SET kind = 'card', sender_id = NULL WHERE seq = 6");
  const auto said = rehearse("unanswered_cap: {student: 4}\n");
  BOOST_TEST(said.out ==
             "3 messages, 1 would have been refused\n"
             "       1  unanswered_cap_reached         (present policy: 0)  thread 7 seq 7\n");
}

BOOST_FIXTURE_TEST_CASE(neither_writes_nor_shows_a_text, Talking,
                        *description("writes nothing; no text of a message anywhere")) {
  const std::string sums =
      "SELECT GROUP_CONCAT(x) FROM (SELECT CONCAT_WS(' ', COUNT(*), SUM(last_seq), "
      "SUM(unanswered)) x"
      " FROM threads UNION ALL SELECT CONCAT_WS(' ', COUNT(*), SUM(unread), SUM(last_seq)) FROM"
      " thread_members UNION ALL SELECT COUNT(*) FROM messages UNION ALL SELECT COUNT(*) FROM"
      " relationships UNION ALL SELECT COUNT(*) FROM read_marks) y";
  parent_thread();
  const auto before = sql.value(sums);
  for (const auto& said :
       {explain("olga", "marta"), explain("jonas", "marta"),
        explain_about("lena", "marta", "jonas"), rehearse("message_length: 1\n")}) {
    BOOST_TEST(!contains(said.out + said.err, "How does"));
    BOOST_TEST(!contains(said.out + said.err, "Hello"));
    BOOST_TEST(!contains(said.out + said.err, "07700"));
  }
  BOOST_TEST(sql.value(sums) == before);
}

BOOST_FIXTURE_TEST_CASE(words_that_do_not_fit, Talking, *description("exit 2, one line")) {
  const std::vector<std::vector<std::string>> rows = {
      {"policy"},
      {"policy", "expalin"},
      {"policy", "explain"},
      {"policy", "explain", "--site", site.name, "--from", "jonas"},
      {"policy", "rehearse", "--site", site.name, "--file", "x"},
      {"policy", "rehearse", "--site", site.name, "--file", "x", "--days", "0"},
      {"policy", "rehearse", "--site", site.name, "--file", "x", "--days", "3651"},
  };
  for (const auto& words : rows) {
    const auto said = run_tool(site, words);
    BOOST_TEST(said.status == 2, said.err);
    BOOST_TEST(lines_with(said.err, "chalkline: policy") == 1, said.err);
  }
  BOOST_TEST(contains(explain("a b", "marta").err, "'a b' is no person's id"));
  BOOST_TEST(explain("a b", "marta").status == 1);
  BOOST_TEST(contains(explain_about("jonas", "marta", "c d").err, "'c d' is no person's id"));
  for (const std::string part : {"explain", "rehearse"}) {
    BOOST_TEST(contains(run_tool(site, {"policy", part, "--help"}).out, "chalkline policy - "));
  }
}

BOOST_FIXTURE_TEST_CASE(a_file_that_is_wrong_is_one_line, Talking,
                        *description("requirements 6: file, line and key")) {
  const auto wrong = rehearse("unanswered_cap: {student: 0}\n");
  BOOST_TEST(wrong.status == 1);
  BOOST_TEST(contains(wrong.err, "new.yaml:1: unanswered_cap.student: is '0'; must be off"));
  BOOST_TEST(lines_with(wrong.err, "") == 1);
  BOOST_TEST(contains(rehearse("preset: classroom\n").err, "preset: is not a key"));
  const auto missing = run_tool(
      site, {"policy", "rehearse", "--site", site.name, "--file", "/nowhere.yaml", "--days", "1"});
  BOOST_TEST(missing.status == 1);
  BOOST_TEST(lines_with(missing.err, "/nowhere.yaml") == 1, missing.err);
}

}  // namespace
}  // namespace chalkline::tests
