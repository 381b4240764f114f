#include <array>
#include <chrono>
#include <cstdio>
#include <string>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/mman.h>
#include <unistd.h>

#include "http/log.h"
#include "http/problem.h"
#include "http/requests.h"
#include "http/shapes.h"
#include "rules/refusals.h"

namespace chalkline::http::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;
using rules::Lift;
using rules::RefusalCode;

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(refusals, *description("contract 3, golden: status, title, members")) {
  const struct {
    rules::Refusal refusal;
    int status;
    std::string rest;  // after type, title, status, code, detail, instance
  } rows[] = {
      {{RefusalCode::not_found}, 404, ""},
      {{RefusalCode::not_allowed_to_message, {Lift::course, Lift::relationship}},
       403,
       R"("unlockedBy":["course","relationship"])"},
      {{RefusalCode::not_allowed_to_message}, 403, ""},
      {{RefusalCode::sender_suspended, {Lift::standing}}, 403, R"("unlockedBy":["standing"])"},
      {{RefusalCode::sender_rejected, {Lift::standing}}, 403, R"("unlockedBy":["standing"])"},
      {{RefusalCode::sender_needs_improvement, {Lift::standing}},
       403,
       R"("unlockedBy":["standing"])"},
      {{RefusalCode::unanswered_cap_reached, {Lift::reply, Lift::booking}, 10},
       422,
       R"("limit":10,"unlockedBy":["reply","booking"],"resetsOn":["reply","booking"])"},
      {{RefusalCode::unanswered_cap_reached, {}, 5}, 422, R"("limit":5,"resetsOn":[])"},
      {{RefusalCode::attachments_not_allowed}, 422, ""},
      {{RefusalCode::message_too_long, {}, 4000}, 422, R"("limit":4000)"},
      {{RefusalCode::message_empty}, 422, ""},
      {{RefusalCode::client_id_reused}, 422, ""},
      {{RefusalCode::communication_blocked, {Lift::unblock}}, 403, R"("unlockedBy":["unblock"])"},
      {{RefusalCode::communication_blocked}, 403, ""},
      {{RefusalCode::block_not_allowed}, 403, ""},
      {{RefusalCode::negative_review, {rules::Lift::review}}, 403, R"("unlockedBy":["review"])"},
      {{RefusalCode::tutor_on_vacation,
        {Lift::vacation_end},
        {},
        rules::Time(std::chrono::sys_days(std::chrono::year(2026) / 12 / 3))},
       403,
       R"("until":"2026-12-03T00:00:00.000Z","unlockedBy":["vacation_end"])"},
      {{RefusalCode::not_your_message}, 403, ""},
      {{RefusalCode::edit_window_over}, 403, ""},
      {{RefusalCode::message_removed}, 409, ""},
      {{RefusalCode::notification_forced}, 422, ""},
      {{RefusalCode::receipts_forced}, 422, ""},
      {{RefusalCode::vacation_needs_message}, 422, ""},
      {{RefusalCode::vacation_over}, 422, ""},
      {{RefusalCode::not_your_action}, 403, ""},
      {{RefusalCode::too_soon}, 422, ""},
      {{RefusalCode::bad_length}, 422, ""},
      {{RefusalCode::outside_availability}, 422, ""},
      {{.code = RefusalCode::too_early_to_enter,
        .until = rules::Time(std::chrono::sys_days(std::chrono::year(2026) / 12 / 3))},
       422,
       R"("until":"2026-12-03T00:00:00.000Z")"},
      {{RefusalCode::slot_taken}, 409, ""},
      {{RefusalCode::student_busy}, 409, ""},
      {{.code = RefusalCode::wrong_state, .state = "declined"}, 409, R"("state":"declined")"},
      {{RefusalCode::tutor_not_offered}, 403, ""},
      {{RefusalCode::timed_out}, 410, ""},
      {rules::contact_details_refusal(
           {.active = rules::Policy::ContactDetails::refuse},
           {{8, 20, rules::ContactKind::phone}, {24, 31, rules::ContactKind::email}}),
       422, R"("spans":[{"from":8,"to":20,"kind":"phone"},{"from":24,"to":31,"kind":"email"}])"},
  };
  for (const auto& row : rows) {
    const std::string code(rules::name_of(row.refusal.code));
    const auto response = refused(with_body(""), row.refusal);
    const std::string title = row.status == 403   ? "Forbidden"
                              : row.status == 404 ? "Not Found"
                              : row.status == 409 ? "Conflict"
                              : row.status == 410 ? "Gone"
                                                  : "Unprocessable Content";
    const auto expected = R"({"type":"urn:chalkline:problem:)" + code + R"(","title":")" + title +
                          R"(","status":)" + std::to_string(row.status) + R"(,"code":")" + code +
                          R"(","detail":)" + json::serialize(json::value(sentence(row.refusal))) +
                          R"(,"instance":"r-1")" + (row.rest.empty() ? "" : ",") + row.rest + "}";
    BOOST_TEST(response.body == expected);
    BOOST_TEST(response.status == row.status);
    BOOST_TEST(response.code == code);
    BOOST_TEST(response.content_type == "application/problem+json");
    BOOST_TEST(!sentence(row.refusal).empty());
  }
}

BOOST_AUTO_TEST_CASE(warnings,
                     *description("contract 3, golden: warnings of an accepted message")) {
  const std::vector<rules::ContactSpan> spans = {{0, 4, rules::ContactKind::handle}};
  const std::string rest = R"("spans":[{"from":0,"to":4,"kind":"handle"}]})";
  BOOST_TEST(json::serialize(to_json(rules::ContactDecision{rules::ContactAnswer::warn, spans})) ==
             R"({"code":"contact_details",)" + rest);
  BOOST_TEST(json::serialize(to_json(rules::ContactDecision{rules::ContactAnswer::mask, spans})) ==
             R"({"code":"contact_details_masked",)" + rest);
}

BOOST_AUTO_TEST_CASE(problems, *description("golden: codes that no rule says")) {
  const struct {
    int status;
    std::string code;
    std::string title;
  } rows[] = {
      {401, "token_missing", "Unauthorized"},
      {403, "cross_site", "Forbidden"},
      {404, "not_found", "Not Found"},
      {405, "method_not_allowed", "Method Not Allowed"},
      {413, "body_too_large", "Content Too Large"},
      {415, "unsupported_media_type", "Unsupported Media Type"},
      {429, "too_many_requests", "Too Many Requests"},
      {500, "internal_error", "Internal Server Error"},
      {503, "database_unavailable", "Service Unavailable"},
  };
  for (const auto& row : rows) {
    const auto response = problem(with_body(""), row.status, row.code, "Because \"so\".");
    BOOST_TEST(response.body == R"({"type":"urn:chalkline:problem:)" + row.code + R"(","title":")" +
                                    row.title + R"(","status":)" + std::to_string(row.status) +
                                    R"(,"code":")" + row.code +
                                    R"(","detail":"Because \"so\".","instance":"r-1"})");
  }
}

BOOST_AUTO_TEST_CASE(bad_inputs, *description("contract 1, golden: errors as a list")) {
  const auto response =
      bad_input(with_body(""), {{"to", "required", "Must be given."}, {"", "malformed", "x"}});
  BOOST_TEST(response.status == 400);
  BOOST_TEST(response.body ==
             R"({"type":"urn:chalkline:problem:bad_input","title":"Bad Request","status":400,)"
             R"("code":"bad_input","detail":"The request is malformed; see errors.",)"
             R"("instance":"r-1","errors":[{"field":"to","code":"required",)"
             R"("detail":"Must be given."},{"field":"","code":"malformed","detail":"x"}]})");
}

const rules::Time noon{std::chrono::hours(24 * 20'778 + 12)};

BOOST_AUTO_TEST_CASE(threads, *description("contract 2, golden: Thread")) {
  const rules::Membership mine{
      .thread_id = 7,
      .last = rules::LastMessage{.seq = 3, .sender_id = "a", .preview = "Hi \"you\"", .at = noon},
      .last_activity_at = noon,
      .unread = 2,
      .marked_unread = true,
      .pinned = true,
      .snoozed_until = noon};
  rules::Person other{.id = "a", .name = "Anna Müller", .avatar_url = "https://x/a.png"};
  other.roles.add(rules::Role::tutor);
  const rules::HoursNow hours{.opens_at = noon};
  const rules::Can can{
      .refusal = rules::Refusal{RefusalCode::unanswered_cap_reached, {Lift::reply}, 10},
      .remaining = 0};
  const std::optional<rules::Person> nobody;
  BOOST_TEST(
      json::serialize(to_json(
          ThreadShape{mine, other, hours, nobody, rules::Relationship::active, true, true, can})) ==
      R"({"id":"7","kind":"direct","with":{"id":"a","name":"Anna Müller","initials":"AM",)"
      R"("avatarUrl":"https://x/a.png","role":"tutor","hours":{"openNow":false,)"
      R"("opensAt":"2026-11-21T12:00:00.000Z"}},"student":null,"relationship":"active",)"
      R"("lastMessage":{"seq":3,"senderId":"a","kind":"text","preview":"Hi \"you\"",)"
      R"("at":"2026-11-21T12:00:00.000Z"},"lastActivityAt":"2026-11-21T12:00:00.000Z","unread":2,)"
      R"("markedUnread":true,"pinned":true,"archived":false,"muted":false,)"
      R"("snoozedUntil":"2026-11-21T12:00:00.000Z","wakeOnMessage":true,"blockedByMe":true,)"
      R"("communicationDisabled":true,"can":{"send":false,"attach":false,"refusal":{)"
      R"("code":"unanswered_cap_reached",)"
      R"("detail":"You have sent 10 messages without an answer.","unlockedBy":["reply"],)"
      R"("limit":10},"remaining":0}})");
  const rules::Membership empty{.thread_id = 8, .last_activity_at = noon};
  const auto shape = to_json(ThreadShape{
      empty, {}, {}, other, rules::Relationship::none, false, false, rules::Can{.send = true}});
  BOOST_TEST(shape.at("student") == to_json(other));
  BOOST_TEST((shape.at("lastMessage").is_null() && shape.at("snoozedUntil").is_null()));
  BOOST_TEST(
      (shape.at("can").at("refusal").is_null() && shape.at("can").at("remaining").is_null()));
  BOOST_TEST(shape.at("with").at("avatarUrl").is_null());
  BOOST_TEST(shape.at("with").at("hours").is_null());
}

BOOST_AUTO_TEST_CASE(hours_of_people, *description("S1-22, golden: what a person's hours say")) {
  const auto shown = [](const std::optional<rules::HoursNow>& hours) {
    return json::serialize(to_json(rules::Person{}, hours).at("hours"));
  };
  BOOST_TEST(shown(rules::HoursNow{.open_now = true}) == R"({"openNow":true,"opensAt":null})");
  BOOST_TEST(shown(rules::HoursNow{}) == R"({"openNow":false,"opensAt":null})");
  BOOST_TEST(shown(std::nullopt) == "null");
}

BOOST_AUTO_TEST_CASE(messages,
                     *description("contract 2, golden: Message; clientId for its sender")) {
  const rules::Message message{.thread_id = 7,
                               .seq = 3,
                               .sender_id = "a",
                               .body = "Hi\n\u202E</script>\u2028",
                               .at = noon,
                               .edited_at = noon,
                               .client_id = "c"};
  const std::string a = "a";
  const std::string b = "b";
  const std::string shape =
      R"({"threadId":"7","seq":3,"kind":"text","senderId":"a","body":"Hi\n)"
      "\u202E</script>\u2028"
      R"(","attachment":null,"card":null,"notice":null,"at":"2026-11-21T12:00:00.000Z",)"
      R"("editedAt":"2026-11-21T12:00:00.000Z","readAt":)";
  BOOST_TEST(json::serialize(to_json(MessageShape{message, a, std::nullopt, std::nullopt})) ==
             shape + R"(null,"clientId":"c"})");
  BOOST_TEST(json::serialize(to_json(MessageShape{message, b, noon, std::nullopt})) ==
             shape + R"("2026-11-21T12:00:00.000Z"})");
}

BOOST_AUTO_TEST_CASE(messages_of_a_parent_thread,
                     *description("S2-03: with the three people and the sender's role")) {
  const std::optional<rules::Triple> triple = rules::Triple{"p", "t", "s"};
  const struct {
    std::optional<std::string> sender;
    std::string role;
  } rows[] = {{"p", R"("PARENT")"}, {"t", R"("TUTOR")"}, {std::nullopt, "null"}};
  for (const auto& row : rows) {
    const rules::Message message{.thread_id = 7, .seq = 1, .sender_id = row.sender, .at = noon};
    const auto text = json::serialize(to_json(MessageShape{message, "x", std::nullopt, triple}));
    BOOST_TEST(
        text.ends_with(R"(,"parentId":"p","tutorId":"t","studentId":"s","role":)" + row.role + "}"),
        text);
  }
}

BOOST_AUTO_TEST_CASE(copies, *description("contract 1: a copy shows the clientId that was given")) {
  const rules::Message message{
      .sender_id = "a", .at = noon, .client_id = rules::copy_client_id("c", "parent")};
  const auto shape = to_json(MessageShape{message, "a", std::nullopt, std::nullopt});
  BOOST_TEST(shape.at("clientId") == "c");
}

// What `write` writes to the standard error stream.
template <class Write>
std::string written(Write&& write) {
  std::fflush(stderr);
  const int file = memfd_create("stderr", MFD_CLOEXEC);
  const int before = dup(STDERR_FILENO);
  dup2(file, STDERR_FILENO);
  write();
  std::fflush(stderr);
  dup2(before, STDERR_FILENO);
  close(before);
  std::array<char, 4096> buffer{};
  const auto size = pread(file, buffer.data(), buffer.size(), 0);
  close(file);
  return {buffer.data(), static_cast<std::size_t>(size)};
}

BOOST_AUTO_TEST_CASE(log_lines,
                     *description("architecture 2: one line, never a body, query, token")) {
  Parameters parameters({{"HTTP_AUTHORIZATION", "Bearer secret-token"},
                         {"HTTP_COOKIE", "secret-cookie"},
                         {"QUERY_STRING", "secret-query"}});
  auto request = parameters.request();
  request.method = "POST";
  request.path = "/api/send/secret-path";
  request.query = "secret-query";
  request.body = "secret-body";
  request.person = "p";
  request.captures = {"secret-capture"};
  const auto line = written([&] {
    log_request(request, {"send", "/api/send", 403, "cross_site", 1234});
  });
  BOOST_TEST(line.find("secret") == std::string::npos, line);
  BOOST_TEST((line.find('\n') == line.size() - 1));
  const auto parsed = json::parse(line).as_object();
  BOOST_TEST(parsed.at("request").as_string() == "r-1");
  BOOST_TEST(parsed.at("site").as_string() == "school");
  BOOST_TEST(parsed.at("family").as_string() == "send");
  BOOST_TEST(parsed.at("method").as_string() == "POST");
  BOOST_TEST(parsed.at("route").as_string() == "/api/send");
  BOOST_TEST(parsed.at("person").as_string() == "p");
  BOOST_TEST(parsed.at("status").as_int64() == 403);
  BOOST_TEST(parsed.at("code").as_string() == "cross_site");
  BOOST_TEST(parsed.at("us").as_int64() == 1234);
  const auto fault = written([&] { log_fault("r-1\n", "insert: error \"7\"\nx"); });
  BOOST_TEST((fault.find('\n') == fault.size() - 1));
  BOOST_TEST(json::parse(fault).at("fault").as_string() == "insert: error \"7\"\nx");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
