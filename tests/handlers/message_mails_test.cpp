#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/crowd.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

fs::path mail_folder() { return site("marketplace").folder / "mail"; }

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

// Two who write to each other on that Monday, both with an address; the tutor's language is
// English.
struct Alerts : BookingHouse {
  Alerts() : BookingHouse("fastcgi") {
    take_files();
    sql().execute("DELETE FROM outbox");
    reach(couple.tutor, "tutor", "en");
    reach(couple.student, "student", "de");
  }

  static void reach(const std::string& person, const std::string& name, const std::string& locale) {
    sql().execute("UPDATE people SET email = NULL WHERE email = '" + name + "@mails.example'");
    sql().execute("UPDATE people SET email = '" + name + "@mails.example', locale = '" + locale +
                  "' WHERE id = '" + person + "'");
  }
  static void choose(const std::string& person, const std::string& message_email) {
    sql().execute("REPLACE INTO settings (person_id, message_email) VALUES ('" + person + "', " +
                  message_email + ")");
  }
  // The thread's id.
  std::string write(const std::string& from, const std::string& to, const std::string& text) {
    const auto answer =
        post(from, "/api/send", R"({"to":")" + to + R"(","message":)" + quoted(text) + "}");
    BOOST_TEST(answer.verdict() == "201");
    return answer.text("thread.id");
  }
  // The mails in the folder, one text, which are taken away.
  static std::string take_files() {
    std::ostringstream all;
    for (const auto& entry : fs::directory_iterator(mail_folder())) {
      all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      fs::remove(entry.path());
    }
    auto text = all.str();
    for (auto at = text.find("=\r\n"); at != text.npos; at = text.find("=\r\n", at)) {
      text.erase(at, 3);
    }
    return text;
  }
  static std::string mails_at(const std::string& clock, int workers = 1) {
    run_workers(monday(clock), workers);
    return take_files();
  }
  // "decision reason due" of each.
  static std::string rows() {
    return sql().list(
        "SELECT CONCAT_WS(' ', decision, NULLIF(reason, ''), TIME_FORMAT(not_before, '%H:%i')) FROM"
        " outbox WHERE event = 'new_message' ORDER BY id");
  }

  Couple couple = new_couple();
};

BOOST_FIXTURE_TEST_SUITE(message_mails, Alerts)

BOOST_AUTO_TEST_CASE(a_mail, *description("S0-32, S4-06: the newest message's beginning and a link "
                                          "to the conversation; many in a row are one mail")) {
  const auto thread = write(couple.student, couple.tutor, "The first one");
  for (int i = 2; i < 9; ++i) write(couple.student, couple.tutor, "Number " + std::to_string(i));
  now = "08:03";
  write(couple.student, couple.tutor, "The\nlast <one>");
  BOOST_TEST(rows() == "waiting 08:05");
  BOOST_TEST(mails_at("08:04:59").empty());
  const auto mail = mails_at("08:05", 3);
  BOOST_TEST(rows() == "sent 08:05");
  BOOST_TEST(has(mail, "Subject: New message from Person " + couple.student + "\r\n"));
  BOOST_TEST(has(mail, "To: Person " + couple.tutor + " <tutor@mails.example>\r\n"));
  BOOST_TEST(has(mail, "Content-Language: en\r\n"));
  BOOST_TEST(has(mail, "The last <one>"));
  BOOST_TEST(has(mail, "The last &lt;one&gt;"));
  BOOST_TEST(!has(mail, "first one"));
  BOOST_TEST(has(mail, "https://lernort.example/inbox?thread=3D" + thread + "\r\n"));
  BOOST_TEST(mail.find("Subject: ", mail.find("Subject: ") + 1) == mail.npos);
}

BOOST_AUTO_TEST_CASE(nothing_of_it_is_kept,
                     *description("S0-32: no text of a message in the outbox, nor in a log")) {
  write(couple.student, couple.tutor, "Quite-a-secret");
  house.take_log();
  run_worker_told(monday("08:05"), "");
  BOOST_TEST(has(take_files(), "Quite-a-secret"));
  for (const auto& row : sql().query("SELECT * FROM outbox")) {
    for (const auto& cell : row) BOOST_TEST(!has(cell, "secret"));
  }
  BOOST_TEST(!has(house.take_log(), "secret"));
}

BOOST_AUTO_TEST_CASE(an_answer, *description("S0-32, S0-34: to either side, in their language")) {
  write(couple.student, couple.tutor, "A question");
  write(couple.tutor, couple.student, "An answer");
  const auto mail = mails_at("08:05");
  BOOST_TEST(has(mail, "Content-Language: de\r\n"));
  BOOST_TEST(has(mail, "Person " + couple.tutor + " hat dir bei Lernort geschrieben:"));
  BOOST_TEST(has(mail, "An answer"));
  BOOST_TEST(rows() == "sent 08:05,sent 08:05");
}

BOOST_AUTO_TEST_CASE(the_next_mail,
                     *description("S0-32, S4-05: while nothing is read, an hour lies "
                                  "between two; what was read makes it new")) {
  const auto thread = write(couple.student, couple.tutor, "One");
  BOOST_TEST(has(mails_at("08:05"), "One"));
  now = "08:10";
  write(couple.student, couple.tutor, "Two");
  write(couple.student, couple.tutor, "Three");
  BOOST_TEST(rows() == "sent 08:05,waiting 09:05");
  BOOST_TEST(mails_at("09:04:59").empty());
  BOOST_TEST(has(mails_at("09:05"), "Three"));
  now = "12:00";
  write(couple.student, couple.tutor, "Four");
  BOOST_TEST(rows() == "sent 08:05,sent 09:05,waiting 12:05");
  BOOST_TEST(has(mails_at("12:05"), "Four"));
  now = "12:06";
  BOOST_TEST(
      post(couple.tutor, "/api/read-receipts", R"({"threadId":")" + thread + R"(","upTo":4})")
          .verdict() == "200");
  write(couple.student, couple.tutor, "Five");
  BOOST_TEST(rows() == "sent 08:05,sent 09:05,sent 12:05,waiting 12:11");
}

// A worker has it, and may have looked at the newest message already.
BOOST_AUTO_TEST_CASE(while_one_is_sent, *description("S0-32: no message is forgotten")) {
  write(couple.student, couple.tutor, "One");
  sql().execute("UPDATE outbox SET attempts = 1, lease_until = '2026-11-23 08:10'");
  now = "08:05";
  write(couple.student, couple.tutor, "Two");
  BOOST_TEST(rows() == "waiting 08:05,waiting 08:10");
  write(couple.student, couple.tutor, "Three");
  BOOST_TEST(rows() == "waiting 08:05,waiting 08:10");
}

BOOST_AUTO_TEST_CASE(read_by_then, *description("S0-32: none of what was read before it was due")) {
  const auto thread = write(couple.student, couple.tutor, "One");
  write(couple.student, couple.tutor, "Two");
  post(couple.tutor, "/api/read-receipts", R"({"threadId":")" + thread + R"(","upTo":2})");
  BOOST_TEST(mails_at("08:05").empty());
  BOOST_TEST(rows() == "dropped read 08:05");
}

BOOST_AUTO_TEST_CASE(removed_by_then, *description("S0-32: a removed message shows nothing")) {
  const auto thread = write(couple.student, couple.tutor, "One");
  write(couple.student, couple.tutor, "Two");
  const auto remove = [&](const std::string& seq) {
    const auto answer = house.ask({.method = "DELETE",
                                   .target = "/api/send/" + thread + "/" + seq,
                                   .person = couple.student,
                                   .parameters = {{"HTTP_CHALKLINE_NOW", monday(now)}}});
    BOOST_TEST(answer.status < 300);
  };
  remove("2");
  const auto mail = mails_at("08:05");
  BOOST_TEST((has(mail, "One") && !has(mail, "Two")));
  remove("1");
  sql().execute("UPDATE outbox SET decision = 'waiting', attempts = 0");
  BOOST_TEST(mails_at("08:05").empty());
  BOOST_TEST(rows() == "dropped read 08:05");
}

BOOST_AUTO_TEST_CASE(not_told,
                     *description("S0-32, S0-33: nothing is written down for whom no mail "
                                  "would be sent, and what is, is looked at again")) {
  const struct {
    std::string name, before, after;
  } table[] = {
      {"not_wanted", "REPLACE INTO settings (person_id, message_email) VALUES ('TUTOR', 0)",
       "DELETE FROM settings WHERE person_id = 'TUTOR'"},
      {"nobody", "UPDATE people SET email = NULL WHERE id = 'TUTOR'",
       "UPDATE people SET email = 'tutor@mails.example' WHERE id = 'TUTOR'"},
      {"muted", "UPDATE thread_members SET muted = 1 WHERE person_id = 'TUTOR'",
       "UPDATE thread_members SET muted = 0 WHERE person_id = 'TUTOR'"},
  };
  const auto run = [&](std::string text) {
    text.replace(text.find("TUTOR"), 5, couple.tutor);
    sql().execute(text);
  };
  write(couple.student, couple.tutor, "The first");
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.name) {
      sql().execute("DELETE FROM outbox");
      run(row.before);
      write(couple.student, couple.tutor, "Silently");
      BOOST_TEST(rows().empty());
      run(row.after);
      write(couple.student, couple.tutor, "Aloud");
      BOOST_TEST(rows() == "waiting 08:05");
      run(row.before);
      BOOST_TEST(mails_at("08:05").empty());
      BOOST_TEST(rows() == "dropped " + row.name + " 08:05");
      run(row.after);
    }
  }
}

BOOST_AUTO_TEST_CASE(overtaken, *description("S0-25, S0-32: nor of a conversation that is blocked, "
                                             "asleep, or of people who are gone")) {
  const struct {
    std::string reason, change;
  } table[] = {
      {"asleep",
       "UPDATE thread_members SET snoozed_until = '2026-11-23 08:06' WHERE person_id = 'TUTOR'"},
      {"nobody", "UPDATE people SET email = NULL, erased_at = '2026-11-23' WHERE id = 'TUTOR'"},
      {"sender_gone", "UPDATE people SET erased_at = '2026-11-23' WHERE id = 'STUDENT'"},
      {"blocked", "UPDATE relationships SET low_blocks = 1 WHERE low_id = 'STUDENT'"},
      {"blocked", "UPDATE relationships SET high_blocks = 1 WHERE high_id = 'TUTOR'"},
  };
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.change) {
      couple = new_couple();
      sql().execute("DELETE FROM outbox");
      reach(couple.tutor, "tutor", "en");
      write(couple.student, couple.tutor, "Hello");
      auto change = row.change;
      for (const auto& [mark, id] :
           {std::pair{"TUTOR", couple.tutor}, {"STUDENT", couple.student}}) {
        const auto at = change.find(std::string("'") + mark + "'");
        if (at != change.npos) change.replace(at + 1, std::string(mark).size(), id);
      }
      sql().execute(change);
      BOOST_TEST(mails_at("08:05").empty());
      BOOST_TEST(rows() == "dropped " + row.reason + " 08:05");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_forced_one,
                     *description("S0-33: a site may send them whatever is chosen, and "
                                  "leave it to who has chosen them")) {
  write(couple.student, couple.tutor, "Hello");
  choose(couple.tutor, "0");
  run_worker_told(monday("08:05"), "policy: {notifications: {message: {email: forced}}}");
  BOOST_TEST(has(take_files(), "Hello"));
  sql().execute("UPDATE outbox SET decision = 'waiting', attempts = 0");
  choose(couple.tutor, "NULL");
  run_worker_told(monday("08:05"), "policy: {notifications: {message: {email: off}}}");
  BOOST_TEST(take_files().empty());
  BOOST_TEST(rows() == "dropped not_wanted 08:05");
}

BOOST_AUTO_TEST_CASE(no_alerts,
                     *description("S0-18, S0-31, S0-32: a booking's card has a mail of "
                                  "its own, and whoever gets an automatic reply is there")) {
  open_always(couple.tutor);
  write(couple.student, couple.tutor, "Before");
  sql().execute("DELETE FROM outbox");
  book(couple.student, couple.tutor, "12:00");
  sql().execute(
      "UPDATE people SET vacation_since = '2026-11-23', vacation_message = 'Away' WHERE"
      " id = '" +
      couple.tutor + "'");
  write(couple.student, couple.tutor, "Are you there?");
  BOOST_TEST(
      sql().number("SELECT COUNT(*) FROM messages WHERE kind = 'auto_reply' AND sender_id = '" +
                   couple.tutor + "'") == 1);
  BOOST_TEST(sql().list("SELECT recipient_id FROM outbox WHERE event = 'new_message'") ==
             couple.tutor);
}

BOOST_AUTO_TEST_CASE(a_parents_thread, *description("S2-18, S0-32: parent and tutor likewise")) {
  const auto parent = new_person("parent");
  reach(parent, "parent", "en");
  sql().execute("INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" +
                parent + "', '" + couple.student + "', 'confirmed', '2026-01-01')");
  sql().execute(
      "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount, "
      "currency,"
      " state, at, url, version) VALUES ('order-" +
      couple.tutor + "', 'order', '" + couple.student + "', '" + couple.tutor + "', '" +
      couple.tutor + "', '" + couple.student + "', 'x', 1, 'EUR', 'paid', '2026-01-01', '', 1)");
  const auto say = [&](const std::string& from, const std::string& text) {
    BOOST_TEST(post(from, "/api/parent/messages",
                    R"({"tutorId":")" + couple.tutor + R"(","studentId":")" + couple.student +
                        R"(","message":")" + text + "\"}")
                   .verdict() == "201");
  };
  say(parent, "How is it going?");
  say(parent, "Is there any news?");
  auto mail = mails_at("08:05");
  BOOST_TEST(has(mail, "<tutor@mails.example>"));
  BOOST_TEST((has(mail, "any news") && !has(mail, "it going")));
  BOOST_TEST(has(mail, "Person " + parent + " has written to you"));
  say(couple.tutor, "All is well");
  mail = mails_at("08:05");
  BOOST_TEST(has(mail, "<parent@mails.example>"));
  BOOST_TEST(rows() == "sent 08:05,sent 08:05");
}

BOOST_AUTO_TEST_CASE(a_worker_dies, *description("S0-32: killed at any point, nothing is lost")) {
  write(couple.student, couple.tutor, "Hello");
  sql().execute("UPDATE outbox SET attempts = 1, lease_until = '2026-11-23 08:10'");
  BOOST_TEST(mails_at("08:09:59").empty());
  BOOST_TEST(has(mails_at("08:10", 3), "Hello"));
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', decision, attempts) FROM outbox") == "sent 2");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
