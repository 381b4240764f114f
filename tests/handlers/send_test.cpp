#include <set>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::set<std::string> names(const json::value& object) {
  std::set<std::string> names;
  for (const auto& member : object.as_object()) names.emplace(member.key());
  return names;
}

struct Row {
  std::string body;
  std::string verdict;
};

// Each row posted by `person`; {to} stands for a person they may write to.
void check(House& house, const std::string& target, const Couple& couple,
           const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    auto body = row.body;
    const auto at = body.find("{to}");
    if (at != std::string::npos) body.replace(at, 4, couple.tutor);
    BOOST_TEST_CONTEXT(body.substr(0, 200)) {
      BOOST_TEST(house.post(couple.student, target, body).verdict() == row.verdict);
    }
  }
}

long long messages_of(const std::string& person) {
  return sql().number("SELECT COUNT(*) FROM messages WHERE sender_id = '" + person + "'");
}

BOOST_AUTO_TEST_SUITE(send)

BOOST_TEST_DECORATOR(*description("S0-01, S0-03, S0-07, S0-11, S0-24: 201"))
BOOST_DATA_TEST_CASE(a_first_message, protocols, protocol) {
  House house(protocol);
  const auto student = new_person("student");
  const auto tutor = new_person("tutor");
  const auto first = house.send(student, tutor, "May I ask\nsomething?");
  BOOST_TEST(first.verdict() == "201");
  BOOST_TEST(first.header("Idempotent-Replay").empty());
  BOOST_TEST(first.text("thread.with.id") == tutor);
  BOOST_TEST(first.text("thread.relationship") == "exploring");
  BOOST_TEST(first.number("thread.can.remaining") == 9);
  BOOST_TEST(first.text("thread.lastMessage.preview") == "May I ask something?");
  BOOST_TEST(first.text("message.body") == "May I ask\nsomething?");
  BOOST_TEST(first.number("message.seq") == 1);
  BOOST_TEST(first.text("message.senderId") == student);
  BOOST_TEST(first.at("message.readAt").is_null());
  const auto answer = house.send(tutor, student, "Of course");
  BOOST_TEST(answer.text("thread.id") == first.text("thread.id"));
  BOOST_TEST(answer.number("message.seq") == 2);
  BOOST_TEST(answer.at("thread.can.remaining").is_null());
  const auto thread = house.get(student, "/api/inbox/threads/" + first.text("thread.id"));
  BOOST_TEST(thread.number("unread") == 1);
  BOOST_TEST(thread.number("can.remaining") == 10);
}

BOOST_TEST_DECORATOR(*description("contract 2: every field of the shapes, and no other"))
BOOST_DATA_TEST_CASE(shapes, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto sent = house.send(couple.student, couple.tutor, "Hello");
  BOOST_TEST(names(sent.json) == (std::set<std::string>{"message", "thread"}));
  const std::set<std::string> thread = {"id",
                                        "kind",
                                        "with",
                                        "student",
                                        "relationship",
                                        "lastMessage",
                                        "unread",
                                        "markedUnread",
                                        "pinned",
                                        "archived",
                                        "muted",
                                        "snoozedUntil",
                                        "can",
                                        "blockedByMe",
                                        "communicationDisabled",
                                        "lastActivityAt",
                                        "wakeOnMessage"};
  BOOST_TEST(names(sent.at("thread")) == thread, boost::test_tools::per_element());
  const std::set<std::string> message = {"threadId", "seq",        "kind",   "senderId",
                                         "body",     "attachment", "card",   "notice",
                                         "at",       "editedAt",   "readAt", "clientId"};
  BOOST_TEST(names(sent.at("message")) == message, boost::test_tools::per_element());
  const std::set<std::string> person = {"id", "name", "initials", "avatarUrl", "role", "hours"};
  BOOST_TEST(names(sent.at("thread.with")) == person, boost::test_tools::per_element());
  const std::set<std::string> can = {"send", "attach", "refusal", "remaining"};
  BOOST_TEST(names(sent.at("thread.can")) == can, boost::test_tools::per_element());
  const std::set<std::string> last = {"seq", "senderId", "kind", "preview", "at"};
  BOOST_TEST(names(sent.at("thread.lastMessage")) == last, boost::test_tools::per_element());
  const auto page =
      house.get(couple.tutor, "/api/inbox/threads/" + sent.text("thread.id") + "/messages");
  auto theirs = message;
  theirs.erase("clientId");
  BOOST_TEST(names(page.at("items.0")) == theirs, boost::test_tools::per_element());
}

BOOST_TEST_DECORATOR(*description("bad input: every text comes back unchanged, to both"))
BOOST_DATA_TEST_CASE(texts, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple("advisor");
  const std::vector<std::string> bodies = {
      "it's \"quoted\" \\ and :body :to ?",
      "\u202Eevil\u202C שלום \u2067x\u2069",
      "tab\tline\nreturn\r\nend",
      "  spaces stay  ",
      "😀 👨‍👩‍👧 🇩🇪 e\u0301",
      "<script>alert(1)</script> &amp; %3C",
      repeated("𝒳", 4000),
      repeated("\"", 4000),
  };
  std::string thread;
  for (const auto& body : bodies) {
    const auto sent =
        house.ask({.method = "POST",
                   .target = "/api/send",
                   .body = R"({"to":")" + couple.tutor + R"(","message":)" + quoted(body) + "}",
                   .person = couple.student,
                   .site = "advisor"});
    BOOST_TEST(sent.verdict() == "201");
    BOOST_TEST(sent.text("message.body") == body);
    thread = sent.text("thread.id");
  }
  for (const auto& reader : {couple.student, couple.tutor}) {
    const auto page = house.ask({.target = "/api/inbox/threads/" + thread + "/messages",
                                 .person = reader,
                                 .site = "advisor"});
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      BOOST_TEST(page.text("items." + std::to_string(i) + ".body") == bodies[i]);
    }
  }
}

BOOST_TEST_DECORATOR(*description("bad input: escapes mean what RFC 8259 says"))
BOOST_DATA_TEST_CASE(escapes, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto sent =
      house.post(couple.student, "/api/send",
                 R"({"to":")" + couple.tutor + R"(","message":"\ud83d\ude00\u00e9\t\n\/\\\""})");
  BOOST_TEST(sent.text("message.body") == "😀é\t\n/\\\"");
}

BOOST_TEST_DECORATOR(*description("bad input: malformed JSON of every kind, 400"))
BOOST_DATA_TEST_CASE(malformed, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const std::string malformed = "400 bad_input :malformed";
  check(house, "/api/send", couple,
        {
            {"", malformed},
            {" ", malformed},
            {"{", malformed},
            {"}", malformed},
            {R"({"to":"{to}","message":"x")", malformed},
            {R"({"to":"{to}","message":"x"}})", malformed},
            {R"({"to":"{to}","message":"x"} {})", malformed},
            {R"({"to":"{to}","message":"x",})", malformed},
            {R"({"to":"{to}" "message":"x"})", malformed},
            {R"({to:"{to}","message":"x"})", malformed},
            {R"({'to':'{to}','message':'x'})", malformed},
            {R"({"to":"{to}","message":"x" /* y */})", malformed},
            {"\xEF\xBB\xBF{\"to\":\"{to}\",\"message\":\"x\"}", malformed},
            {"{\"to\":\"{to}\",\"message\":\"a\nb\"}", malformed},
            {"{\"to\":\"{to}\",\"message\":\"a\tb\"}", malformed},
            {std::string("{\"to\":\"{to}\",\"message\":\"a\0b\"}", 29), malformed},
            {R"({"to":"{to}","message":"\x41"})", malformed},
            {R"({"to":"{to}","message":"\u12"})", malformed},
            {R"({"to":"{to}","message":"\ud800"})", malformed},
            {R"({"to":"{to}","message":"\ud800x"})", malformed},
            {R"({"to":"{to}","message":"\ude00\ud83d"})", malformed},
            {"{\"to\":\"{to}\",\"message\":\"\xFF\"}", malformed},
            {"{\"to\":\"{to}\",\"message\":\"\xC0\x80\"}", malformed},
            {"{\"to\":\"{to}\",\"message\":\"\xED\xA0\x80\"}", malformed},
            {"{\"to\":\"{to}\",\"message\":\"\xF4\x90\x80\x80\"}", malformed},
            {"{\"to\":\"{to}\",\"message\":\"\xE2\x82\"}", malformed},
            {R"({"to":"{to}","message":NaN})", malformed},
            {R"({"to":"{to}","message":01})", malformed},
            {R"({"to":"{to}","message":+1})", malformed},
            {R"({"to":"{to}","message":1e400})", malformed},
            {R"({"to":"{to}","message":tru})", malformed},
            {std::string(10'000, '['), malformed},
            {R"({"a":)" + repeated("[", 40) + repeated("]", 40) + "}", malformed},
            {"[]", "400 bad_input :wrong_type"},
            {"null", "400 bad_input :wrong_type"},
            {"\"x\"", "400 bad_input :wrong_type"},
            {"1", "400 bad_input :wrong_type"},
        });
  BOOST_TEST(messages_of(couple.student) == 0);
}

BOOST_TEST_DECORATOR(*description("contract 1: 400, all field errors at once"))
BOOST_DATA_TEST_CASE(wrong_fields, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  check(house, "/api/send", couple,
        {
            {"{}", "400 bad_input message:required to:required"},
            {R"({"to":"{to}"})", "400 bad_input message:required"},
            {R"({"message":"x"})", "400 bad_input to:required"},
            {R"({"to":"{to}","threadId":"1","message":"x"})", "400 bad_input threadId:conflicting"},
            {R"({"to":"{to}","to":"{to}","message":"x"})", "400 bad_input to:duplicate_field"},
            {R"({"to":"{to}","message":"x","\u006dessage":"y"})",
             "400 bad_input message:duplicate_field"},
            {R"({"to":"{to}","message":"x","role":"TUTOR"})", "400 bad_input role:unknown_field"},
            {R"({"to":"{to}","message":"x","To":"b","":1})",
             "400 bad_input To:unknown_field :unknown_field"},
            {R"({"to":1,"message":[],"clientId":{},"attachmentId":true})",
             "400 bad_input to:wrong_type message:wrong_type clientId:wrong_type "
             "attachmentId:wrong_type"},
            {R"({"to":null,"message":null})", "400 bad_input to:wrong_type message:wrong_type"},
            {R"({"to":"","message":"x"})", "400 bad_input to:empty"},
            {R"({"threadId":"","message":"x"})", "400 bad_input threadId:empty"},
            {R"({"threadId":1,"message":"x"})", "400 bad_input threadId:wrong_type"},
            {R"({"to":")" + std::string(65, 'x') + R"(","message":"x"})",
             "400 bad_input to:too_long"},
            {R"({"to":"{to}","message":"a\u0000b"})", "400 bad_input message:control_character"},
            {R"({"to":"{to}","message":"a\u0007"})", "400 bad_input message:control_character"},
            {R"({"to":"{to}","message":"a\u001b[31m"})", "400 bad_input message:control_character"},
            {R"({"to":"{to}","message":"a\u007f"})", "400 bad_input message:control_character"},
            {R"({"to":"a\u0000","message":"x"})", "400 bad_input to:control_character"},
            {R"({"to":"{to}","message":"x","clientId":""})", "400 bad_input clientId:empty"},
            {R"({"to":"{to}","message":"x","clientId":")" + std::string(65, 'c') + R"("})",
             "400 bad_input clientId:too_long"},
            {R"({"to":"{to}","message":"x","clientId":")" + repeated("😀", 65) + R"("})",
             "400 bad_input clientId:too_long"},
            {R"({"to":"{to}","message":"x","clientId":"a\nb\u0001"})",
             "400 bad_input clientId:control_character"},
        });
  BOOST_TEST(messages_of(couple.student) == 0);
}

BOOST_TEST_DECORATOR(*description("contract 3: message_empty, message_too_long; 1 over each limit"))
BOOST_DATA_TEST_CASE(limits, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto message = [](const std::string& text) {
    return R"({"to":"{to}","message":")" + text + "\"}";
  };
  check(house, "/api/send", couple,
        {
            {message(""), "422 message_empty"},
            {message(" \\n\\t\\r"), "422 message_empty"},
            {message("\u200B\u3164\u2800\u00AD\U000E0041\uFE0F"), "422 message_empty"},
            {message("\u202E"), "422 message_empty"},
            {message(std::string(4000, 'x')), "201"},
            {message(std::string(4001, 'x')), "422 message_too_long"},
            {message(repeated("😀", 4000)), "201"},
            {message(repeated("😀", 4001)), "422 message_too_long"},
            {message(repeated("\\ud83d\\ude00", 4000)), "201"},
            {R"({"to":"{to}","message":"x","clientId":")" + std::string(64, 'c') + R"("})", "201"},
            {R"({"to":"{to}","message":"x","clientId":")" + repeated("😀", 64) + R"("})", "201"},
            {R"({"to":"{to}","message":"x","attachmentId":"1"})", "422 attachments_not_allowed"},
        });
  const auto full = R"({"to":")" + couple.tutor + R"(","message":"x")";
  for (const auto& [size, verdict] : {std::pair(65'536, "201"), {65'537, "413 body_too_large"}}) {
    const auto body =
        full + std::string(static_cast<std::size_t>(size) - full.size() - 1, ' ') + "}";
    BOOST_TEST(house.post(couple.student, "/api/send", body).verdict() == verdict);
  }
  const auto too_long = house.send(couple.student, couple.tutor, std::string(4001, 'x'));
  BOOST_TEST(too_long.number("limit") == 4000);
}

BOOST_TEST_DECORATOR(*description("S1-17, contract 3: 403; a stranger and nobody look the same"))
BOOST_DATA_TEST_CASE(not_allowed, protocols, protocol) {
  House house(protocol);
  const auto student = new_person("student");
  const auto tutor = new_person("tutor");
  const auto other = new_person("student");
  const std::string refused = "403 not_allowed_to_message";
  auto there = house.send(tutor, student, "Hello");
  auto nobody = house.send(tutor, "s999999999", "Hello");
  BOOST_TEST(there.verdict() == refused);
  there.json.as_object().erase("instance");
  nobody.json.as_object().erase("instance");
  BOOST_TEST(there.json == nobody.json);
  BOOST_TEST(json::serialize(there.at("unlockedBy")) == R"(["relationship"])");
  BOOST_TEST(house.send(student, student, "Hello").verdict() == refused);
  BOOST_TEST(house.send(student, other, "Hello").verdict() == refused);
  for (const std::string& id :
       {std::string("a b"), std::string("../x"), std::string("ü"), std::string("' OR 1=1 --"),
        std::string("s1|t1"), student + " ", tutor + " ", " " + tutor}) {
    BOOST_TEST(house.send(student, id, "Hello").verdict() == "400 bad_input to:malformed", id);
  }
  // Somebody with a good token whom the directory does not know.
  BOOST_TEST(house.send("ghost", tutor, "Hello").verdict() == refused);
  BOOST_TEST(messages_of(tutor) + messages_of(student) + messages_of("ghost") == 0);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM threads WHERE low_id = '" + student + "'") == 0);
}

BOOST_TEST_DECORATOR(*description("contract 1: 404, not found or not yours, the same bytes"))
BOOST_DATA_TEST_CASE(threads_of_others, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto stranger = new_person("student");
  const auto id = house.send(couple.student, couple.tutor, "Hello").text("thread.id");
  const auto ask = [&](const std::string& thread) {
    auto answer =
        house.post(stranger, "/api/send", R"({"threadId":")" + thread + R"(","message":"x"})");
    BOOST_TEST(answer.verdict() == "404 not_found", thread);
    answer.json.as_object().erase("instance");
    return json::serialize(answer.json);
  };
  const auto foreign = ask(id);
  for (const std::string wrong : {"999999999", "0", "-1", "1.0", "01", "+1", "1e3", "x", " 1",
                                  "9223372036854775807", "9223372036854775808", "%31"}) {
    BOOST_TEST(ask(wrong) == foreign);
  }
  const auto in_thread = R"({"threadId":")" + id + R"(","message":"x"})";
  BOOST_TEST(house.post(couple.student, "/api/send", in_thread).verdict() == "201");
  BOOST_TEST(house.post(couple.tutor, "/api/send", in_thread).verdict() == "201");
}

BOOST_TEST_DECORATOR(*description("S0-22, S0-23, S0-24, S4-20: the tenth is the last"))
BOOST_DATA_TEST_CASE(the_cap, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  std::string id;
  for (int i = 1; i <= 10; ++i) {
    const auto sent = house.send(couple.student, couple.tutor, "Hello?");
    BOOST_TEST(sent.verdict() == "201");
    BOOST_TEST(sent.number("thread.can.remaining") == 10 - i);
    BOOST_TEST(sent.at("thread.can.send").as_bool() == (i < 10));
    id = sent.text("thread.id");
  }
  const auto refused = house.send(couple.student, couple.tutor, "Hello??");
  BOOST_TEST(refused.verdict() == "422 unanswered_cap_reached");
  BOOST_TEST(refused.number("limit") == 10);
  BOOST_TEST(json::serialize(refused.at("resetsOn")) == R"(["reply","booking"])");
  const auto thread = house.get(couple.student, "/api/inbox/threads/" + id);
  BOOST_TEST(!thread.at("can.send").as_bool());
  BOOST_TEST(thread.text("can.refusal.code") == "unanswered_cap_reached");
  BOOST_TEST(thread.number("can.remaining") == 0);
  BOOST_TEST(
      house.post(couple.student, "/api/send/typing", R"({"threadId":")" + id + "\"}").verdict() ==
      "422 unanswered_cap_reached");
  BOOST_TEST(house.send(couple.tutor, couple.student, "Here").verdict() == "201");
  const auto again = house.send(couple.student, couple.tutor, "Thanks");
  BOOST_TEST(again.number("thread.can.remaining") == 9);
  BOOST_TEST(again.number("message.seq") == 12);
}

BOOST_AUTO_TEST_CASE(a_cap_that_no_reply_resets,
                     *description("S0-22, S0-23: where the policy says that nothing resets it")) {
  House house("fastcgi");
  const auto couple = new_couple("strict");
  const auto say = [&](const std::string& from, const std::string& to) {
    return house.ask({.method = "POST",
                      .target = "/api/send",
                      .body = R"({"to":")" + to + R"(","message":"x"})",
                      .person = from,
                      .site = "strict"});
  };
  for (int left = 9; left >= 5; --left) {
    BOOST_TEST(say(couple.student, couple.tutor).number("thread.can.remaining") == left);
  }
  BOOST_TEST(say(couple.tutor, couple.student).verdict() == "201");
  for (int left = 4; left >= 0; --left) {
    BOOST_TEST(say(couple.student, couple.tutor).number("thread.can.remaining") == left);
  }
  BOOST_TEST(say(couple.tutor, couple.student).verdict() == "201");
  const auto refused = say(couple.student, couple.tutor);
  BOOST_TEST(refused.verdict() == "422 unanswered_cap_reached");
  BOOST_TEST(json::serialize(refused.at("resetsOn")) == "[]");
  const auto list = house.ask({.target = "/api/inbox", .person = couple.student, .site = "strict"});
  BOOST_TEST(list.number("items.0.can.remaining") == 0);
}

BOOST_TEST_DECORATOR(*description("S4-17: 403 by standing"))
BOOST_DATA_TEST_CASE(standings, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  house.send(couple.student, couple.tutor, "Hello");
  for (const auto& [standing, code] : {std::pair("suspended", "403 sender_suspended"),
                                       {"rejected", "403 sender_rejected"},
                                       {"needs_improvement", "403 sender_needs_improvement"},
                                       {"ok", "201"}}) {
    sql().execute("UPDATE people SET standing = '" + std::string(standing) + "' WHERE id = '" +
                  couple.tutor + "'");
    BOOST_TEST(house.send(couple.tutor, couple.student, "Hello").verdict() == code);
  }
}

BOOST_TEST_DECORATOR(*description("S1-12, S1-14, S1-17: courses, on a classroom's site"))
BOOST_DATA_TEST_CASE(courses, protocols, protocol) {
  House house(protocol);
  const auto tutor = new_person("tutor", "classroom");
  const auto mine = new_person("student", "classroom");
  const auto other_batch = new_person("student", "classroom");
  const auto outsider = new_person("student", "classroom");
  for (const auto& [person, batch, role] : {std::tuple(tutor, "b1", "tutor"),
                                            {mine, "b1", "student"},
                                            {other_batch, "b2", "student"}}) {
    sql("classroom")
        .execute("INSERT INTO enrolments VALUES ('c-" + tutor + "', '" + batch + "', '" + person +
                 "', '" + role + "', 'i', 'active', 1)");
  }
  const auto send = [&](const std::string& from, const std::string& to) {
    return house
        .ask({.method = "POST",
              .target = "/api/send",
              .body = R"({"to":")" + to + R"(","message":"x"})",
              .person = from,
              .site = "classroom"})
        .verdict();
  };
  const std::string refused = "403 not_allowed_to_message";
  BOOST_TEST(send(tutor, mine) == "201");
  BOOST_TEST(send(tutor, other_batch) == refused);
  BOOST_TEST(send(other_batch, tutor) == "201");
  BOOST_TEST(send(tutor, other_batch) == "201");
  BOOST_TEST(send(mine, other_batch) == refused);
  BOOST_TEST(send(outsider, tutor) == refused);
  sql("classroom")
      .execute("UPDATE enrolments SET state = 'ended' WHERE person_id = '" + mine + "'");
  BOOST_TEST(send(mine, tutor) == refused);
  BOOST_TEST(send(tutor, mine) == refused);
}

BOOST_TEST_DECORATOR(*description("contract 1: writes are safe to repeat, 200"))
BOOST_DATA_TEST_CASE(repeats, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto body = R"({"to":")" + couple.tutor + R"(","message":"once","clientId":"c-1"})";
  const auto first = house.post(couple.student, "/api/send", body);
  BOOST_TEST(first.verdict() == "201");
  for (int i = 0; i < 2; ++i) {
    const auto again = house.post(couple.student, "/api/send", body);
    BOOST_TEST(again.verdict() == "200");
    BOOST_TEST(again.header("Idempotent-Replay") == "true");
    BOOST_TEST(again.at("message") == first.at("message"));
    BOOST_TEST(again.text("thread.id") == first.text("thread.id"));
  }
  const auto id = first.text("thread.id");
  const auto by_thread = R"({"threadId":")" + id + R"(","message":"once","clientId":"c-1"})";
  BOOST_TEST(house.post(couple.student, "/api/send", by_thread).verdict() == "200");
  const Call by_header{.method = "POST",
                       .target = "/api/send",
                       .body = R"({"threadId":")" + id + R"(","message":"once"})",
                       .person = couple.student,
                       .parameters = {{"HTTP_IDEMPOTENCY_KEY", "c-1"}}};
  BOOST_TEST(house.ask(by_header).verdict() == "200");
  // The other one's clientIds are their own.
  const auto theirs = R"({"threadId":")" + id + R"(","message":"twice","clientId":"c-1"})";
  BOOST_TEST(house.post(couple.tutor, "/api/send", theirs).verdict() == "201");
  // What has been read meanwhile is told.
  house.post(couple.tutor, "/api/read-receipts", R"({"threadId":")" + id + R"(","upTo":1})");
  BOOST_TEST(house.post(couple.student, "/api/send", body).at("message.readAt").is_string());
  BOOST_TEST(messages_of(couple.student) == 1);
}

BOOST_TEST_DECORATOR(*description("contract 1: 422 client_id_reused; bad Idempotency-Key, 400"))
BOOST_DATA_TEST_CASE(altered_repeats, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto other = new_person("tutor");
  const auto body = [](const std::string& to, const std::string& text) {
    return R"({"to":")" + to + R"(","message":")" + text + R"(","clientId":"c-2"})";
  };
  const auto id =
      house.post(couple.student, "/api/send", body(couple.tutor, "once")).text("thread.id");
  const std::string reused = "422 client_id_reused";
  const auto verdict = [&](const std::string& text) {
    return house.post(couple.student, "/api/send", text).verdict();
  };
  BOOST_TEST(verdict(body(couple.tutor, "once ")) == reused);
  BOOST_TEST(verdict(body(couple.tutor, "ONCE")) == reused);
  BOOST_TEST(verdict(body(other, "once")) == reused);
  BOOST_TEST(verdict(R"({"threadId":")" + id + R"(","message":"x","clientId":"c-2"})") == reused);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM threads WHERE high_id = '" + other + "'") == 0);
  const auto keyed = [&](const std::string& header, const std::string& more) {
    return house
        .ask({.method = "POST",
              .target = "/api/send",
              .body = R"({"to":")" + couple.tutor + R"(","message":"k")" + more + "}",
              .person = couple.student,
              .parameters = {{"HTTP_IDEMPOTENCY_KEY", header}}})
        .verdict();
  };
  BOOST_TEST(keyed("a", R"(,"clientId":"b")") == "400 bad_input Idempotency-Key:conflicting");
  BOOST_TEST(keyed(std::string(65, 'a'), "") == "400 bad_input Idempotency-Key:malformed");
  BOOST_TEST(keyed("\xFF", "") == "400 bad_input Idempotency-Key:malformed");
  BOOST_TEST(keyed("a\x01", "") == "400 bad_input Idempotency-Key:malformed");
  BOOST_TEST(keyed("c-3", R"(,"clientId":"c-3")") == "201");
  BOOST_TEST(keyed(std::string(64, 'a'), "") == "201");
  BOOST_TEST(messages_of(couple.student) == 3);
}

BOOST_TEST_DECORATOR(
    *description("contract 1: a repeat is a repeat, also where a new one is refused"))
BOOST_DATA_TEST_CASE(repeats_when_closed, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto body = R"({"to":")" + couple.tutor + R"(","message":"once","clientId":"c-4"})";
  house.post(couple.student, "/api/send", body);
  for (int i = 0; i < 9; ++i) house.send(couple.student, couple.tutor, "more");
  BOOST_TEST(house.send(couple.student, couple.tutor, "more").verdict() ==
             "422 unanswered_cap_reached");
  BOOST_TEST(house.post(couple.student, "/api/send", body).verdict() == "200");
  sql().execute("UPDATE people SET standing = 'suspended' WHERE id = '" + couple.student + "'");
  BOOST_TEST(house.post(couple.student, "/api/send", body).verdict() == "200");
  const auto altered = R"({"to":")" + couple.tutor + R"(","message":"other","clientId":"c-4"})";
  BOOST_TEST(house.post(couple.student, "/api/send", altered).verdict() == "422 client_id_reused");
}

BOOST_TEST_DECORATOR(*description("contract 3: POST /api/send/typing, never stored"))
BOOST_DATA_TEST_CASE(typing, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "Hello").text("thread.id");
  const auto type = [&](const std::string& person, const std::string& body) {
    return house.post(person, "/api/send/typing", body).verdict();
  };
  const auto body = R"({"threadId":")" + id + "\"}";
  BOOST_TEST(type(couple.tutor, body) == "204");
  BOOST_TEST(type(couple.student, body) == "204");
  BOOST_TEST(type(new_person("student"), body) == "404 not_found");
  BOOST_TEST(type(couple.tutor, R"({"threadId":"0"})") == "404 not_found");
  BOOST_TEST(type(couple.tutor, "{}") == "400 bad_input threadId:required");
  BOOST_TEST(type(couple.tutor, R"({"threadId":1})") == "400 bad_input threadId:wrong_type");
  BOOST_TEST(type(couple.tutor, R"({"threadId":"1","x":1})") == "400 bad_input x:unknown_field");
  BOOST_TEST(type(couple.tutor, std::string(1025, ' ')) == "413 body_too_large");
  sql().execute("UPDATE people SET standing = 'suspended' WHERE id = '" + couple.tutor + "'");
  BOOST_TEST(type(couple.tutor, body) == "403 sender_suspended");
  BOOST_TEST(sql().number("SELECT last_seq FROM threads WHERE id = " + id) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
