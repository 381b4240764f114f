#include <boost/test/unit_test.hpp>

#include "child.h"
#include "client.h"
#include "people.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

constexpr const char* today = "2030-05-01T08:00:00.000Z";
constexpr const char* tomorrow = "2030-05-02T08:00:00.000Z";
constexpr const char* just_before = "2030-05-02T07:59:59.999Z";

// A couple with one message of the tutor, and the student's connection.
struct Desk {
  Desk() : people(new_couple("marketplace")), tutor(people.tutor), student(people.student) {
    path = "/api/inbox/threads/" + tutor.say(people.student, "hello").text("thread.id");
  }
  std::size_t shown(const std::string& show) {
    return student.get("/api/inbox?show=" + show).at("items").get_array().size();
  }
  bool flag(const std::string& name) { return student.get(path).at(name).get_bool(); }
  Answer keep(const json::object& change) { return student.patch(path, change); }

  Couple people;
  Client tutor;
  Client student;
  std::string path;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(keeping)

BOOST_AUTO_TEST_CASE(S2_32_each_flag_is_set_and_cleared_by_itself) {
  Desk desk;
  const auto before = desk.student.get(desk.path);
  for (const std::string name : {"pinned", "archived", "muted", "markedUnread", "wakeOnMessage"}) {
    const bool first = before.at(name).get_bool();
    for (const bool value : {!first, !first, first}) {
      const auto kept = desk.keep({{name, value}});
      BOOST_TEST_REQUIRE(kept.verdict() == "200", name);
      BOOST_TEST(kept.at(name).get_bool() == value, name);
      BOOST_TEST(kept.body == desk.student.get(desk.path).body, name);
    }
    BOOST_TEST(desk.student.get(desk.path).body == before.body, name);
  }
  BOOST_TEST(desk.keep({}).body == before.body);
}

BOOST_AUTO_TEST_CASE(a_change_is_the_callers_alone) {
  Desk desk;
  const auto before = desk.tutor.get(desk.path);
  desk.keep({{"pinned", true}, {"archived", true}, {"muted", true}, {"markedUnread", true}});
  BOOST_TEST(desk.tutor.get(desk.path).body == before.body);
}

BOOST_AUTO_TEST_CASE(a_message_of_the_other_takes_a_thread_out_of_the_archive_unless_muted) {
  Desk desk;
  desk.keep({{"archived", true}});
  BOOST_TEST(desk.shown("all") == 0U);
  BOOST_TEST(desk.shown("archived") == 1U);
  desk.student.say(desk.people.tutor, "my own message does not");
  BOOST_TEST(desk.flag("archived"));
  desk.tutor.say(desk.people.student, "the tutor's does");
  BOOST_TEST(!desk.flag("archived"));
  BOOST_TEST(desk.shown("all") == 1U);
  desk.keep({{"archived", true}, {"muted", true}});
  desk.tutor.say(desk.people.student, "but not where muted");
  BOOST_TEST(desk.flag("archived"));
}

BOOST_AUTO_TEST_CASE(S2_33_a_snoozed_thread_is_hidden_until_it_is_due) {
  Desk desk;
  desk.student.at(today);
  const auto kept = desk.keep({{"snoozedUntil", tomorrow}});
  BOOST_TEST(kept.text("snoozedUntil") == tomorrow);
  BOOST_TEST(desk.shown("all") == 0U);
  BOOST_TEST(desk.student.at(just_before).get("/api/inbox").at("items").get_array().empty());
  desk.student.at(tomorrow);
  BOOST_TEST(desk.shown("all") == 1U);
  desk.student.at(today);
  BOOST_TEST(desk.keep({{"snoozedUntil", nullptr}}).at("snoozedUntil").is_null());
  BOOST_TEST(desk.shown("all") == 1U);
}

BOOST_AUTO_TEST_CASE(S2_33_a_message_wakes_a_snoozed_thread_where_wanted) {
  Desk desk;
  desk.student.at(today);
  desk.tutor.at(today);
  desk.keep({{"snoozedUntil", tomorrow}});
  desk.student.say(desk.people.tutor, "my own message does not wake it");
  BOOST_TEST(desk.shown("all") == 0U);
  desk.tutor.say(desk.people.student, "wake up");
  BOOST_TEST(desk.shown("all") == 1U);
  BOOST_TEST(desk.student.get(desk.path).at("snoozedUntil").is_null());
  desk.keep({{"snoozedUntil", tomorrow}, {"wakeOnMessage", false}});
  desk.tutor.say(desk.people.student, "sleep on");
  BOOST_TEST(desk.shown("all") == 0U);
  BOOST_TEST(desk.student.get(desk.path).text("snoozedUntil") == tomorrow);
}

BOOST_AUTO_TEST_CASE(S2_33_scheduled_work_ends_a_snooze_that_is_due) {
  Desk desk;
  desk.student.at(today);
  desk.keep({{"snoozedUntil", tomorrow}});
  const std::string scheduled = state_folder() / "bin" / "scheduled";
  BOOST_TEST(run_program({scheduled, "--once", "--now", just_before}).status == 0);
  BOOST_TEST(desk.student.get(desk.path).text("snoozedUntil") == tomorrow);
  BOOST_TEST(run_program({scheduled, "--once", "--now", tomorrow}).status == 0);
  BOOST_TEST(desk.student.get(desk.path).at("snoozedUntil").is_null());
}

BOOST_AUTO_TEST_CASE(S2_33_the_machines_clock_wakes_nobody_whose_clock_stands_in_the_past) {
  Desk desk;
  desk.student.at("2026-11-21T10:00:00.000Z");
  const std::string noon = "2026-11-21T12:00:00.000Z";
  desk.keep({{"snoozedUntil", noon}});
  const std::string scheduled = state_folder() / "bin" / "scheduled";
  BOOST_TEST(run_program({scheduled, "--once"}).status == 0);
  BOOST_TEST(desk.student.get(desk.path).text("snoozedUntil") == noon);
  BOOST_TEST(desk.shown("all") == 0U);
  BOOST_TEST(run_program({scheduled, "--once", "--now", noon}).status == 0);
  BOOST_TEST(desk.student.get(desk.path).at("snoozedUntil").is_null());
}

BOOST_AUTO_TEST_CASE(S2_33_a_time_is_kept_in_utc_to_the_millisecond) {
  Desk desk;
  const auto kept = desk.keep({{"snoozedUntil", "2030-05-02T10:30:00.1239+02:30"}});
  BOOST_TEST(kept.text("snoozedUntil") == "2030-05-02T08:00:00.123Z");
}

BOOST_AUTO_TEST_CASE(marked_unread_counts_until_the_next_reading_and_moves_no_receipt) {
  Desk desk;
  const auto thread = desk.path.substr(desk.path.rfind('/') + 1);
  const auto read_at = desk.student.read(thread, 1).text("readAt");
  desk.keep({{"markedUnread", true}});
  BOOST_TEST(desk.flag("markedUnread"));
  BOOST_TEST(desk.student.get(desk.path).number("unread") == 0);
  BOOST_TEST(desk.shown("unread") == 1U);
  BOOST_TEST(desk.tutor.get("/api/read-receipts?threadId=" + thread).text("0.readAt") == read_at);
  const auto again = desk.student.read(thread, 1);
  BOOST_TEST(again.text("readAt") == read_at);
  BOOST_TEST(!desk.flag("markedUnread"));
  BOOST_TEST(desk.shown("unread") == 0U);
}

BOOST_AUTO_TEST_CASE(a_wrong_change_is_told_field_by_field_and_changes_nothing) {
  Desk desk;
  const auto before = desk.student.get(desk.path).body;
  const std::string snooze = "snoozedUntil";
  const std::vector<std::pair<json::object, std::string>> rows{
      {{{"pinned", 1}}, "pinned:wrong_type"},
      {{{"pinned", "true"}}, "pinned:wrong_type"},
      {{{"pinned", nullptr}}, "pinned:wrong_type"},
      {{{snooze, 5}}, "snoozedUntil:wrong_type"},
      {{{snooze, "tomorrow"}}, "snoozedUntil:malformed"},
      {{{snooze, "2030-02-30T00:00:00Z"}}, "snoozedUntil:malformed"},
      {{{snooze, "2030-02-20"}}, "snoozedUntil:malformed"},
      {{{"unread", 0}}, "unread:unknown_field"}};
  for (const auto& [change, error] : rows) {
    const auto refused = desk.keep(change);
    BOOST_TEST_REQUIRE(refused.verdict() == "400 bad_input", error);
    BOOST_TEST(refused.text("errors.0.field") + ":" + refused.text("errors.0.code") == error);
  }
  const auto several = desk.keep({{"pinned", true}, {"muted", 1}, {"more", 2}});
  BOOST_TEST(several.at("errors").get_array().size() == 2U);
  BOOST_TEST(desk.student.get(desk.path).body == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
