#include "storage/bookings.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/new_bookings.h"
#include "storage/availability.h"
#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::BookingActor;
using rules::BookingState;
using std::chrono::hours;
using std::chrono::minutes;

BOOST_FIXTURE_TEST_SUITE(bookings, Fixture)

rules::BookingRecord record(rules::Time starts_at = noon(), const std::string& student = "s") {
  rules::BookingRecord record{.tutor = {.id = "t"}, .student = {.id = student}};
  record.booking() = {.state = BookingState::requested,
                      .decided = BookingState::requested,
                      .starts_at = starts_at,
                      .length = minutes(50),
                      .booked_at = noon() - hours(4),
                      .asked_at = noon() - hours(3),
                      .changes = 1};
  record.time_zone = "Europe/Berlin";
  record.wall_start = rules::WallTime((starts_at + hours(1)).time_since_epoch());
  record.due_at = starts_at;
  return record;
}

rules::BookingRecord with_everything(rules::BookingRecord all) {
  auto& booking = all.booking();
  booking.state = BookingState::missed_by_tutor;
  booking.decided = BookingState::confirmed;
  booking.closed_here = booking.paid = true;
  booking.starts_at += hours(1);
  booking.length = minutes(60);
  booking.student = {noon(1), true};
  booking.tutor = {noon(2), false};
  booking.started_at = noon(3);
  booking.proposal = {.number = 2,
                      .by = BookingActor::student,
                      .starts_at = noon(4),
                      .reason = "It's :late 😀",
                      .state = rules::ProposalState::declined};
  booking.cancellation = {
      .by = BookingActor::support, .at = noon(5), .late = true, .reason = "O'Brien"};
  booking.told = {7, 6, 5};
  booking.changes = 9;
  all.external_id = "x:1";
  all.price = rules::Price{2500, "EUR"};
  all.due_at.reset();
  return all;
}

BOOST_AUTO_TEST_CASE(rows, *description("S3-29: every field of a booking is kept")) {
  person("t", {rules::Role::tutor});
  auto one = record();
  one.subject = "Maths";
  one.id = run(insert_booking, one, Booker{"s", "c1"});
  auto kept = *run(load_booking, one.id);
  BOOST_TEST((kept.booking() == one.booking()));
  BOOST_TEST(kept.tutor.name == "Name of t");
  BOOST_TEST(kept.student.name == "");
  BOOST_TEST((kept.wall_start == one.wall_start && kept.due_at == one.due_at));
  BOOST_TEST((kept.subject == "Maths" && kept.time_zone == "Europe/Berlin"));
  BOOST_TEST((!kept.external_id && !kept.price && !kept.series_id && !kept.facts.next_starts_at));
  one = with_everything(one);
  one.sequence = 4;
  run(update_booking, one);
  run(put_booking_proposal, one.id, *one.booking().proposal);
  kept = *run(load_booking, one.id);
  BOOST_TEST((kept.booking() == one.booking()));
  BOOST_TEST((kept.external_id == "x:1" && !kept.due_at && kept.sequence == 4));
  BOOST_TEST((kept.price->amount == 2500 && kept.price->currency == "EUR"));
  BOOST_TEST(run(load_external_booking_pair, std::string("x:1"))->id == one.id);
  BOOST_TEST(run(load_booking_pair, one.id)->tutor_id == "t");
  BOOST_TEST(run(load_booking_pair, one.id)->booked_by == "s");
  BOOST_TEST((kept.booked_by == "s"));
  BOOST_TEST(run(load_booking_by_client_id, std::string("s"), std::string("c1"))->id == one.id);
  BOOST_TEST(!run(load_booking, one.id + 1).has_value());
}

BOOST_AUTO_TEST_CASE(keys, *description("contract 1: a clientId books once")) {
  auto one = record();
  one.external_id = "x:1";
  run(insert_booking, one, Booker{"s", "c1"});
  auto other = record(noon() + hours(5));
  BOOST_TEST(fault_of([&] {
               run(insert_booking, other, Booker{"s", "c1"});
             }).key == "booker_client");
  other.external_id = "x:1";
  BOOST_TEST(fault_of([&] { run(insert_booking, other, Booker{"", ""}); }).key == "external");
}

BOOST_AUTO_TEST_CASE(time, *description("S3-28: nobody has two bookings in one quantum")) {
  const rules::Interval<rules::Time> lesson{noon(), noon() + minutes(50)};
  run(insert_booked_time, std::vector<std::string>{"t"}, 1LL, lesson);
  const struct {
    int from;
    int until;
    bool taken;
  } table[] = {{-50, 0, false}, {50, 100, false}, {-50, 1, true}, {49, 60, true},
               {0, 50, true},   {10, 15, true},   {-10, 70, true}};
  for (const auto& row : table) {
    const rules::Interval<rules::Time> other{noon() + minutes(row.from),
                                             noon() + minutes(row.until)};
    BOOST_TEST(run(is_booked, std::string("t"), 0LL, other) == row.taken, row.from);
    BOOST_TEST(!run(is_booked, std::string("t"), 1LL, other), row.from);
    BOOST_TEST(!run(is_booked, std::string("s"), 0LL, other), row.from);
    const auto either = [&](const std::string& one, const std::string& two, long long but) {
      return run(is_either_booked, one, two, but, other);
    };
    BOOST_TEST(either("t", "s", 0) == row.taken, row.from);
    BOOST_TEST(either("s", "t", 0) == row.taken, row.from);
    BOOST_TEST(!either("s", "t", 1), row.from);
    BOOST_TEST(!either("s", "u", 0), row.from);
  }
  const rules::Interval<rules::Time> late{noon() + minutes(45), noon() + minutes(60)};
  BOOST_TEST((fault_of([&] {
                run(insert_booked_time, std::vector<std::string>{"t"}, 2LL, late);
              }).kind == Fault::Kind::conflict));
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM booking_quanta") == "10");
  const std::vector<std::string> two{"s", "t"};
  BOOST_TEST(
      (fault_of([&] { run(insert_booked_time, two, 2LL, late); }).kind == Fault::Kind::conflict));
  BOOST_TEST(!run(is_booked, std::string("s"), 0LL, lesson));
  run(delete_booked_time, 1LL);
  BOOST_TEST(!run(is_booked, std::string("t"), 0LL, lesson));
}

BOOST_AUTO_TEST_CASE(booked, *description("S3-14: what is over takes no time off the list")) {
  auto one = record();
  const auto id = run(insert_booking, one, Booker{});
  const rules::Interval<rules::Time> lesson{noon(), noon() + minutes(50)};
  run(insert_booked_time, std::vector<std::string>{"t"}, id, lesson);
  const auto at = [&](rules::Time now) {
    return run(load_booked, std::string("t"),
               rules::Interval<rules::Time>{noon() + minutes(45), noon() + minutes(60)}, now);
  };
  const rules::Intervals<rules::Time> rest{{noon() + minutes(45), noon() + minutes(50)}};
  BOOST_TEST((at(noon()) == rest));
  BOOST_TEST(at(noon(1)).empty());
  const auto overdue = [&](const std::string& person, rules::Time now) {
    return run(load_overdue_bookings, person, std::string("x"), now).size();
  };
  BOOST_TEST(overdue("t", noon()) == 0);
  BOOST_TEST(overdue("t", noon(1)) == 1);
  BOOST_TEST(overdue("s", noon(1)) == 1);
  BOOST_TEST(overdue("x", noon(1)) == 0);
  one.id = id;
  one.booking().state = BookingState::in_session;
  run(update_booking, one);
  BOOST_TEST((at(noon(1)) == rest));
}

BOOST_AUTO_TEST_CASE(next_booking, *description("S3-16: the next booking of either of the two")) {
  const auto id = run(insert_booking, record(), Booker{});
  const auto next = [&] { return run(load_booking, id)->facts.next_starts_at; };
  const auto hold = [&](const std::string& person, int minute) {
    const auto from = noon() + minutes(minute);
    run(insert_booked_time, std::vector<std::string>{person}, 99LL,
        rules::Interval<rules::Time>{from, from + minutes(5)});
  };
  hold("t", 0);
  BOOST_TEST(!next().has_value());
  hold("s", 120);
  BOOST_TEST((next() == noon() + minutes(120)));
  hold("t", 50);
  BOOST_TEST((next() == noon() + minutes(50)));
}

BOOST_AUTO_TEST_CASE(guards, *description("S3-28: one row a person, written at every use")) {
  const auto lock = [&](const std::string& one, const std::string& other) {
    database.write([&](Session& session) {
      lock_booking_guards(session, one, other);
      return true;
    });
  };
  lock("t", "s");
  lock("s", "t");
  lock("t", "u");
  BOOST_TEST(sql.value("SELECT GROUP_CONCAT(person_id, turns ORDER BY person_id)"
                       " FROM booking_guards") == "s2,t4,u1");
}

BOOST_AUTO_TEST_CASE(lists, *description("S3-06: as tutor and as student, page by page")) {
  for (int i = 0; i < 5; ++i) {
    auto one = record(noon() + hours(i), i % 2 == 0 ? "s" : "other");
    if (i == 4) std::swap(one.tutor, one.student);
    if (i == 3) one.booking().state = BookingState::completed;
    one.due_at = noon() + hours(i + 1);
    run(insert_booking, one, Booker{});
  }
  const auto starts = [](const std::vector<rules::BookingRecord>& page) {
    std::string line;
    for (const auto& one : page) {
      line += std::to_string((one.booking().starts_at - noon()) / hours(1)) + " ";
    }
    return line;
  };
  using Place = std::optional<BookingPlace>;
  const std::string tutor = "t";
  const auto first = run(load_held_bookings, tutor, Place(), 2, noon());
  BOOST_TEST(starts(first) == "0 1 ");
  const Place after = BookingPlace{first.back().booking().starts_at, first.back().id};
  BOOST_TEST(starts(run(load_held_bookings, tutor, after, 5, noon())) == "2 4 ");
  BOOST_TEST(starts(run(load_held_bookings, std::string("s"), Place(), 5, noon())) == "0 2 4 ");
  BOOST_TEST(starts(run(load_ended_bookings, tutor, Place(), 5, noon())) == "3 ");
  const auto ended = run(load_ended_bookings, tutor, Place(), 2, noon() + hours(2) + minutes(1));
  BOOST_TEST(starts(ended) == "3 1 ");
  const Place before = BookingPlace{ended.back().booking().starts_at, ended.back().id};
  BOOST_TEST(starts(run(load_ended_bookings, tutor, before, 5, noon() + hours(9))) == "0 ");
  BOOST_TEST(run(load_due_bookings, noon() + hours(2), 10).size() == 2);
  BOOST_TEST(run(load_due_bookings, noon() + hours(2), 1).size() == 1);
}

BOOST_AUTO_TEST_CASE(several, *description("S0-18, contract 3: of cards, calendars and zones")) {
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) {
    auto one = record(noon() + hours(i), i % 2 == 0 ? "s" : "other");
    if (i == 3) one.booking().state = BookingState::cancelled;
    ids.push_back(std::to_string(run(insert_booking, one, Booker{})));
  }
  BOOST_TEST(run(load_bookings, std::vector{ids[0], ids[3], std::string("999")}).size() == 2);
  run(mark_booking_card, std::stoll(ids[0]), rules::CardPlace{5, 6});
  const auto card = run(load_booking, std::stoll(ids[0]))->card;
  BOOST_TEST((card->thread_id == 5 && card->seq == 6));
  BOOST_TEST(!run(load_booking, std::stoll(ids[1]))->card.has_value());
  const auto since = [&](const std::string& person, rules::Time time, int limit) {
    return run(load_bookings_since, person, time, limit).size();
  };
  BOOST_TEST(since("t", noon(), 9) == 4);
  BOOST_TEST(since("t", noon(1), 9) == 3);
  BOOST_TEST(since("t", noon(), 2) == 2);
  BOOST_TEST(since("other", noon(), 9) == 2);
  const auto all = run(load_booked_walls, noon(), DuePlace{}, 9);
  BOOST_REQUIRE(all.size() == 3U);
  BOOST_TEST(run(load_booked_walls, noon() + hours(1), DuePlace{}, 9).size() == 2U);
  BOOST_TEST(run(load_booked_walls, noon(), DuePlace{}, 2).size() == 2U);
  const auto walls = run(load_booked_walls, noon(), DuePlace{all[0].due_at, all[0].id}, 9);
  BOOST_REQUIRE(walls.size() == 2U);
  BOOST_TEST(walls[0].id == std::stoll(ids[1]));
  BOOST_TEST(walls[0].time_zone == "Europe/Berlin");
  BOOST_TEST((walls[0].starts_at == noon() + hours(1)));
  BOOST_TEST((walls[0].wall_start.time_since_epoch() == (noon() + hours(2)).time_since_epoch()));
}

BOOST_AUTO_TEST_CASE(hours_kept, *description("S3-22: the week and the exceptions to it")) {
  person("t", {rules::Role::tutor});
  BOOST_TEST(!run(load_availability, std::string("t")).has_value());
  const rules::Date day = std::chrono::local_days(std::chrono::year(2026) / 12 / 24);
  const rules::Availability availability{
      .time_zone = "Europe/Berlin",
      .weekly = {{1, minutes(540), minutes(720)}, {7, minutes(0), minutes(1440)}},
      .exceptions = {{day, minutes(0), minutes(1440), false},
                     {day + std::chrono::days(1), minutes(60), minutes(90), true}}};
  BOOST_TEST(run(mark_working_hours, std::string("t"), availability));
  BOOST_TEST(!run(mark_working_hours, std::string("nobody"), availability));
  run(insert_availability_exceptions, std::string("t"), availability.exceptions);
  BOOST_TEST((run(load_availability, std::string("t")) == availability));
  run(delete_availability_exceptions, std::string("t"));
  BOOST_TEST(run(load_availability, std::string("t"))->exceptions.empty());
  run(insert_availability_exceptions, std::string("t"), std::vector<rules::ExceptionalHours>());
  BOOST_TEST(run(load_time_zone, std::string("t")) == "Europe/Berlin");
  BOOST_TEST(run(load_time_zone, std::string("nobody")) == "");
}

BOOST_AUTO_TEST_CASE(offers, *description("S3-23 to S3-25: who has taught, referred, matches")) {
  for (const auto* id : {"a", "s", "z"}) person(id, {rules::Role::tutor});
  sql.execute("UPDATE people SET working_hours = '{}' WHERE id IN ('a', 'z')");
  sql.execute("UPDATE people SET subjects = '[\"Maths\",\"O\\'Brien\"]' WHERE id = 'a'");
  const auto facts = [&](const std::string& tutor, const std::string& subject) {
    const auto found = run(load_offer, std::string("s"), tutor, subject).facts;
    return std::string(found.taught ? "taught " : "") + (found.referred ? "referred " : "") +
           (found.matches ? "matches" : "");
  };
  BOOST_TEST(facts("a", "") == "matches");
  BOOST_TEST(facts("a", "O'Brien") == "matches");
  BOOST_TEST(facts("a", "Latin") == "");
  BOOST_TEST(facts("nobody", "") == "");
  for (const std::string change : {"standing = 'suspended'", "working_hours = NULL"}) {
    sql.execute("UPDATE people SET " + change + " WHERE id = 'z'");
    BOOST_TEST(facts("z", "") == "");
    sql.execute("UPDATE people SET standing = 'ok', working_hours = '{}' WHERE id = 'z'");
  }
  sql.execute("UPDATE people SET time_zone = 'Asia/Kolkata' WHERE id = 's'");
  BOOST_TEST(run(load_offer, std::string("s"), std::string("a"), std::string()).student_zone ==
             "Asia/Kolkata");
  BOOST_TEST(run(load_offer, std::string("x"), std::string("a"), std::string()).is_tutor);
  BOOST_TEST(!run(load_offer, std::string("s"), std::string("x"), std::string()).is_tutor);
  sql.execute(
      "INSERT INTO relationships (low_id, high_id, low_teaches, high_referred)"
      " VALUES ('a', 's', 'ended', 1), ('s', 'z', 'active', 0)");
  BOOST_TEST(facts("a", "Latin") == "taught ");
  sql.execute(
      "UPDATE relationships SET high_teaches = 'exploring', high_referred = 1"
      " WHERE high_id = 'z'");
  BOOST_TEST(facts("z", "") == "referred matches");
  BOOST_TEST(run(load_past_tutors, std::string("s")) == std::vector<std::string>{"a"},
             boost::test_tools::per_element());
  auto one = record();
  one.tutor.id = "z";
  one.booking().state = BookingState::completed;
  run(insert_booking, one, Booker{});
  BOOST_TEST(facts("z", "") == "taught referred matches");
  BOOST_TEST(run(load_past_tutors, std::string("s")).size() == 2);
}

BOOST_AUTO_TEST_CASE(many, *description("speed: what is booked of many people, in one statement")) {
  auto one = record();
  one.booking().state = BookingState::confirmed;
  one.due_at = noon(60);
  run(insert_booking, one, Booker{});
  auto over = record();
  over.student.id = "o";
  over.booking().state = BookingState::cancelled;
  run(insert_booking, over, Booker{});
  const auto start = one.booking().starts_at;
  const rules::Interval<rules::Time> day{start - std::chrono::hours(12),
                                         start + std::chrono::hours(12)};
  const std::vector<std::string> people{one.tutor.id, one.student.id, "o", "nobody"};
  const auto booked = run(load_booked_of_many, people, day, noon());
  BOOST_TEST(booked.size() == 2U);
  for (const auto& person : {one.tutor.id, one.student.id}) {
    BOOST_TEST((booked.at(person) == run(load_booked, person, day, noon())));
    BOOST_TEST(booked.at(person).size() == 1U);
  }
  BOOST_TEST(run(load_booked_of_many, people, day, noon(61)).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
