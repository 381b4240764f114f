#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

const std::string noon = "2026-11-21T12:00:00Z";

fs::path mail_folder() { return site("marketplace").folder / "mail"; }

// An invitation or a request that waits, and the outbox's row for its mail.
struct Waiting {
  Waiting() {
    for (const auto& entry : fs::directory_iterator(mail_folder())) fs::remove(entry.path());
    sql().execute("DELETE FROM outbox");
    sql().execute("DELETE FROM link_requests");
    student = new_person("student");
    parent = new_person("parent");
    set_email(student, address("student"));
    set_email(parent, address("parent"));
  }

  static std::string address(const std::string& name) { return name + "@mails.example"; }
  static void set_email(const std::string& person, const std::string& email) {
    sql().execute("UPDATE people SET email = NULL WHERE email = '" + email + "'");
    sql().execute("UPDATE people SET email = '" + email + "' WHERE id = '" + person + "'");
  }
  std::string invite(const std::string& email = address("parent")) const {
    return request(student, "student", email, "link_invited");
  }
  std::string ask(const std::string& email = address("student")) const {
    return request(parent, "parent", email, "link_asked");
  }
  static std::string request(const std::string& asker, const std::string& side,
                             const std::string& email, const std::string& event) {
    sql().execute(
        "INSERT INTO link_requests (asker_id, asked_as, address, state, changed_at,"
        " expires_at, mailing) VALUES ('" +
        asker + "', '" + side + "', '" + email +
        "', 'pending', '2026-11-21 12:00', '2026-11-28 12:00', 1)");
    const auto id = sql().value("SELECT MAX(id) FROM link_requests");
    tell(event, id);
    return id;
  }
  static void tell(const std::string& event, const std::string& about, int version = 1) {
    sql().execute(
        "INSERT INTO outbox (event, about, version, address, channel, made_at,"
        " not_before) SELECT '" +
        event + "', '" + about + "', " + std::to_string(version) +
        ", (SELECT address FROM link_requests WHERE id = '" + about +
        "'), 'email', '2026-11-21 12:00', '2026-11-21 12:00'");
  }

  // The scheduler at a time: the exit code.
  static int run(const std::string& now = noon) {
    const Scratch nothing;
    Process scheduled({executable("scheduled"), "--once", "--now", now}, base_environment(),
                      nothing.fd());
    const int code = scheduled.wait();
    log() += scheduled.output() + scheduled.errors();
    return code;
  }
  static std::string& log() {
    static std::string text;
    return text;
  }
  static std::string states() {
    return sql().list(
        "SELECT CONCAT_WS(' ', event, decision, reason, attempts) FROM outbox"
        " ORDER BY id");
  }
  // The mails in the folder, soft line breaks taken out; the oldest first.
  static std::vector<std::string> mails() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(mail_folder())) {
      if (entry.path().extension() == ".eml") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<std::string> all;
    for (const auto& file : files) {
      std::ostringstream text;
      text << std::ifstream(file, std::ios::binary).rdbuf();
      all.push_back(joined(text.str()));
    }
    return all;
  }
  static std::string joined(std::string text) {
    for (auto at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n", at)) {
      text.erase(at, 3);
    }
    return text;
  }
  static std::string token_in(const std::string& mail) {
    const std::string mark = "#invitation=3D";
    const auto at = mail.find(mark);
    if (at == std::string::npos) throw std::runtime_error("no token in " + mail);
    const auto begin = at + mark.size();
    return mail.substr(begin, mail.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                                     "qrstuvwxyz0123456789-_",
                                                     begin) -
                                  begin);
  }
  static bool is_good(const std::string& token) {
    return sql().number("SELECT COUNT(*) FROM link_requests WHERE token_hash = SHA2('" + token +
                        "', 256)") == 1;
  }

  std::string student;
  std::string parent;
};

BOOST_FIXTURE_TEST_SUITE(mails, Waiting)

BOOST_AUTO_TEST_CASE(an_invitation,
                     *description("S2-13: a mail with a token, of which a hash is kept")) {
  invite();
  BOOST_TEST(run("2026-11-21T11:59:59Z") == 0);
  BOOST_TEST(states() == "link_invited waiting  0");
  BOOST_TEST(run() == 0);
  BOOST_TEST(states() == "link_invited sent  1");
  const auto all = mails();
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].find("From: Lernort <no-reply@lernort.example>\r\n") != std::string::npos);
  BOOST_TEST(all[0].find("To: Person " + parent + " <parent@mails.example>\r\n") !=
             std::string::npos);
  BOOST_TEST(all[0].find("Content-Language: de\r\n") != std::string::npos);
  BOOST_TEST(all[0].find("Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n") != std::string::npos);
  const auto token = token_in(all[0]);
  BOOST_TEST(token.size() == 43U);
  BOOST_TEST(is_good(token));
  // The token is nowhere else.
  for (const std::string table : {"outbox", "link_requests", "outgoing_events"}) {
    for (const auto& row : sql().query("SELECT * FROM " + table)) {
      for (const auto& cell : row) BOOST_TEST(cell.find(token) == std::string::npos);
    }
  }
  BOOST_TEST(log().find(token) == std::string::npos);
  BOOST_TEST(run() == 0);
  BOOST_TEST(mails().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_request, *description("S2-10: the student is told, and nobody else")) {
  ask();
  ask("nobody@mails.example");
  set_email(new_person("tutor"), "tutor@mails.example");
  ask("tutor@mails.example");
  BOOST_TEST(run() == 0);
  BOOST_TEST(states() ==
             "link_asked sent  1,link_asked dropped nobody 1,link_asked dropped nobody 1");
  const auto all = mails();
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].find("<student@mails.example>\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unknown_addresses, *description("S2-12: a parent who is no user yet")) {
  sql().execute("UPDATE people SET locale = 'en' WHERE id = '" + student + "'");
  invite("new@mails.example");
  BOOST_TEST(run() == 0);
  const auto all = mails();
  BOOST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].find("To: new@mails.example\r\n") != std::string::npos);
  BOOST_TEST(all[0].find("Content-Language: en\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(overtaken, *description("S2-13: looked at again when it is sent")) {
  const auto revoked = invite();
  sql().execute("UPDATE link_requests SET state = 'revoked' WHERE id = " + revoked);
  const auto resent = invite("other@mails.example");
  sql().execute("UPDATE link_requests SET mailing = 2 WHERE id = " + resent);
  tell("link_invited", resent, 2);
  tell("link_invited", "987654321");
  const auto gone = ask();
  sql().execute("UPDATE people SET roles = 1 WHERE id = '" + parent + "'");
  BOOST_TEST(gone != resent);
  BOOST_TEST(run() == 0);
  BOOST_TEST(
      states() ==
      "link_invited dropped overtaken 1,link_invited dropped overtaken 1,"
      "link_invited sent  1,link_invited dropped overtaken 1,link_asked dropped overtaken 1");
  BOOST_TEST(mails().size() == 1U);
}

// A worker that has died holds its row for five minutes; what it stored of a token is void then.
BOOST_AUTO_TEST_CASE(a_worker_dies, *description("S2-13: killed at any point, nothing is lost")) {
  const auto id = invite();
  sql().execute("UPDATE outbox SET attempts = 1, lease_until = '2026-11-21 12:05'");
  sql().execute("UPDATE link_requests SET token_hash = SHA2('lost', 256) WHERE id = " + id);
  BOOST_TEST(run("2026-11-21T12:04:59.999Z") == 0);
  BOOST_TEST(mails().empty());
  BOOST_TEST(run("2026-11-21T12:05:00Z") == 0);
  BOOST_TEST(states() == "link_invited sent  2");
  BOOST_REQUIRE(mails().size() == 1U);
  BOOST_TEST(is_good(token_in(mails()[0])));
  BOOST_TEST(!is_good("lost"));
}

// It died behind the mail: there are two then, and the newer one is good.
BOOST_AUTO_TEST_CASE(a_repeated_mail, *description("S2-13: at worst repeated")) {
  invite();
  BOOST_TEST(run() == 0);
  sql().execute("UPDATE outbox SET decision = 'waiting', lease_until = '2026-11-21 12:05'");
  BOOST_TEST(run("2026-11-21T12:05:00Z") == 0);
  const auto all = mails();
  BOOST_REQUIRE(all.size() == 2U);
  BOOST_TEST(!is_good(token_in(all[0])));
  BOOST_TEST(is_good(token_in(all[1])));
}

BOOST_AUTO_TEST_CASE(a_folder_is_away, *description("S2-13: tried again with growing pauses")) {
  invite();
  fs::rename(mail_folder(), mail_folder().string() + ".away");
  BOOST_TEST(run() == 0);
  BOOST_TEST(states() == "link_invited waiting folder_cannot_be_written 1");
  BOOST_TEST(run("2026-11-21T12:00:59Z") == 0);
  BOOST_TEST(states() == "link_invited waiting folder_cannot_be_written 1");
  BOOST_TEST(run("2026-11-21T12:01:00Z") == 0);
  BOOST_TEST(states() == "link_invited waiting folder_cannot_be_written 2");
  BOOST_TEST(sql().value("SELECT not_before FROM outbox") == "2026-11-21 12:06:00.000");
  sql().execute("UPDATE outbox SET attempts = 8");
  BOOST_TEST(run("2026-11-23T12:00:00Z") == 0);
  BOOST_TEST(states() == "link_invited given_up folder_cannot_be_written 9");
  fs::rename(mail_folder().string() + ".away", mail_folder());
  BOOST_TEST(run("2026-11-24T12:00:00Z") == 0);
  BOOST_TEST(mails().empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent, *description("S2-13: given up with a reason")) {
  const auto id = invite();
  sql().execute("UPDATE outbox SET attempts = 9");
  tell("no_such_event", id);
  sql().execute(
      "INSERT INTO outbox (event, about, channel, made_at, not_before) VALUES"
      " ('booking_made', '1', 'sms', '2026-11-21 12:00', '2026-11-21 12:00')");
  BOOST_TEST(run() == 0);
  BOOST_TEST(states() ==
             "link_invited given_up workers_died 10,no_such_event dropped unknown_event 1,"
             "booking_made waiting  0");
}

BOOST_AUTO_TEST_CASE(workers_at_once, *description("S2-13: several workers, each mail once")) {
  for (int i = 0; i < 60; ++i) invite("many" + std::to_string(i) + "@mails.example");
  std::vector<std::unique_ptr<Process>> workers;
  const Scratch nothing;
  for (int i = 0; i < 3; ++i) {
    workers.push_back(std::make_unique<Process>(
        std::vector<std::string>{executable("scheduled"), "--once", "--now", noon},
        base_environment(), nothing.fd()));
  }
  for (const auto& worker : workers) BOOST_TEST(worker->wait() == 0);
  BOOST_TEST(mails().size() == 60U);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE decision = 'sent' AND attempts = 1") ==
             60);
}

BOOST_AUTO_TEST_CASE(old_rows_go, *description("S2-13: after thirty days")) {
  const auto id = invite();
  BOOST_TEST(run() == 0);
  sql().execute("INSERT INTO action_counts VALUES ('petra', 'link_request', '2026-11-21', 1)");
  BOOST_TEST(run("2026-12-21T12:00:00Z") == 0);
  BOOST_TEST(states() == "link_invited sent  1");
  BOOST_TEST(run("2026-12-21T12:00:01Z") == 0);
  BOOST_TEST(states().empty());
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM action_counts WHERE person_id = 'petra'") == 0);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM link_requests WHERE id = " + id) == 1);
  BOOST_TEST(run("2026-12-28T12:00:01Z") == 0);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM link_requests WHERE id = " + id) == 0);
}

// Requests are answered by executables that start without what mails take.
BOOST_AUTO_TEST_CASE(who_links_what,
                     *description("libraries: keep GMime out of request executables")) {
  const auto names_gmime = [](const std::string& name) {
    std::ostringstream bytes;
    bytes << std::ifstream(executable(name), std::ios::binary).rdbuf();
    return bytes.str().find("libgmime") != std::string::npos;
  };
  BOOST_TEST(names_gmime("scheduled"));
  for (const std::string name : {"inbox", "send", "read-receipts", "live", "webhooks"}) {
    BOOST_TEST(!names_gmime(name), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
