#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/crowd.h"
#include "handlers/signed_call.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

constexpr int bookings = 100;
constexpr int tutors = 10;

// What the booking system tells of one of them: its number says who and when.
struct Burst {
  Burst() {
    for (const auto& entry : fs::directory_iterator(mail_folder())) fs::remove(entry.path());
    sql().execute("DELETE FROM outbox");
    for (int i = 0; i < tutors; ++i) {
      tutors_.push_back(new_person("tutor"));
      sql().execute("UPDATE people SET email = '" + tutors_.back() +
                    "@mails.example' WHERE id = '" + tutors_.back() + "'");
    }
    for (int i = 0; i < bookings; ++i) students_.push_back(new_person());
  }

  static fs::path mail_folder() { return site("marketplace").folder / "mail"; }
  static std::string external(int number) { return "burst-" + std::to_string(number); }
  static std::string clock(int hour) {
    return std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":00";
  }
  // A tutor has ten bookings, from 08:00 to 17:00 of the next day.
  static int first_hour(int number) { return 8 + number / tutors; }
  std::string event(int number, const std::string& type, int version, int hour) const {
    return R"({"type":"booking.)" + type + R"(","timestamp":"2026-11-23T07:00:00Z","data":{)" +
           R"("externalId":")" + external(number) + R"(","tutorId":")" +
           tutors_.at(number % tutors) + R"(","studentId":")" + students_.at(number) +
           R"(","startsAt":"2026-11-24T)" + clock(hour) + R"(:00Z","minutes":30,"version":)" +
           std::to_string(version) + "}}";
  }
  // Confirmed all of them; of three one is cancelled then, and one moved by half a day.
  std::vector<Call> deliveries() const {
    std::vector<Call> calls;
    for (int i = 0; i < bookings; ++i) {
      const int hour = first_hour(i);
      add(calls, event(i, "confirmed", 1, hour));
      if (i % 3 == 1) add(calls, event(i, "cancelled", 2, hour));
      if (i % 3 == 2) add(calls, event(i, "rescheduled", 2, (hour + 12) % 24));
      if (i % 3 == 0) add(calls, event(i, "confirmed", 1, hour));  // once more, by another delivery
    }
    std::ranges::shuffle(calls, std::mt19937(20261123));
    return calls;
  }

  std::vector<std::string> tutors_;
  std::vector<std::string> students_;

 private:
  static void add(std::vector<Call>& calls, const std::string& event) {
    calls.push_back(signed_call("POST", "/api/webhooks/bookings", event));
    calls.back().parameters["HTTP_CHALKLINE_NOW"] = monday("08:00");
  }
};

// Of all bookings of the burst: "confirmed 67,cancelled 33".
std::string states() {
  return sql().list(
      "SELECT CONCAT_WS(' ', state, COUNT(*)) FROM bookings WHERE external_id LIKE 'burst-%'"
      " GROUP BY state ORDER BY state");
}

// Rows of the outbox that stand twice: one event of one booking to one person by one channel.
long long doubles() {
  return sql().number(
      "SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE decision <> 'dropped'"
      " GROUP BY event, about, recipient_id, channel HAVING COUNT(*) > 1) twice");
}

BOOST_FIXTURE_TEST_SUITE(booking_burst, Burst)

BOOST_AUTO_TEST_CASE(without_a_worker, *description("contract 3: two hundred events at once while "
                                                    "no scheduler runs; nothing is lost")) {
  const auto calls = deliveries();
  BOOST_TEST(calls.size() == 200U);
  const std::map<std::string, int> acknowledged{{"200", 200}};
  BOOST_TEST((Crowd("webhooks", 4).ask_at_once(calls) == acknowledged));
  BOOST_TEST(states() == "confirmed 67,cancelled 33");
  for (const auto& row : sql().query("SELECT SUBSTRING(external_id, 7), HOUR(starts_at) FROM"
                                     " bookings WHERE external_id LIKE 'burst-%'")) {
    const int number = std::stoi(row[0]);
    BOOST_TEST(std::stoi(row[1]) == (first_hour(number) + (number % 3 == 2 ? 12 : 0)) % 24);
  }
  // What waits for the scheduler: of each that stands a mail, a text message and four reminders.
  const auto waiting = [](const std::string& event, const std::string& channel) {
    return sql().number(
        "SELECT COUNT(*) FROM outbox o JOIN bookings b ON b.id = o.about AND"
        " b.state = 'confirmed' WHERE decision = 'waiting' AND event = '" +
        event + "' AND channel = '" + channel + "'");
  };
  BOOST_TEST(waiting("booking_made", "email") == 67);
  BOOST_TEST(waiting("booking_made", "sms") == 67);
  BOOST_TEST(waiting("booking_reminder", "app") == 134);
  BOOST_TEST(waiting("booking_reminder", "sms") == 134);
  BOOST_TEST(doubles() == 0);

  run_workers(monday("08:01"), 3);
  run_workers("2026-11-25T09:00:00Z", 2);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox o JOIN bookings b ON b.id = o.about WHERE"
                          " b.state <> 'cancelled' AND event = 'booking_made' AND channel = 'email'"
                          " AND decision = 'sent' AND attempts = 1") == 67);
  // What is told besides depends on which event of a booking came first; each goes once.
  BOOST_TEST(std::distance(fs::directory_iterator(mail_folder()), {}) ==
             sql().number("SELECT COUNT(*) FROM outbox WHERE decision = 'sent'"
                          " AND channel = 'email'"));
  BOOST_TEST(states() == "cancelled 33,missed_by_both 67");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE decision = 'waiting'"
                          " AND channel <> 'sms'") == 0);
  BOOST_TEST(sql().number("SELECT MAX(attempts) FROM outbox") == 1);
  BOOST_TEST(doubles() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
