#include <string>

#include <boost/test/unit_test.hpp>

#include "child.h"
#include "client.h"
#include "delivery.h"
#include "people.h"
#include "stack.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

const std::string morning = "2027-02-01T08:00:00Z";

// What other servers tell, in a signed webhook.
void tell_site(const std::string& family, const std::string& type, const json::object& data) {
  const auto told = deliver("marketplace", family, type, morning, data);
  BOOST_TEST(told.text("results.0.status") == "applied");
}

void tell(const std::string& type, const json::object& data) {
  tell_site("bookings", "booking." + type, data);
}

// A couple on a Monday morning in February; the tutor is there from eight to twenty.
struct Lesson {
  Lesson() : people(new_couple("marketplace")), tutor(people.tutor), student(people.student) {
    tutor.at(morning);
    student.at(morning);
    json::array weekly;
    for (int day = 1; day <= 7; ++day) {
      weekly.push_back(json::object{{"day", day}, {"from", "08:00"}, {"to", "20:00"}});
    }
    const json::object hours{{"timeZone", "Europe/Berlin"}, {"weekly", weekly}};
    BOOST_TEST(tutor
                   .ask("PUT", "/api/bookings/availability", json::serialize(hours),
                        {{"Content-Type", "application/json"}})
                   .verdict() == "200");
  }

  json::object wish(const std::string& starts_at) const {
    return {{"tutorId", people.tutor.id}, {"startsAt", starts_at}, {"minutes", 60}};
  }

  Couple people;
  Client tutor;
  Client student;
};

BOOST_AUTO_TEST_SUITE(bookings)

BOOST_AUTO_TEST_CASE(S3_the_story_of_a_lesson) {
  Lesson lesson;
  auto& [people, tutor, student] = lesson;
  BOOST_TEST(student.get("/api/bookings/tutors?minutes=60").text("items.0.reason") == "past");
  const auto slots = student.get("/api/bookings/tutors/" + people.tutor.id +
                                 "/slots?from=2027-02-01&to=2027-02-01&minutes=60");
  BOOST_TEST(slots.text("items.0.startsAt") == "2027-02-01T09:00:00.000Z");
  Stream at_student(people.student);
  const auto booked = student.post("/api/bookings", lesson.wish("2027-02-01T10:00:00Z"));
  BOOST_TEST(booked.verdict() == "201");
  const auto id = booked.text("id");
  const auto place = "/api/bookings/" + id;
  tell("paid", {{"bookingId", id}, {"version", 1}});
  BOOST_TEST(student.post(place + "/confirm", json::object()).verdict() == "403 not_your_action");
  const auto in_state = [&](const std::string& state) {
    return at_student.has("booking", [&](const json::object& told) {
      return told.at("state") == json::value(state);
    });
  };
  const auto card_in_state = [&](const std::string& state) {
    return at_student.has("message", [&](const json::object& told) {
      return told.at("card").is_object() && told.at("card").at("state") == json::value(state);
    });
  };
  BOOST_TEST(tutor.ask("POST", place + "/confirm").text("state") == "confirmed");
  BOOST_TEST(eventually([&] { return in_state("confirmed") && card_in_state("confirmed"); }));
  BOOST_TEST(tutor.get("/api/bookings/upcoming").number("count") == 1);
  const auto thread = tutor.get("/api/inbox").text("items.0.id");
  const auto page = tutor.get("/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(page.text("items.0.card.id") == id);
  tutor.get("/api/inbox/threads/" + thread + "/feed");

  const std::string scheduled = state_folder() / "bin" / "scheduled";
  BOOST_TEST(run_program({scheduled, "--once", "--now", "2027-02-01T09:45:00Z"}).status == 0);
  BOOST_TEST(eventually([&] {
    return at_student.has("notice", [&](const json::object& told) {
      return told.at("code") == "booking_reminder" &&
             told.at("booking").at("id") == json::value(id);
    });
  }));
  tutor.at("2027-02-01T09:57:59Z");
  BOOST_TEST(tutor.ask("POST", place + "/enter").verdict() == "422 too_early_to_enter");
  tutor.at("2027-02-01T09:58:00Z");
  student.at("2027-02-01T10:01:00Z");
  BOOST_TEST(tutor.ask("POST", place + "/enter").text("state") == "confirmed");
  BOOST_TEST(student.ask("POST", place + "/enter").text("state") == "in_session");
  for (auto* const person : {&tutor, &student}) {
    person->at("2027-02-01T11:00:00Z");
    person->ask("POST", place + "/leave");
  }
  student.at("2027-02-01T11:00:01Z");
  BOOST_TEST(student.get(place).text("state") == "completed");
  BOOST_TEST(student.get("/api/bookings?when=past").text("items.0.payout") == "full");
}

BOOST_AUTO_TEST_CASE(S3_what_stands_in_the_way) {
  Lesson lesson;
  auto& [people, tutor, student] = lesson;
  BOOST_TEST(student.post("/api/bookings", json::object()).verdict() == "400 bad_input");
  BOOST_TEST(student.post("/api/bookings", lesson.wish("2027-02-01T08:55:00Z")).verdict() ==
             "422 too_soon");
  BOOST_TEST(student.post("/api/bookings", lesson.wish("2027-02-01T20:00:00Z")).verdict() ==
             "422 outside_availability");
  const auto id = student.post("/api/bookings", lesson.wish("2027-02-01T12:00:00Z")).text("id");
  BOOST_TEST(student.post("/api/bookings", lesson.wish("2027-02-01T12:30:00Z")).verdict() ==
             "409 slot_taken");
  const auto place = "/api/bookings/" + id;
  tell("paid", {{"bookingId", id}, {"version", 1}});
  const json::object later{{"startsAt", "2027-02-01T14:00:00Z"}, {"reason", "A late train"}};
  BOOST_TEST(tutor.post(place + "/proposals", later).verdict() == "201");
  BOOST_TEST(tutor.ask("POST", place + "/proposals/1/accept").verdict() == "403 not_your_action");
  BOOST_TEST(student.ask("POST", place + "/proposals/1/accept").text("startsAt") ==
             "2027-02-01T14:00:00.000Z");
  BOOST_TEST(student.post(place + "/cancel", {{"reason", "Ill"}}).text("state") == "cancelled");
  BOOST_TEST(tutor.ask("POST", place + "/confirm").verdict() == "409 wrong_state");
  BOOST_TEST(Client(new_couple("marketplace").student).get(place).verdict() == "404 not_found");
  BOOST_TEST(student.ask("DELETE", "/api/bookings/upcoming").verdict() == "405 method_not_allowed");
}

// Two open pages, and whether both have been shown a card.
struct Pages {
  explicit Pages(const Couple& couple) : tutor(couple.tutor), student(couple.student) {}

  bool show(const std::string& type, const std::string& state, const std::string& starts_at = "") {
    const auto fits = [&](const json::object& message) {
      const auto* const card = message.at("card").if_object();
      return card != nullptr && card->at("type") == json::value(type) &&
             card->at("state") == json::value(state) &&
             (starts_at.empty() || card->at("startsAt") == json::value(starts_at));
    };
    return eventually([&] { return tutor.has("message", fits) && student.has("message", fits); });
  }
  bool tell_booking(const std::string& state) {
    const auto fits = [&](const json::object& booking) {
      return booking.at("state") == json::value(state);
    };
    return eventually([&] { return tutor.has("booking", fits) && student.has("booking", fits); });
  }

  Stream tutor;
  Stream student;
};

BOOST_AUTO_TEST_CASE(S0_21_cards_are_live_for_both) {
  Lesson lesson;
  auto& [people, tutor, student] = lesson;
  Pages pages(people);
  const auto name = fresh("live");
  json::object told{{"externalId", name},
                    {"tutorId", people.tutor.id},
                    {"studentId", people.student.id},
                    {"startsAt", "2027-02-01T10:00:00Z"},
                    {"minutes", 60},
                    {"version", 1}};
  tell("requested", told);
  BOOST_TEST(pages.show("booking", "requested", "2027-02-01T10:00:00.000Z"));
  BOOST_TEST(pages.tell_booking("requested"));
  told["version"] = 2;
  tell("confirmed", told);
  BOOST_TEST(pages.show("booking", "confirmed"));
  BOOST_TEST(pages.tell_booking("confirmed"));
  const auto booking = student.get("/api/bookings").text("items.0.id");
  student.ask("POST", "/api/bookings/" + booking + "/cancel");
  BOOST_TEST(pages.show("booking", "cancelled"));
  BOOST_TEST(pages.tell_booking("cancelled"));

  tell_site("platform", "package.purchased",
            {{"id", name},
             {"tutorId", people.tutor.id},
             {"studentId", people.student.id},
             {"title", "Ten hours"},
             {"lessons", 10},
             {"minutes", 60},
             {"amount", 25000},
             {"currency", "EUR"},
             {"at", morning}});
  BOOST_TEST(pages.show("package", "paid"));

  json::object plan{{"externalId", name},
                    {"tutorId", people.tutor.id},
                    {"studentId", people.student.id},
                    {"timeZone", "UTC"},
                    {"day", 3},
                    {"at", "10:00"},
                    {"from", "2027-02-01"},
                    {"minutes", 60},
                    {"count", 2},
                    {"version", 1}};
  tell_site("bookings", "schedule.proposed", plan);
  BOOST_TEST(pages.show("schedule", "proposed", "2027-02-03T10:00:00.000Z"));
  plan["at"] = "11:00";
  plan["version"] = 2;
  tell_site("bookings", "schedule.proposed", plan);
  BOOST_TEST(pages.show("schedule", "proposed", "2027-02-03T11:00:00.000Z"));
  const auto thread = student.get("/api/inbox").text("items.0.id");
  const auto page = student.get("/api/inbox/threads/" + thread + "/messages");
  const auto series = page.text("items.2.card.id");
  student.ask("POST", "/api/bookings/series/" + series + "/decline");
  BOOST_TEST(pages.show("schedule", "declined"));
}

BOOST_AUTO_TEST_CASE(S0_20_lessons_every_week_and_a_calendar_of_them) {
  Lesson lesson;
  auto& [people, tutor, student] = lesson;
  const json::object plan{{"studentId", people.student.id},
                          {"timeZone", "Europe/Berlin"},
                          {"day", 3},
                          {"at", "17:00"},
                          {"minutes", 45},
                          {"count", 10}};
  BOOST_TEST(tutor.post("/api/bookings/series", json::object()).verdict() == "400 bad_input");
  const auto made = tutor.post("/api/bookings/series", plan);
  BOOST_TEST(made.verdict() == "201");
  const auto place = "/api/bookings/series/" + made.text("id");
  // Summer begins on 28 March: the lesson stays at 17:00 in Berlin.
  BOOST_TEST(made.text("occurrences.7.startsAt") == "2027-03-24T16:00:00.000Z");
  BOOST_TEST(made.text("occurrences.8.startsAt") == "2027-03-31T15:00:00.000Z");
  BOOST_TEST(student.get(place).at("actions").as_array().size() == 2U);
  BOOST_TEST(tutor.ask("POST", place + "/decline").verdict() == "403 not_your_action");
  BOOST_TEST(student.ask("POST", place + "/accept").text("state") == "accepted");
  BOOST_TEST(student.ask("POST", place + "/decline").verdict() == "409 wrong_state");
  const auto list = student.get("/api/bookings?limit=100");
  BOOST_TEST(list.at("items").as_array().size() == 10U);
  const auto file = student.get("/api/bookings/" + list.text("items.0.id") + ".ics");
  BOOST_TEST(file.header("content-type") == "text/calendar; charset=utf-8");
  BOOST_TEST(!tutor.get("/api/bookings/calendar").at("active").as_bool());
  const auto url = tutor.ask("POST", "/api/bookings/calendar").text("url");
  BOOST_TEST(Client("marketplace").at(morning).get(url).status == 200);
  BOOST_TEST(tutor.ask("DELETE", "/api/bookings/calendar").status == 204);
  BOOST_TEST(Client("marketplace").get(url).verdict() == "404 not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::e2e
