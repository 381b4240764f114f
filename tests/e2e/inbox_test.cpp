#include <array>
#include <cstdio>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

constexpr const char* noon = "2026-11-20T12:00:00.000Z";

std::string minute(int after_noon) {
  const int total = 12 * 60 + after_noon;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "2026-11-20T%02d:%02d:00.000Z", total / 60, total % 60);
  return text.data();
}

std::vector<std::string> ids_of(const Answer& list) {
  std::vector<std::string> ids;
  for (const auto& item : list.at("items").get_array()) {
    ids.emplace_back(item.at("with").at("id").get_string());
  }
  return ids;
}

void check_badge(Client& person, long long threads, long long messages) {
  const auto badge = person.get("/api/inbox/unread");
  BOOST_TEST(badge.number("threads") == threads);
  BOOST_TEST(badge.number("messages") == messages);
}

// A student with tutors who each have written one message, the first one at noon, each a minute
// after the one before.
struct Correspondence {
  Person student;
  std::vector<Person> tutors;
  std::vector<std::string> threads;
};

Correspondence new_correspondence(int tutors) {
  Cast cast("marketplace");
  cast.person("student", "student");
  Correspondence all;
  all.tutors = new_crowd(cast, "marketplace", "student", "tutor", tutors);
  cast.arrive();
  all.student = cast["student"];
  for (int i = 0; i < tutors; ++i) {
    Client tutor(all.tutors[static_cast<std::size_t>(i)]);
    const auto sent = tutor.at(minute(i)).say(all.student, "chalk-secret-text from a tutor");
    all.threads.push_back(sent.text("thread.id"));
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(inbox)

BOOST_AUTO_TEST_CASE(S4_13_S2_32_pinned_first_then_unread_then_the_most_recent) {
  const auto all = new_correspondence(5);
  Client student(all.student);
  const auto& t = all.tutors;
  std::vector<std::string> expected{t[4].id, t[3].id, t[2].id, t[1].id, t[0].id};
  BOOST_TEST(ids_of(student.get("/api/inbox")) == expected);

  student.read(all.threads[4], 1);
  student.read(all.threads[2], 1);
  expected = {t[3].id, t[1].id, t[0].id, t[4].id, t[2].id};
  BOOST_TEST(ids_of(student.get("/api/inbox")) == expected);

  student.patch("/api/inbox/threads/" + all.threads[2], {{"pinned", true}});
  student.patch("/api/inbox/threads/" + all.threads[0], {{"pinned", true}});
  expected = {t[0].id, t[2].id, t[3].id, t[1].id, t[4].id};
  BOOST_TEST(ids_of(student.get("/api/inbox")) == expected);

  Client(t[4]).at(minute(60)).say(all.student, "me again");
  expected = {t[0].id, t[2].id, t[4].id, t[3].id, t[1].id};
  BOOST_TEST(ids_of(student.get("/api/inbox")) == expected);

  expected = {t[0].id, t[4].id, t[3].id, t[1].id};
  BOOST_TEST(ids_of(student.get("/api/inbox?show=unread")) == expected);
  BOOST_TEST(ids_of(student.get("/api/inbox?show=parents")).empty());
  BOOST_TEST(ids_of(student.get("/api/inbox?show=archived")).empty());
}

BOOST_AUTO_TEST_CASE(S0_02_S4_03_S4_05_the_badge_counts_threads_and_messages) {
  const auto all = new_correspondence(3);
  Client student(all.student);
  check_badge(student, 3, 3);
  Client(all.tutors[0]).say(all.student, "second");
  Client(all.tutors[0]).say(all.student, "third");
  check_badge(student, 3, 5);
  student.read(all.threads[0], 2);
  check_badge(student, 3, 3);
  student.read(all.threads[0], 3);
  check_badge(student, 2, 2);

  const auto path = [&](std::size_t i) { return "/api/inbox/threads/" + all.threads[i]; };
  student.patch(path(0), {{"markedUnread", true}});
  check_badge(student, 3, 2);
  student.patch(path(1), {{"muted", true}});
  check_badge(student, 3, 2);
  student.patch(path(1), {{"archived", true}});
  check_badge(student, 2, 1);
  student.at(noon).patch(path(2), {{"snoozedUntil", "2026-11-21T12:00:00.000Z"}});
  check_badge(student, 1, 0);
  student.at("2026-11-21T12:00:00.000Z");
  check_badge(student, 2, 1);
  Client tutor(all.tutors[0]);
  check_badge(tutor, 0, 0);
}

BOOST_AUTO_TEST_CASE(S0_02_the_badge_has_an_etag) {
  const auto all = new_correspondence(1);
  Client student(all.student);
  const auto first = student.get("/api/inbox/unread");
  const auto etag = first.header("ETag");
  BOOST_TEST_REQUIRE(!etag.empty());
  for (const std::string& tags : {etag, "W/" + etag, std::string("*"), "\"other\", " + etag}) {
    // A client that believes a 304 may have a body must see the end of the connection.
    const auto same =
        student.get("/api/inbox/unread", {{"If-None-Match", tags}, {"Connection", "close"}});
    BOOST_TEST(same.status == 304);
    BOOST_TEST(same.body.empty());
    BOOST_TEST(same.header("ETag") == etag);
  }
  for (const std::string other : {"\"\"", "\"0-0\"", "0", "1-1", "\"11-1\"", "\"1-11\""}) {
    BOOST_TEST(student.get("/api/inbox/unread", {{"If-None-Match", other}}).status == 200, other);
  }
  Client(all.tutors[0]).say(all.student, "one more");
  const auto changed = student.get("/api/inbox/unread", {{"If-None-Match", etag}});
  BOOST_TEST(changed.status == 200);
  BOOST_TEST(changed.header("ETag") != etag);
}

BOOST_AUTO_TEST_CASE(pages_lose_and_double_nothing_while_messages_arrive) {
  constexpr int count = 120;
  auto all = new_correspondence(count);
  Client student(all.student);
  for (const std::size_t i : {3U, 50U, 117U}) {
    student.patch("/api/inbox/threads/" + all.threads[i], {{"pinned", true}});
  }
  for (std::size_t i = 0; i < count; i += 3) student.read(all.threads[i], 1);

  std::vector<std::string> seen;
  std::string target = "/api/inbox?limit=7";
  for (int page = 0; !target.empty(); ++page) {
    const auto list = student.get(target);
    BOOST_TEST_REQUIRE(list.verdict() == "200");
    for (const auto& id : ids_of(list)) seen.push_back(id);
    // Those that were listed move to the front again, and do not come twice for it.
    const auto& busy = seen[static_cast<std::size_t>(page)];
    Client(Person{"marketplace", busy, forged_token({"marketplace", busy, ""}, {})})
        .at(minute(200 + page))
        .say(all.student, "while you page");
    const auto& cursor = list.at("nextCursor");
    target = cursor.is_null() ? "" : "/api/inbox?limit=7&cursor=" + list.text("nextCursor");
  }
  BOOST_TEST(seen.size() == static_cast<std::size_t>(count));
  BOOST_TEST(std::set(seen.begin(), seen.end()).size() == static_cast<std::size_t>(count));
  BOOST_TEST(student.get("/api/inbox?limit=100").at("items").get_array().size() == 100U);
}

BOOST_AUTO_TEST_CASE(a_page_that_ends_with_the_list_has_no_next) {
  const auto all = new_correspondence(4);
  Client student(all.student);
  const auto first = student.get("/api/inbox?limit=2");
  const auto second = student.get("/api/inbox?limit=2&cursor=" + first.text("nextCursor"));
  BOOST_TEST(ids_of(second).size() == 2U);
  BOOST_TEST(second.at("nextCursor").is_null());
  BOOST_TEST(student.get("/api/inbox?limit=4").at("nextCursor").is_null());
  BOOST_TEST(!student.get("/api/inbox?limit=3").at("nextCursor").is_null());
}

BOOST_AUTO_TEST_CASE(S1_06_a_row_says_who_and_what) {
  const auto all = new_correspondence(1);
  const auto row = Client(all.student).get("/api/inbox").at("items.0").as_object();
  BOOST_TEST(row.at("with").at("name").as_string() == "Person tutor0");
  BOOST_TEST(row.at("with").at("initials").as_string() == "PT");
  BOOST_TEST(row.at("with").at("role").as_string() == "tutor");
  BOOST_TEST(row.at("lastMessage").at("preview").as_string() == "chalk-secret-text from a tutor");
  BOOST_TEST(row.at("lastActivityAt").as_string() == noon);
  BOOST_TEST(row.at("kind").as_string() == "direct");
}

BOOST_AUTO_TEST_CASE(a_wrong_query_is_told_field_by_field) {
  const auto [tutor, student] = new_couple("marketplace");
  Client person(student);
  struct Row {
    std::string target;
    std::string errors;  // field:code, in order of the fields' names
  };
  const std::vector<Row> rows{
      {"/api/inbox?limit=0", "limit:out_of_range"},
      {"/api/inbox?limit=101", "limit:out_of_range"},
      {"/api/inbox?limit=-1", "limit:out_of_range"},
      {"/api/inbox?limit=", "limit:wrong_type"},
      {"/api/inbox?limit=ten", "limit:wrong_type"},
      {"/api/inbox?limit=1.5", "limit:wrong_type"},
      {"/api/inbox?limit=99999999999999999999", "limit:wrong_type"},
      {"/api/inbox?limit=5&limit=5", "limit:duplicate_field"},
      {"/api/inbox?show=some", "show:out_of_range"},
      {"/api/inbox?cursor=nonsense", "cursor:malformed"},
      {"/api/inbox?cursor=", "cursor:malformed"},
      {"/api/inbox?offset=3", "offset:unknown_field"},
      {"/api/inbox?limit=0&show=some&offset=1",
       "limit:out_of_range offset:unknown_field show:out_of_range"},
      {"/api/inbox?show=%FF", "show:malformed"},
      {"/api/inbox?show=%0", "show:malformed"},
      {"/api/inbox?show=a%00b", "show:malformed"},
      {"/api/inbox/unread?x=1", "x:unknown_field"},
      {"/api/inbox/threads/1?x=1", "x:unknown_field"},
      {"/api/inbox/threads/1/messages?before=5&after=5", "after:conflicting"},
      {"/api/inbox/threads/1/messages?before=0", "before:out_of_range"},
      {"/api/inbox/threads/1/messages?after=-1", "after:out_of_range"},
      {"/api/inbox/threads/1/messages?after=9007199254740992", "after:out_of_range"},
      {"/api/inbox/threads/1/messages?limit=101", "limit:out_of_range"},
      {"/api/inbox/threads/1/messages?before=5&before=6", "before:duplicate_field"},
      {"/api/read-receipts", "threadId:required"},
      {"/api/read-receipts?threadId=1&from=0", "from:out_of_range"},
      {"/api/read-receipts?threadId=1&threadId=1", "threadId:duplicate_field"},
  };
  for (const auto& row : rows) {
    const auto refused = person.get(row.target);
    BOOST_TEST_REQUIRE(refused.verdict() == "400 bad_input", row.target);
    std::set<std::string> told;
    for (const auto& error : refused.at("errors").get_array()) {
      told.insert(std::string(error.at("field").as_string()) + ":" +
                  std::string(error.at("code").as_string()));
    }
    std::string joined;
    for (const auto& error : told) joined += (joined.empty() ? "" : " ") + error;
    BOOST_TEST(joined == row.errors, row.target << " " << joined);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
