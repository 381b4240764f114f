#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});
// The rest is the same by either, and a process for each request takes its time.
const auto fastcgi = boost::unit_test::data::make({"fastcgi"});

BOOST_AUTO_TEST_SUITE(bookings)

BOOST_TEST_DECORATOR(*description("S3-01, S3-17, S3-28, contract 2: booked, held, safe to repeat"))
BOOST_DATA_TEST_CASE(booking, protocols, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const std::string more = R"(,"clientId":"c1","subject":"Maths")";
  const auto booked = house.book(couple.student, couple.tutor, "12:00", 60, more);
  BOOST_TEST(booked.verdict() == "201");
  BOOST_TEST(booked.text("state") == "awaiting_payment");
  BOOST_TEST(booked.text("tutor.id") == couple.tutor);
  BOOST_TEST(booked.text("student.name") == "Person " + couple.student);
  BOOST_TEST(booked.text("startsAt") == "2026-11-23T12:00:00.000Z");
  BOOST_TEST(booked.text("endsAt") == "2026-11-23T13:00:00.000Z");
  BOOST_TEST(booked.text("payBy") == "2026-11-23T08:10:00.000Z");
  BOOST_TEST(booked.text("enterFrom") == "2026-11-23T11:58:00.000Z");
  BOOST_TEST(booked.text("timesOutAt") == "2026-11-23T12:15:00.000Z");
  BOOST_TEST(booked.text("subject") == "Maths");
  BOOST_TEST(!booked.at("canEnter").as_bool());
  BOOST_TEST(boost::json::serialize(booked.at("actions")) == R"(["cancel"])");
  const auto again = house.book(couple.student, couple.tutor, "12:00", 60, more);
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.body == booked.body);
  BOOST_TEST(house.book(couple.student, couple.tutor, "14:00", 60, more).verdict() ==
             "422 client_id_reused");
}

BOOST_TEST_DECORATOR(*description("contract 3: every refusal, with its neighbours"))
BOOST_DATA_TEST_CASE(refused, protocols, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto verdict = [&](const std::string& clock, int minutes) {
    return house.book(couple.student, couple.tutor, clock, minutes).verdict();
  };
  BOOST_TEST(verdict("12:00", 14) == "422 bad_length");
  BOOST_TEST(verdict("12:00", 125) == "422 bad_length");
  BOOST_TEST(verdict("08:59", 30) == "422 too_soon");
  BOOST_TEST(verdict("09:00", 15) == "201");
  BOOST_TEST(verdict("12:02", 30) == "422 outside_availability");
  BOOST_TEST(verdict("10:00", 120) == "201");
  BOOST_TEST(verdict("11:55", 30) == "409 slot_taken");
  const auto other = new_bookable_couple();
  BOOST_TEST(house.book(couple.student, other.tutor, "11:55").verdict() == "409 student_busy");
  BOOST_TEST(house.book(other.student, couple.tutor, "11:30").verdict() == "409 slot_taken");
  BOOST_TEST(house.book(couple.student, couple.tutor, "12:00", 30).verdict() == "201");
  for (const auto& nobody : {std::string("nobody"), couple.student, other.student}) {
    BOOST_TEST(house.book(couple.student, nobody, "15:00").verdict() == "403 tutor_not_offered");
  }
  BOOST_TEST(house.book(couple.tutor, other.tutor, "15:00").verdict() == "403 tutor_not_offered");
  sql().execute("UPDATE relationships SET high_blocks = 1 WHERE high_id = '" + couple.tutor + "'");
  BOOST_TEST(house.book(couple.student, couple.tutor, "15:00").verdict() ==
             "403 communication_blocked");
}

BOOST_TEST_DECORATOR(*description("contract 1: all that is wrong, at once"))
BOOST_DATA_TEST_CASE(malformed, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto student = new_person();
  const auto verdict = [&](const std::string& body) {
    return house.post(student, "/api/bookings", body).verdict();
  };
  BOOST_TEST(verdict("{}") == "400 bad_input tutorId:required startsAt:required minutes:required");
  BOOST_TEST(verdict(R"({"tutorId":"no one","startsAt":"today","minutes":1.5,"price":1})") ==
             "400 bad_input tutorId:malformed startsAt:malformed minutes:out_of_range "
             "price:unknown_field");
  BOOST_TEST(house.get(student, "/api/bookings?when=soon&limit=0&cursor=x").verdict() ==
             "400 bad_input when:malformed limit:out_of_range cursor:malformed");
}

BOOST_TEST_DECORATOR(*description("contract 5: not allowed to message, not allowed to book"))
BOOST_DATA_TEST_CASE(strangers, fastcgi, protocol) {
  BookingHouse house(protocol);
  house.site = "classroom";
  const auto couple = new_bookable_couple("classroom");
  BOOST_TEST(house.book(couple.student, couple.tutor, "12:00").verdict() ==
             "403 not_allowed_to_message");
}

BOOST_TEST_DECORATOR(*description("S3-26: support books any tutor on a student's behalf"))
BOOST_DATA_TEST_CASE(support, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto tutor = new_person("tutor");
  const auto student = new_person();
  const auto clerk = new_person("support");
  open_always(tutor);
  const auto for_student = R"(,"studentId":")" + student + "\"";
  BOOST_TEST(house.book(new_person(), tutor, "12:00", 60, for_student).verdict() ==
             "403 role_missing");
  const auto booked = house.book(clerk, tutor, "12:00", 60, for_student);
  BOOST_TEST(booked.verdict() == "201");
  BOOST_TEST(booked.text("student.id") == student);
  const auto id = booked.text("id");
  BOOST_TEST(house.get(clerk, "/api/bookings/" + id).verdict() == "200");
  BOOST_TEST(house.get(new_person("support"), "/api/bookings/" + id).verdict() == "404 not_found");
  BOOST_TEST(house.get(student, "/api/bookings/" + id).verdict() == "200");
  BOOST_TEST(house.act(clerk, id, "enter") == "403 not_your_action");
  BOOST_TEST(house.act(clerk, id, "cancel") == "200 cancelled");
}

BOOST_TEST_DECORATOR(*description("S3-05, S3-06: how many are ahead, and which"))
BOOST_DATA_TEST_CASE(lists, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  std::vector<std::string> ids;
  for (const auto* clock : {"12:00", "10:00", "14:00"}) {
    ids.push_back(house.book(couple.student, couple.tutor, clock).text("id"));
  }
  for (const auto& person : {couple.student, couple.tutor}) {
    const auto upcoming = house.get(person, "/api/bookings/upcoming");
    BOOST_TEST(upcoming.number("count") == 3);
    BOOST_TEST(upcoming.text("next.id") == ids[1]);
  }
  const auto page = house.get(couple.tutor, "/api/bookings?limit=2");
  BOOST_TEST(page.text("items.0.id") == ids[1]);
  BOOST_TEST(page.text("items.1.id") == ids[0]);
  const auto rest =
      house.get(couple.tutor, "/api/bookings?limit=2&cursor=" + page.text("nextCursor"));
  BOOST_TEST(rest.text("items.0.id") == ids[2]);
  BOOST_TEST(rest.at("nextCursor").is_null());
  BOOST_TEST(house.act(couple.student, ids[0], "cancel") == "200 cancelled");
  // What the clock has ended is past, although no worker has been there.
  house.now = "08:10:01";
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/upcoming").number("count") == 0);
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/upcoming").at("next").is_null());
  const auto past = house.get(couple.tutor, "/api/bookings?when=past");
  BOOST_TEST(past.at("items").as_array().size() == 3);
  BOOST_TEST(past.text("items.0.state") == "expired");
  BOOST_TEST(past.text("items.1.state") == "cancelled");
  BOOST_TEST(house.get(couple.tutor, "/api/bookings?when=upcoming").at("items").as_array().empty());
  const auto stranger = new_person();
  BOOST_TEST(house.get(stranger, "/api/bookings").at("items").as_array().empty());
  BOOST_TEST(house.get(stranger, "/api/bookings/" + ids[0]).verdict() == "404 not_found");
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/0x1").verdict() == "404 not_found");
}

// What the pair's newest booking is to whoever follows the outgoing events.
std::string told_outside(const Couple& couple) {
  return sql().value(
      "SELECT CONCAT_WS(' ', JSON_VALUE(data, '$.studentId'), JSON_VALUE(data, '$.state'),"
      " JSON_VALUE(data, '$.startsAt'), JSON_VALUE(data, '$.minutes')) FROM outgoing_events"
      " WHERE type = 'booking.updated' AND JSON_VALUE(data, '$.tutorId') = '" +
      couple.tutor + "' ORDER BY id DESC LIMIT 1");
}

BOOST_TEST_DECORATOR(*description("S3-10: the on-demand side learns that the pair has a booking"))
BOOST_DATA_TEST_CASE(prevention, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto booked = house.book(couple.student, couple.tutor, "12:00", 60, R"(,"clientId":"c1")");
  const auto told = couple.student + " awaiting_payment 2026-11-23T12:00:00.000Z 60";
  BOOST_TEST(told_outside(couple) == told);
  const auto count = [&] {
    return sql().number(
        "SELECT COUNT(*) FROM outgoing_events WHERE JSON_VALUE(data, '$.tutorId')"
        " = '" +
        couple.tutor + "'");
  };
  // A repeat and a refusal tell nothing.
  house.book(couple.student, couple.tutor, "12:00", 60, R"(,"clientId":"c1")");
  BOOST_TEST(house.book(couple.student, couple.tutor, "12:00", 60).verdict() == "409 slot_taken");
  BOOST_TEST(count() == 1);
  BOOST_TEST(house.get(couple.student, "/api/bookings/upcoming").text("next.tutor.id") ==
             couple.tutor);
  BOOST_TEST(house.act(couple.student, booked.text("id"), "cancel") == "200 cancelled");
  BOOST_TEST(told_outside(couple) == couple.student + " cancelled 2026-11-23T12:00:00.000Z 60");
  BOOST_TEST(count() == 2);
}

BOOST_TEST_DECORATOR(*description("S3-12, S3-13, S3-16: the whole of a lesson"))
BOOST_DATA_TEST_CASE(lesson, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.confirmed(couple);
  house.now = "11:57:59";
  const auto early = house.post(couple.student, "/api/bookings/" + id + "/enter");
  BOOST_TEST(early.verdict() == "422 too_early_to_enter");
  BOOST_TEST(early.text("until") == "2026-11-23T11:58:00.000Z");
  house.now = "11:58";
  BOOST_TEST(house.get(couple.student, "/api/bookings/" + id).at("canEnter").as_bool());
  BOOST_TEST(house.act(couple.student, id, "enter") == "200 confirmed");
  BOOST_TEST(house.act(couple.student, id, "enter") == "200 confirmed");
  // The last moment of waiting is one.
  house.now = "12:15:00";
  BOOST_TEST(house.act(couple.tutor, id, "enter") == "200 in_session");
  BOOST_TEST(house.act(couple.tutor, id, "cancel") == "409 wrong_state");
  house.now = "13:30";
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/" + id).text("state") == "in_session");
  BOOST_TEST(house.act(couple.tutor, id, "leave") == "200 in_session");
  BOOST_TEST(house.act(couple.student, id, "leave") == "200 completed");
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/" + id).text("payout") == "full");
}

BOOST_TEST_DECORATOR(*description("S3-09: whoever comes first, both join in the same way"))
BOOST_DATA_TEST_CASE(joining, fastcgi, protocol) {
  BookingHouse house(protocol);
  for (const bool tutor_first : {false, true}) {
    const auto couple = new_bookable_couple();
    house.now = "08:00";
    const auto id = house.confirmed(couple);
    const auto& first = tutor_first ? couple.tutor : couple.student;
    const auto& second = tutor_first ? couple.student : couple.tutor;
    const auto can_enter = [&](const std::string& person) {
      return house.get(person, "/api/bookings/" + id).at("canEnter").as_bool();
    };
    house.now = "11:57:59";
    for (const auto& person : {first, second}) {
      BOOST_TEST(!can_enter(person));
      BOOST_TEST(house.act(person, id, "enter") == "422 too_early_to_enter");
    }
    house.now = "11:58";
    BOOST_TEST((can_enter(first) && can_enter(second)));
    BOOST_TEST(house.act(first, id, "enter") == "200 confirmed");
    BOOST_TEST(house.act(second, id, "enter") == "200 in_session");
    house.now = "12:30";
    for (const auto& person : {first, second}) {
      BOOST_TEST(house.act(person, id, "leave").starts_with("200 "));
      BOOST_TEST(house.act(person, id, "enter").starts_with("200 "));
    }
  }
}

// A couple of a site who may book each other, and the booking of the two at noon.
struct Preset : BookingHouse {
  Preset(const std::string& protocol, const std::string& preset) : BookingHouse(protocol) {
    site = preset;
    couple = new_bookable_couple(preset);
    sql(site).execute("UPDATE people SET email = CONCAT(id, '@mails.example') WHERE id IN ('" +
                      couple.tutor + "', '" + couple.student + "')");
    if (preset != "classroom") return;
    for (const auto& person : {couple.tutor, couple.student}) {
      sql(site).execute("INSERT INTO enrolments VALUES ('c" + couple.tutor + "', 'b', '" + person +
                        "', IF('" + person + "' = '" + couple.tutor +
                        "', 'tutor', 'student'), 'i', 'active', 1)");
    }
  }
  // "confirmed": what the booking is, and the card shows, to both.
  std::string state(const std::string& id) {
    const auto thread = get(couple.tutor, "/api/inbox").text("items.0.id");
    const auto seen = get(couple.student, "/api/bookings/" + id).text("state");
    for (const auto& person : {couple.tutor, couple.student}) {
      const auto page = get(person, "/api/inbox/threads/" + thread + "/messages");
      BOOST_TEST(page.text("items.0.card.id") == id);
      BOOST_TEST(page.text("items.0.card.state") == seen);
      BOOST_TEST(get(person, "/api/bookings/" + id).text("state") == seen);
    }
    return seen;
  }
  // "tutor booking_made": the mails of it that have been sent or wait.
  std::string mails(const std::string& id) const {
    return sql(site).list("SELECT CONCAT_WS(' ', IF(recipient_id = '" + couple.tutor +
                          "', 'tutor', 'student'), event) FROM outbox WHERE channel = 'email'"
                          " AND event LIKE 'booking_%' AND about = '" +
                          id + "' ORDER BY id");
  }

  Couple couple;
};

BOOST_TEST_DECORATOR(*description("6 Booking, advisor: paid is confirmed, nobody is asked"))
BOOST_DATA_TEST_CASE(instant, fastcgi, protocol) {
  Preset house(protocol, "advisor");
  const auto& [tutor, student] = house.couple;
  const auto booked = house.book(student, tutor, "12:00");
  BOOST_TEST(booked.verdict() == "201");
  const auto id = booked.text("id");
  BOOST_TEST(house.state(id) == "awaiting_payment");
  BOOST_TEST(house.act(tutor, id, "confirm") == "409 wrong_state");
  house.tell("paid", id, 1);
  BOOST_TEST(house.state(id) == "confirmed");
  BOOST_TEST(house.mails(id) == "tutor booking_made,student booking_confirmed");
  house.now = "11:58";
  BOOST_TEST(house.act(student, id, "enter") == "200 confirmed");
}

BOOST_TEST_DECORATOR(*description("6 Booking, classroom: nothing to pay, the tutor is asked"))
BOOST_DATA_TEST_CASE(without_payment, fastcgi, protocol) {
  Preset house(protocol, "classroom");
  const auto& [tutor, student] = house.couple;
  const auto booked = house.book(student, tutor, "12:00");
  BOOST_TEST(booked.verdict() == "201");
  BOOST_TEST(booked.at("payBy").is_null());
  const auto id = booked.text("id");
  BOOST_TEST(house.state(id) == "requested");
  BOOST_TEST(house.mails(id) == "tutor booking_requested");
  BOOST_TEST(house.act(student, id, "confirm") == "403 not_your_action");
  BOOST_TEST(house.act(tutor, id, "confirm") == "200 confirmed");
  BOOST_TEST(house.state(id) == "confirmed");
  BOOST_TEST(house.mails(id) == "tutor booking_requested,student booking_confirmed");
}

// Asks at any time.
Answer at(BookingHouse& house, const std::string& now, const std::string& method,
          const std::string& person, const std::string& target, const std::string& body = {}) {
  return house.house.ask({.method = method,
                          .target = target,
                          .body = body,
                          .person = person,
                          .parameters = {{"HTTP_CHALKLINE_NOW", now}}});
}

BOOST_TEST_DECORATOR(*description("6 Booking: a request waits a day, its last moment included"))
BOOST_DATA_TEST_CASE(a_day_to_answer, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  std::vector<std::string> ids;
  for (const auto* const day : {"26", "27"}) {
    const auto wish = R"({"tutorId":")" + couple.tutor + R"(","startsAt":"2026-11-)" + day +
                      R"(T12:00:00Z","minutes":60})";
    ids.push_back(house.post(couple.student, "/api/bookings", wish).text("id"));
    house.tell("paid", ids.back(), 1);
  }
  const std::string day_after = "2026-11-24T08:00:00Z";
  const std::string too_late = "2026-11-24T08:00:01Z";
  const auto place = [&](int i) { return "/api/bookings/" + ids[static_cast<std::size_t>(i)]; };
  BOOST_TEST(at(house, day_after, "GET", couple.student, place(0)).text("state") == "requested");
  BOOST_TEST(at(house, too_late, "GET", couple.student, place(0)).text("state") == "expired");
  const auto confirmed = at(house, day_after, "POST", couple.tutor, place(0) + "/confirm");
  BOOST_TEST(confirmed.text("state") == "confirmed");
  const auto refused = at(house, too_late, "POST", couple.tutor, place(1) + "/confirm");
  BOOST_TEST(refused.verdict() == "409 wrong_state");
  BOOST_TEST(refused.text("state") == "expired");
  BOOST_TEST(
      at(house, too_late, "POST", couple.student, "/api/bookings",
         R"({"tutorId":")" + couple.tutor + R"(","startsAt":"2026-11-27T12:00:00Z","minutes":60})")
          .verdict() == "201");
}

BOOST_TEST_DECORATOR(*description("S3-18 to S3-20: a no-show, and the time is free again"))
BOOST_DATA_TEST_CASE(no_show, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.confirmed(couple);
  house.now = "12:00";
  BOOST_TEST(house.act(couple.tutor, id, "enter") == "200 confirmed");
  house.now = "12:15:01";
  BOOST_TEST(house.act(couple.student, id, "enter") == "410 timed_out");
  const auto missed = house.get(couple.tutor, "/api/bookings/" + id);
  BOOST_TEST(missed.text("state") == "missed_by_student");
  BOOST_TEST(missed.text("payout") == "full");
}

BOOST_TEST_DECORATOR(*description("S3-17, S3-20: what is over holds no time, without any worker"))
BOOST_DATA_TEST_CASE(overdue, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto held = house.book(couple.student, couple.tutor, "12:00").text("id");
  const auto other = new_person();
  const auto slots = [&] {
    return house
        .get(other, "/api/bookings/tutors/" + couple.tutor +
                        "/slots?from=2026-11-23&to=2026-11-23&minutes=120")
        .body;
  };
  house.now = "08:10";
  BOOST_TEST(slots().find("T12:00") == std::string::npos);
  BOOST_TEST(house.book(other, couple.tutor, "12:00").verdict() == "409 slot_taken");
  house.now = "08:10:01";
  BOOST_TEST(slots().find("T12:00") != std::string::npos);
  BOOST_TEST(house.book(other, couple.tutor, "12:00").verdict() == "201");
  BOOST_TEST(sql().value("SELECT state FROM bookings WHERE id = " + held) == "expired");
}

BOOST_TEST_DECORATOR(*description("S0-21, contract 5: only the entitled party, and once"))
BOOST_DATA_TEST_CASE(answers, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto request = [&](const std::string& clock) {
    const auto id = house.book(couple.student, couple.tutor, clock).text("id");
    sql().execute("UPDATE bookings SET state = 'requested', decided = 'requested' WHERE id = " +
                  id);
    return id;
  };
  const auto one = request("12:00");
  BOOST_TEST(house.act(couple.student, one, "confirm") == "403 not_your_action");
  BOOST_TEST(house.act(new_person(), one, "confirm") == "404 not_found");
  BOOST_TEST(house.act(couple.tutor, "99999999", "confirm") == "404 not_found");
  BOOST_TEST(house.act(couple.tutor, one, "confirm") == "200 confirmed");
  BOOST_TEST(house.act(couple.tutor, one, "confirm") == "200 confirmed");
  const auto wrong = house.post(couple.tutor, "/api/bookings/" + one + "/decline");
  BOOST_TEST(wrong.verdict() == "409 wrong_state");
  BOOST_TEST(wrong.text("state") == "confirmed");
  const auto other = request("14:00");
  BOOST_TEST(house.act(couple.tutor, other, "decline") == "200 declined");
  BOOST_TEST(house.act(couple.tutor, other, "decline") == "200 declined");
  BOOST_TEST(house.act(couple.student, one, "cancel", R"({"reason":"Ill"})") == "200 cancelled");
  const auto cancelled = house.get(couple.tutor, "/api/bookings/" + one);
  BOOST_TEST(cancelled.text("cancellation.reason") == "Ill");
  BOOST_TEST(cancelled.text("cancellation.by") == "student");
  BOOST_TEST(cancelled.at("cancellation.late").as_bool());
  BOOST_TEST(house.act(couple.student, one, "cancel", R"({"why":"Ill"})") ==
             "400 bad_input why:unknown_field");
  const auto without_body = house.house.ask(
      {.method = "POST",
       .target = "/api/bookings/" + one + "/cancel",
       .person = couple.student,
       .parameters = {{"CONTENT_TYPE", std::nullopt}, {"CONTENT_LENGTH", std::nullopt}}});
  BOOST_TEST(without_body.verdict() == "200");
  // The time of both is free again.
  BOOST_TEST(house.book(couple.student, couple.tutor, "12:00").verdict() == "201");
  BOOST_TEST(house.book(couple.student, couple.tutor, "14:00").verdict() == "201");
}

BOOST_TEST_DECORATOR(*description("S3-21: a little later; the old time is held until accepted"))
BOOST_DATA_TEST_CASE(proposals, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.confirmed(couple);
  const auto other = new_person();
  const auto propose = [&](const std::string& person, const std::string& clock) {
    return house.act(person, id, "proposals",
                     R"({"startsAt":")" + monday(clock) + R"(","reason":"The train"})");
  };
  BOOST_TEST(house.act(couple.tutor, id, "proposals", "{}") ==
             "400 bad_input startsAt:required reason:required");
  BOOST_TEST(propose(couple.tutor, "08:00") == "422 too_soon");
  BOOST_TEST(propose(couple.tutor, "12:20") == "201 confirmed");
  BOOST_TEST(propose(couple.tutor, "12:20") == "200 confirmed");
  const auto proposed = house.get(couple.student, "/api/bookings/" + id);
  BOOST_TEST(proposed.text("proposal.id") == "1");
  BOOST_TEST(proposed.text("proposal.startsAt") == "2026-11-23T12:20:00.000Z");
  BOOST_TEST(proposed.text("startsAt") == "2026-11-23T12:00:00.000Z");
  BOOST_TEST(house.book(other, couple.tutor, "11:30").verdict() == "409 slot_taken");
  BOOST_TEST(house.act(couple.tutor, id, "proposals/1/accept") == "403 not_your_action");
  BOOST_TEST(house.act(couple.student, id, "proposals/2/accept") == "404 not_found");
  BOOST_TEST(house.act(couple.student, id, "proposals/1/accept") == "200 confirmed");
  BOOST_TEST(house.act(couple.student, id, "proposals/1/accept") == "200 confirmed");
  BOOST_TEST(house.act(couple.student, id, "proposals/1/decline") == "409 wrong_state");
  BOOST_TEST(house.get(couple.student, "/api/bookings/" + id).text("startsAt") ==
             "2026-11-23T12:20:00.000Z");
  BOOST_TEST(house.book(other, couple.tutor, "11:20").verdict() == "201");
  BOOST_TEST(propose(couple.student, "11:00") == "409 slot_taken");
  BOOST_TEST(propose(couple.student, "14:00") == "201 confirmed");
  BOOST_TEST(house.act(couple.tutor, id, "proposals/2/decline") == "200 confirmed");
}

BOOST_TEST_DECORATOR(*description("S1-19: what the other reads of a booking, as in messages"))
BOOST_DATA_TEST_CASE(contact_details_refused, fastcgi, protocol) {
  BookingHouse house(protocol);
  house.site = "classroom";
  const auto couple = new_bookable_couple("classroom");
  for (const auto& [person, role] :
       {std::pair(couple.tutor, "tutor"), std::pair(couple.student, "student")}) {
    sql("classroom")
        .execute("INSERT INTO enrolments SET person_id = '" + person + "', course_id = 'c" +
                 couple.student + "', batch_id = 'b', role = '" + role +
                 "', institution_id = 'i', state = 'active', version = 1");
  }
  const std::string call = R"("é: call 07700 900123")";
  const std::string spans = R"([{"from":8,"to":20,"kind":"phone"}])";
  const auto subject =
      house.book(couple.student, couple.tutor, "12:00", 60, ",\"subject\":" + call);
  BOOST_TEST(subject.verdict() == "422 contact_details_not_allowed");
  BOOST_TEST(boost::json::serialize(subject.at("spans")) == spans);
  const auto id = house.book(couple.student, couple.tutor, "12:00").text("id");
  BOOST_TEST(house.act(couple.tutor, id, "confirm") == "200 confirmed");
  const auto at_one = R"({"startsAt":")" + monday("13:00") + R"(","reason":)";
  const auto proposal =
      house.post(couple.tutor, "/api/bookings/" + id + "/proposals", at_one + call + "}");
  BOOST_TEST(proposal.verdict() == "422 contact_details_not_allowed");
  BOOST_TEST(boost::json::serialize(proposal.at("spans")) == spans);
  // What lies in the booking comes first.
  const auto past = R"({"startsAt":")" + monday("07:00") + R"(","reason":)" + call + "}";
  BOOST_TEST(house.act(couple.tutor, id, "proposals", past) == "422 too_soon");
  BOOST_TEST(house.act(couple.student, id, "cancel", R"({"reason":)" + call + "}") ==
             "422 contact_details_not_allowed");
  BOOST_TEST(house.act(couple.tutor, id, "proposals", at_one + "\"The train\"}") ==
             "201 confirmed");
  BOOST_TEST(house.act(couple.student, id, "cancel", R"({"reason":"Page 12 at 17:30"})") ==
             "200 cancelled");
  // Again it changes nothing, so nobody reads it.
  BOOST_TEST(house.act(couple.student, id, "cancel", R"({"reason":)" + call + "}") ==
             "200 cancelled");
}

BOOST_TEST_DECORATOR(*description("S1-19: masked, and safe to repeat as it was sent"))
BOOST_DATA_TEST_CASE(contact_details_masked, fastcgi, protocol) {
  BookingHouse house(protocol);
  house.site = "advisor";
  const auto couple = new_bookable_couple("advisor");
  const std::string more = R"(,"subject":"Essay, anna@example.org","clientId":"b1")";
  const auto booked = house.book(couple.student, couple.tutor, "12:00", 60, more);
  BOOST_TEST(booked.verdict() == "201");
  BOOST_TEST(booked.text("subject") == "Essay, •••");
  const auto again = house.book(couple.student, couple.tutor, "12:00", 60, more);
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  const auto id = booked.text("id");
  house.tell("paid", id, 1);
  const auto propose = [&](const std::string& reason) {
    return house.post(couple.student, "/api/bookings/" + id + "/proposals",
                      R"({"startsAt":")" + monday("13:00") + R"(","reason":")" + reason +
                          R"(","clientId":"p1"})");
  };
  const auto proposed = propose("Call 07700 900123");
  BOOST_TEST(proposed.verdict() == "201");
  BOOST_TEST(proposed.text("proposal.reason") == "Call •••");
  const auto repeated = propose("Call 07700 900123");
  BOOST_TEST(repeated.verdict() == "200");
  BOOST_TEST(repeated.header("Idempotent-Replay") == "true");
  BOOST_TEST(propose("Call me").verdict() == "422 client_id_reused");
  BOOST_TEST(house.act(couple.student, id, "cancel", R"({"reason":"Ask @anna_k on Telegram"})") ==
             "200 cancelled");
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/" + id).text("cancellation.reason") ==
             "Ask ••• on Telegram");
  BOOST_TEST(sql("advisor").number("SELECT COUNT(*) FROM booking_proposals WHERE booking_id = " +
                                   id + " AND reason LIKE '%07700%'") == 0);
}

// A proposal by its clientId: "201", or "200 replay", or the verdict.
std::string proposed(BookingHouse& house, const std::string& person, const std::string& booking,
                     const std::string& clock, const std::string& client_id,
                     const std::string& reason = "The train") {
  const auto answer = house.post(person, "/api/bookings/" + booking + "/proposals",
                                 R"({"startsAt":")" + monday(clock) + R"(","reason":")" + reason +
                                     R"(","clientId":")" + client_id + "\"}");
  const bool replay = answer.header("Idempotent-Replay") == "true";
  return answer.verdict() + (replay ? " replay" : "");
}

BOOST_TEST_DECORATOR(
    *description("contract 1: a proposal is safe to repeat, whatever became of it"))
BOOST_DATA_TEST_CASE(repeated_proposals, protocols, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto& [tutor, student] = couple;
  const auto id = house.confirmed(couple);
  const auto count = [&] {
    return sql().number("SELECT COUNT(*) FROM booking_proposals WHERE booking_id = " + id);
  };
  BOOST_TEST(proposed(house, tutor, id, "12:20", "c1") == "201");
  BOOST_TEST(proposed(house, tutor, id, "12:20", "c1") == "200 replay");
  BOOST_TEST(proposed(house, tutor, id, "12:25", "c1") == "422 client_id_reused");
  BOOST_TEST(proposed(house, tutor, id, "12:20", "c1", "The bus") == "422 client_id_reused");
  // The same under another name is open already, and is known by both names from then on.
  BOOST_TEST(proposed(house, tutor, id, "12:20", "c2") == "200");
  BOOST_TEST(count() == 1);
  BOOST_TEST(house.act(student, id, "proposals/1/decline") == "200 confirmed");
  BOOST_TEST(proposed(house, tutor, id, "12:20", "c1") == "200 replay");
  BOOST_TEST(proposed(house, tutor, id, "12:20", "c2") == "200 replay");
  BOOST_TEST(count() == 1);
  // Another person's and another booking's names are others.
  BOOST_TEST(proposed(house, student, id, "12:30", "c1") == "201");
  BOOST_TEST(house.act(tutor, id, "proposals/2/accept") == "200 confirmed");
  const auto other = house.settled(couple, "15:00");
  BOOST_TEST(proposed(house, tutor, other, "16:00", "c1") == "201");
  // Also where nothing can be proposed any more.
  BOOST_TEST(house.act(tutor, id, "cancel") == "200 cancelled");
  BOOST_TEST(proposed(house, student, id, "12:30", "c1") == "200 replay");
  BOOST_TEST(proposed(house, student, id, "12:30", "c3") == "409 wrong_state");
  BOOST_TEST(proposed(house, new_person(), id, "12:30", "c1") == "404 not_found");
}

BOOST_TEST_DECORATOR(
    *description("contract 1: the header Idempotency-Key names a proposal as well"))
BOOST_DATA_TEST_CASE(proposal_by_header, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.confirmed(couple);
  const Call call{
      .method = "POST",
      .target = "/api/bookings/" + id + "/proposals",
      .body = R"({"startsAt":")" + monday("12:20") + R"(","reason":"The train"})",
      .person = couple.tutor,
      .parameters = {{"HTTP_CHALKLINE_NOW", monday("08:00")}, {"HTTP_IDEMPOTENCY_KEY", "c1"}}};
  BOOST_TEST(house.house.ask(call).verdict() == "201");
  BOOST_TEST(proposed(house, couple.tutor, id, "12:20", "c1") == "200 replay");
  BOOST_TEST(house.house.ask(call).header("Idempotent-Replay") == "true");
}

const std::string week =
    R"({"timeZone":"Europe/Berlin","weekly":[{"day":1,"from":"11:00","to":"12:30"}],)"
    R"("exceptions":[{"date":"2026-11-30","from":"00:00","to":"24:00","open":false}]})";

BOOST_TEST_DECORATOR(*description("S3-22, contract 3: kept by the tutor, in the tutor's wall time"))
BOOST_DATA_TEST_CASE(availability, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_couple();
  const auto mine = house.get(couple.tutor, "/api/bookings/availability");
  BOOST_TEST(mine.body == R"({"timeZone":"UTC","weekly":[],"exceptions":[]})");
  BOOST_TEST(house.put(couple.tutor, "/api/bookings/availability", week).body == week);
  BOOST_TEST(house.get(couple.tutor, "/api/bookings/availability").body == week);
  const auto of_tutor = "/api/bookings/tutors/" + couple.tutor + "/availability";
  BOOST_TEST(house.get(couple.student, of_tutor).body == week);
  BOOST_TEST(house.put(couple.student, "/api/bookings/availability", week).verdict() ==
             "403 role_missing");
  BOOST_TEST(house.get(couple.student, "/api/bookings/tutors/nobody/availability").verdict() ==
             "404 not_found");
  BOOST_TEST(house
                 .put(couple.tutor, "/api/bookings/availability",
                      R"({"timeZone":"Mars/Olympus","weekly":[{"day":8,"from":"9:00"}],)"
                      R"("exceptions":[{"date":"2026-02-30","from":"10:00","to":"09:00"}]})")
                 .status == 400);
}

BOOST_TEST_DECORATOR(*description("S3-14, S3-22: start times open to the caller, and no others"))
BOOST_DATA_TEST_CASE(slots, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_couple();
  house.put(couple.tutor, "/api/bookings/availability", week);
  const auto slots = [&](const std::string& person, const std::string& query) {
    const auto answer =
        house.get(person, "/api/bookings/tutors/" + couple.tutor + "/slots?" + query);
    if (answer.status != 200) return answer.verdict();
    std::string line;
    for (const auto& item : answer.at("items").as_array()) {
      line += std::string(item.at("startsAt").as_string()).substr(8, 8) + " ";
    }
    return line;
  };
  const std::string two_weeks = "from=2026-11-23&to=2026-12-06&minutes=80";
  BOOST_TEST(slots(couple.student, two_weeks) == "23T10:00 23T10:05 23T10:10 ");
  house.now = "09:05";
  BOOST_TEST(slots(couple.student, two_weeks) == "23T10:05 23T10:10 ");
  house.now = "08:00";
  const auto other = new_bookable_couple();
  BOOST_TEST(house.book(couple.student, other.tutor, "10:00", 30).verdict() == "201");
  const std::string short_ones = "from=2026-11-23&to=2026-11-23&minutes=55";
  BOOST_TEST(slots(couple.student, short_ones) == "23T10:30 23T10:35 ");
  BOOST_TEST(slots(other.student, "from=2026-11-23&to=2026-11-23&minutes=85") ==
             "23T10:00 23T10:05 ");
  BOOST_TEST(slots(couple.student, "from=2026-11-23&to=2026-11-23&minutes=7") == "422 bad_length");
  BOOST_TEST(slots(couple.student, "from=2026-11-23&to=2026-12-24&minutes=90") ==
             "07T10:00 14T10:00 21T10:00 ");
  for (const std::string days :
       {"from=2026-11-23&to=2026-12-25", "from=2026-11-24&to=2026-11-23"}) {
    BOOST_TEST(slots(couple.student, days + "&minutes=90") == "400 bad_input to:out_of_range");
  }
  BOOST_TEST(slots(couple.student, "from=soon") ==
             "400 bad_input from:malformed to:required minutes:required");
  BOOST_TEST(house.book(couple.student, couple.tutor, "11:00").verdict() ==
             "422 outside_availability");
}

BOOST_TEST_DECORATOR(*description("S3-23, S3-24: slots and booking ask for what the list asks for"))
BOOST_DATA_TEST_CASE(offered_to_anybody, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto stranger = new_person();
  const auto slots = [&](const std::string& person) {
    return house
        .get(person, "/api/bookings/tutors/" + couple.tutor +
                         "/slots?from=2026-11-23&to=2026-11-23&minutes=30")
        .at("items")
        .as_array()
        .size();
  };
  const auto set = [&](const std::string& change) {
    sql().execute("UPDATE people SET " + change + " WHERE id = '" + couple.tutor + "'");
  };
  BOOST_TEST(slots(stranger) > 0U);
  set("standing = 'suspended'");
  BOOST_TEST(slots(stranger) == 0U);
  BOOST_TEST(slots(couple.student) > 0U);
  BOOST_TEST(house.book(stranger, couple.tutor, "15:00").verdict() == "403 tutor_not_offered");
  BOOST_TEST(house.book(couple.student, couple.tutor, "15:00").verdict() == "201");
  set("standing = 'ok'");
  house.put(couple.tutor, "/api/inbox/blocks/" + stranger, "");
  BOOST_TEST(slots(stranger) == 0U);
  BOOST_TEST(house.book(stranger, couple.tutor, "16:00").verdict() == "403 communication_blocked");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
