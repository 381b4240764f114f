#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "support/relay.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;
using chalkline::tests::Relay;

// When the worker that dies does its work, and when the leases that it leaves behind are over.
const std::string due = monday("12:15");
const std::string later = monday("12:25");

// Schedulers whose way to the database is watched, and what they have to do.
struct Killed : BookingHouse {
  Killed() : BookingHouse("fastcgi"), relay(chalkline::handlers::tests::site(site).address.socket) {
    folder = (fs::temp_directory_path() / "chalkline-killed-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
    const auto& real = chalkline::handlers::tests::site(site);
    std::ostringstream text;
    text << std::ifstream(real.sites_folder / (site + ".yaml")).rdbuf();
    auto file = text.str();
    file.replace(file.find(real.address.socket), real.address.socket.size(), relay.socket());
    std::ofstream(fs::path(folder) / (site + ".yaml")) << file;
    for (const std::string table : {"bookings", "booking_quanta", "outbox"}) {
      sql().execute("DELETE FROM " + table);
    }
    run_scheduled(due);  // what is left of other tests
  }
  ~Killed() { fs::remove_all(folder); }
  Killed(const Killed&) = delete;
  Killed& operator=(const Killed&) = delete;

  int run_scheduled(const std::string& at) const {
    auto environment = base_environment();
    environment["CHALKLINE_SITES"] = folder;
    const Scratch nothing;
    return Process({executable("scheduled"), "--once", "--now", at}, environment, nothing.fd())
        .wait();
  }

  // A hold and a session nobody comes to are over at `due`, a mail waits, and reminders of one
  // more session, of whose two the student has a page open.
  void arrange() {
    for (const auto& entry : fs::directory_iterator(mail_folder())) fs::remove(entry.path());
    sql().execute("DELETE FROM outbox");
    sql().execute("DELETE FROM nightly_tasks");
    now = "10:00";
    missed = confirmed(new_bookable_couple());
    const auto asked_couple = new_bookable_couple();
    sql().execute("UPDATE people SET email = 'tutor@mails.example' WHERE id = '" +
                  asked_couple.tutor + "'");
    const auto asked = book(asked_couple.student, asked_couple.tutor, "16:00").text("id");
    tell("paid", asked, 1);
    const auto couple = new_bookable_couple();
    reminded = settled(couple, "12:30");
    sql().execute("DELETE FROM outbox WHERE about = '" + reminded + "' AND channel = 'email'");
    sql().execute("UPDATE people SET live_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = '" +
                  couple.student + "'");
    now = "12:00";
    const auto holder = new_bookable_couple();
    held = book(holder.student, holder.tutor, "14:00").text("id");
  }
  static fs::path mail_folder() {
    return chalkline::handlers::tests::site("marketplace").folder / "mail";
  }

  // "state changes due quanta events": a booking's end, and what other servers are told of it.
  static std::string stored(const std::string& booking) {
    return sql().value(
        "SELECT CONCAT_WS(' ', state, changes, IFNULL(due_at, 'never'),"
        " (SELECT COUNT(*) FROM booking_quanta q WHERE q.booking_id = b.id),"
        " (SELECT COUNT(*) FROM outgoing_events WHERE type = 'booking.updated' AND"
        " JSON_VALUE(data, '$.bookingId') = b.id)) FROM bookings b WHERE id = " +
        booking);
  }
  static std::string tellings(const std::string& channel) {
    return sql().list(
        "SELECT CONCAT_WS(' ', event, decision, NULLIF(reason, '')) FROM outbox WHERE"
        " channel = '" +
        channel + "' ORDER BY id");
  }
  static long long mails() { return std::distance(fs::directory_iterator(mail_folder()), {}); }

  // All is done, whoever did it, and nothing twice; but that a mail which has left and was not
  // noted leaves once more.
  void check_done(long long mails_left) const {
    BOOST_TEST(stored(held) == "expired 2 never 0 2");
    BOOST_TEST(stored(missed) == "missed_by_both 2 never 0 2");
    BOOST_TEST(tellings("email") == "booking_requested sent");
    BOOST_TEST(tellings("app") == "booking_reminder waiting,booking_reminder sent");
    BOOST_TEST(mails() == mails_left);
    BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', task, night, IFNULL(lease_until, 'free')) FROM"
                          " nightly_tasks") == "zone_check 2026-11-23 free");
    BOOST_TEST(sql().number("SELECT MAX(attempts) FROM outbox") <= 2);
  }

  std::string held, missed, reminded;
  Relay relay;
  std::string folder;
};

bool names(const std::string& statement, const std::string& name) {
  return statement.starts_with("/* " + name + " */");
}

// Whether a worker's death around it can matter: it writes, and not only what is to be forgotten.
bool matters(const std::string& statement) {
  const std::vector<std::string> all = {
      "mark_booking_guards", "update_booking",         "delete_booking_quanta",
      "insert_tellings",     "drop_replaced_tellings", "insert_outgoing_event",
      "take_telling",        "decide_telling",         "commit",
      "put_nightly_task",    "take_nightly_task",      "mark_nightly_task_done"};
  return std::ranges::any_of(all, [&](const auto& name) { return names(statement, name); });
}

// Without what puts messages into the index of the search, which comes behind all of this.
std::vector<std::string> until_indexing(std::vector<std::string> statements) {
  const auto is_indexing = [](const auto& each) { return names(each, "load_index_states"); };
  statements.erase(std::ranges::find_if(statements, is_indexing), statements.end());
  return statements;
}

// Where the mail that has left is noted: mails come last.
std::size_t last_decision(const std::vector<std::string>& statements) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (names(statements[i], "decide_telling")) last = i;
  }
  return last;
}

BOOST_FIXTURE_TEST_SUITE(killed, Killed)

BOOST_AUTO_TEST_CASE(anywhere, *description("S3-07, S3-17, S3-19: a scheduler killed before or "
                                            "after any statement loses nothing and does nothing "
                                            "twice")) {
  arrange();
  relay.take_statements();
  BOOST_TEST(run_scheduled(due) == 0);
  check_done(1);
  const auto statements = until_indexing(relay.take_statements());
  int deaths = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (!matters(statements[i])) continue;
    for (const auto moment : {Relay::Moment::before, Relay::Moment::after}) {
      arrange();
      relay.kill_at(i, moment);
      BOOST_TEST_CONTEXT(statements[i].substr(0, 60)
                         << (moment == Relay::Moment::before ? " not done" : " done")) {
        BOOST_TEST(run_scheduled(due) == 128 + SIGKILL);
        BOOST_TEST(run_scheduled(later) == 0);
        const bool mail_left = i == last_decision(statements) && moment == Relay::Moment::before;
        check_done(mail_left ? 2 : 1);
      }
      ++deaths;
    }
  }
  BOOST_TEST(deaths >= 30);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
