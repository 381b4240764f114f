#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"
#include "http/signature.h"
#include "http/transcript_check.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

const std::string trusted_key = *http::public_key_from_pem(
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n");

std::string checked(const std::string& file) {
  const auto check = http::check_transcript(file, trusted_key);
  return check.fault ? check.fault->what : "holds";
}

// A conversation at noon: First of the student's, Second of the tutor's, which the student reads.
struct Talk {
  explicit Talk(House& asked, const std::string& at = "marketplace")
      : house(asked), site(at), couple(new_couple(at)) {
    id = send(couple.student, couple.tutor, "First", 0).text("thread.id");
    send(couple.tutor, couple.student, "Second", 1);
    ask("POST", "/api/read-receipts", 2, couple.student,
        R"({"threadId":")" + id + R"(","upTo":2})");
  }
  Answer ask(const std::string& method, const std::string& target, int minute,
             const std::string& person, const std::string& body = {},
             const std::string& accept = "*/*") {
    const std::string two = (minute < 10 ? "0" : "") + std::to_string(minute);
    return house.ask({.method = method,
                      .target = target,
                      .body = body,
                      .person = person,
                      .site = site,
                      .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T12:" + two + ":00Z"},
                                     {"HTTP_ACCEPT", accept}}});
  }
  Answer send(const std::string& from, const std::string& to, const std::string& text, int minute) {
    return ask("POST", "/api/send", minute, from,
               R"({"to":")" + to + R"(","message":)" + quoted(text) + "}");
  }
  Answer change(const std::string& seq, const std::string& text, const std::string& person) {
    return ask("PATCH", "/api/send/" + id + "/" + seq, 3, person,
               R"({"message":)" + quoted(text) + "}");
  }
  Answer transcript(const std::string& person, const std::string& accept = "*/*",
                    const std::string& query = "") {
    return ask("GET", "/api/reports/transcripts/" + id + query, 30, person, {}, accept);
  }

  House& house;
  std::string site;
  Couple couple;
  std::string id;
};

// "1 First 2 Second": entry and text of each line, "-" for a missing text.
std::string told(const Answer& answer) {
  std::string line;
  for (const auto& item : answer.at("transcript.lines").as_array()) {
    line += item.at("entry").is_null() ? "?" : std::to_string(item.at("entry").as_int64());
    line +=
        item.at("body").is_null() ? " - " : " " + std::string(item.at("body").as_string()) + " ";
  }
  return line;
}

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_TEST_DECORATOR(*description("S2-02: a paper trail, signed, with receipts"))
BOOST_DATA_TEST_CASE(a_party_gets_all_of_it, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto answer = talk.transcript(talk.couple.tutor);
  BOOST_TEST(answer.verdict() == "200");
  BOOST_TEST(answer.header("Content-Type") == "application/json");
  BOOST_TEST(answer.header("Vary") == "Accept");
  BOOST_TEST(checked(answer.body) == "holds");
  BOOST_TEST(told(answer) == "1 First 2 Second ");
  BOOST_TEST(answer.text("transcript.lines.1.at") == "2026-11-21T12:01:00.000Z");
  BOOST_TEST(answer.text("transcript.lines.1.readAt") == "2026-11-21T12:02:00.000Z");
  BOOST_TEST(answer.at("transcript.lines.0.readAt").is_null());
  BOOST_TEST(answer.text("transcript.people.0.name") == "Person " + talk.couple.student);
  BOOST_TEST(answer.at("transcript.oversight").is_null());
  BOOST_TEST(answer.number("transcript.head.entry") == 2);
}

BOOST_TEST_DECORATOR(*description("S2-02, contract 3: every version; history is for moderation"))
BOOST_DATA_TEST_CASE(changes_and_removals_are_entries, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto& [tutor, student] = talk.couple;
  BOOST_TEST(talk.change("1", "Better", student).verdict() == "200");
  BOOST_TEST(talk.ask("DELETE", "/api/send/" + talk.id + "/2", 4, tutor).verdict() == "200");
  talk.send(student, tutor, "Third", 5);
  for (const auto& person : {tutor, student}) {
    const auto answer = talk.transcript(person);
    BOOST_TEST(checked(answer.body) == "holds");
    BOOST_TEST(told(answer) == "1 - 2 - 3 Better 4  5 Third ");
    BOOST_TEST(answer.text("transcript.lines.0.withheld") == "earlier_version");
    BOOST_TEST(answer.text("transcript.lines.0.changedAt") == "2026-11-21T12:03:00.000Z");
    BOOST_TEST(answer.text("transcript.lines.2.at") == "2026-11-21T12:03:00.000Z");
    BOOST_TEST(answer.text("transcript.lines.3.kind") == "removed");
  }
  // The same change once more is none.
  talk.change("1", "Better", student);
  BOOST_TEST(talk.transcript(tutor).number("transcript.head.entry") == 5);
}

BOOST_TEST_DECORATOR(*description("contract 3: HTML or JSON by Accept"))
BOOST_DATA_TEST_CASE(accept_decides, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const std::string browser =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
  const std::string json = "application/json";
  const std::string html = "text/html; charset=utf-8";
  const std::pair<std::string, std::string> rows[] = {
      {"", json},
      {"*/*", json},
      {"application/json", json},
      {browser, html},
      {"text/html", html},
      {"Text/HTML", html},
      {"text/*", html},
      {"application/json;q=0.5, text/html;q=0.4", json},
      {"application/json;q=0.5, text/html;q=0.6", html},
      {"*/*;q=0.1, application/json;q=0", html},
      {"image/png", ""},
      {"application/json;q=0", ""},
  };
  for (const auto& [accept, type] : rows) {
    BOOST_TEST_CONTEXT(accept) {
      const auto answer = talk.transcript(talk.couple.tutor, accept);
      BOOST_TEST(answer.verdict() == (type.empty() ? "406 not_acceptable" : "200"));
      if (!type.empty()) BOOST_TEST(answer.header("Content-Type") == type);
    }
  }
}

BOOST_TEST_DECORATOR(*description("S2-02: everything escaped, no scripts, own CSP"))
BOOST_DATA_TEST_CASE(the_page, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  sql().execute(
      "UPDATE people SET name = '<img src=x>', locale = 'de-AT', time_zone ="
      " 'Europe/Berlin' WHERE id = '" +
      talk.couple.student + "'");
  talk.send(talk.couple.student, talk.couple.tutor, "</script><script>alert('&')</script>", 3);
  const auto page = talk.transcript(talk.couple.student, "text/html");
  const auto has = [&](const std::string& text) { return page.body.find(text) != page.body.npos; };
  BOOST_TEST(checked(page.body) == "holds");
  BOOST_TEST(has("<html lang=\"de\">"));
  BOOST_TEST(has("21. November 2026, 13:00:00</time> (UTC+01:00; 12:00:00 UTC)"));
  BOOST_TEST(has("<bdi>&lt;img src=x&gt;</bdi>"));
  BOOST_TEST(has("&lt;/script&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt;</div>"));
  BOOST_TEST(!has("<script>"));
  BOOST_TEST(page.body.find("</script>") == page.body.rfind("</script>"));
  const auto policy = page.header("Content-Security-Policy");
  BOOST_TEST(policy.starts_with("default-src 'none'; style-src 'sha256-"));
  BOOST_TEST(policy.ends_with("frame-ancestors 'none'"));
  BOOST_TEST(page.header("Content-Disposition") ==
             "inline; filename=\"transcript-" + talk.id + ".html\"");
  const auto english = talk.transcript(talk.couple.tutor, "text/html").body;
  BOOST_TEST(english.find("21. November 2026, 12:00:00</time> (UTC+00:00") != english.npos);
}

BOOST_TEST_DECORATOR(*description("contract 5: who hides receipts sees none of others' either"))
BOOST_DATA_TEST_CASE(hidden_receipts_stay_hidden, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  sql().execute("UPDATE people SET hides_receipts = 1 WHERE id = '" + talk.couple.student + "'");
  for (const auto& person : {talk.couple.tutor, talk.couple.student}) {
    const auto answer = talk.transcript(person);
    BOOST_TEST(answer.at("transcript.receiptsShown") == boost::json::value(false));
    BOOST_TEST(answer.at("transcript.lines.1.readAt").is_null());
    BOOST_TEST(checked(answer.body) == "holds");
  }
}

BOOST_TEST_DECORATOR(*description("S2-02: messages from before have no entry"))
BOOST_DATA_TEST_CASE(older_messages_are_told_apart, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  sql().execute(
      "UPDATE messages SET entry = NULL, salt = NULL, commitment = NULL, chain = NULL"
      " WHERE thread_id = " +
      talk.id);
  sql().execute("UPDATE threads SET trail_entry = 0, trail_chain = NULL WHERE id = " + talk.id);
  talk.send(talk.couple.student, talk.couple.tutor, "Third", 2);
  talk.change("1", "Better", talk.couple.student);
  const auto answer = talk.transcript(talk.couple.tutor);
  BOOST_TEST(told(answer) == "? - ? Second 1 Third 2 Better ");
  BOOST_TEST(checked(answer.body) == "holds");
}

BOOST_TEST_DECORATOR(*description("S2-02: a later erasure leaves the chain verifiable"))
BOOST_DATA_TEST_CASE(an_erased_text_is_missing, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  sql().execute("UPDATE messages SET body = '', salt = NULL WHERE seq = 1 AND thread_id = " +
                talk.id);
  const auto answer = talk.transcript(talk.couple.tutor);
  BOOST_TEST(told(answer) == "1 - 2 Second ");
  BOOST_TEST(answer.text("transcript.lines.0.withheld") == "erased");
  BOOST_TEST(checked(answer.body) == "holds");
  // What was changed in the database, past the house, does not hold.
  sql().execute("UPDATE messages SET body = 'Forged' WHERE seq = 2 AND thread_id = " + talk.id);
  BOOST_TEST(checked(talk.transcript(talk.couple.tutor).body).starts_with("The line was changed"));
}

BOOST_TEST_DECORATOR(*description("S2-02: a very long thread comes in parts"))
BOOST_DATA_TEST_CASE(parts_follow_one_another, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  // Old messages in a number that no part holds; then changes behind the parts' ends.
  sql().execute("DELETE FROM messages WHERE thread_id = " + talk.id);
  sql().execute("INSERT INTO messages (thread_id, seq, sender_id, client_id, at, body) SELECT " +
                talk.id + ", seq, '" + talk.couple.student + "', CONCAT('" + talk.id +
                "-', seq),"
                " '2026-11-21 12:00:00', CONCAT('Old ', seq) FROM seq_1_to_498");
  sql().execute(
      "UPDATE threads SET last_seq = 498, trail_entry = 0, trail_chain = NULL WHERE id = " +
      talk.id);
  for (int i = 0; i < 4; ++i) talk.send(talk.couple.tutor, talk.couple.student, "New", 2);
  talk.change("499", "Better", talk.couple.tutor);
  talk.change("502", "Best", talk.couple.tutor);
  std::string told_all;
  std::string query;
  int parts = 0;
  do {
    const auto part = talk.transcript(talk.couple.student, "*/*", query);
    BOOST_TEST_REQUIRE(part.verdict() == "200");
    BOOST_TEST(checked(part.body) == "holds");
    told_all += told(part);
    ++parts;
    const auto next = part.at("transcript.nextCursor");
    query = next.is_null() ? "" : "?cursor=" + std::string(next.as_string());
  } while (!query.empty() && parts < 5);
  BOOST_TEST(parts == 2);
  BOOST_TEST(told_all.ends_with("? Old 498 1 - 2 New 3 New 4 - 5 Better 6 Best "));
  const auto page = talk.transcript(talk.couple.student, "text/html");
  BOOST_TEST(page.body.find("<a href=\"?cursor=") != page.body.npos);
}

BOOST_TEST_DECORATOR(*description("contract 4: not there and not yours are one answer"))
BOOST_DATA_TEST_CASE(nobody_else_gets_it, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  for (const auto& person : {new_person("student"), new_person("moderator"),
                             new_person("platform_admin"), std::string("unknown")}) {
    BOOST_TEST(talk.transcript(person).verdict() == "404 not_found");
  }
  const auto get = [&](const std::string& path) {
    return house.get(talk.couple.tutor, "/api/reports/transcripts/" + path).verdict();
  };
  for (const std::string id : {"0", "x", "-1", "999999999", "01"})
    BOOST_TEST(get(id) == "404 not_found");
  BOOST_TEST(get(talk.id + "?cursor=x") == "400 bad_input cursor:malformed");
  BOOST_TEST(get(talk.id + "?page=2") == "400 bad_input page:unknown_field");
  BOOST_TEST(talk.transcript("").verdict() == "401 token_missing");
  // "9.9." and a chain, as if the thread were longer.
  BOOST_TEST(get(talk.id + "?cursor=OS45LjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM"
                           "DAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA") == "404 not_found");
}

BOOST_TEST_DECORATOR(*description("S2-02: without a key it is not signed, and says so"))
BOOST_DATA_TEST_CASE(a_site_without_a_key, protocols, protocol) {
  House house(protocol);
  Talk talk(house, "strict");
  const auto answer = talk.transcript(talk.couple.tutor);
  BOOST_TEST(answer.at("signature").is_null());
  BOOST_TEST(checked(answer.body) == "It is not signed: nobody vouches for it.");
  const auto page = talk.transcript(talk.couple.tutor, "text/html").body;
  BOOST_TEST(page.find("nicht unterschrieben") != page.npos);
}

// A parent's thread with a tutor about a student, at noon.
struct ParentTalk {
  explicit ParentTalk(House& asked) : house(asked), couple(new_couple()) {
    sql().execute("INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" +
                  parent + "', '" + couple.student + "', 'confirmed', '2026-11-01')");
    id = house
             .post(parent, "/api/parent/messages",
                   R"({"tutorId":")" + couple.tutor + R"(","studentId":")" + couple.student +
                       R"(","message":"How is she doing?"})")
             .text("threadId");
  }
  Answer transcript(const std::string& person) {
    return house.get(person, "/api/reports/transcripts/" + id);
  }
  std::string oversee(const std::string& person) {
    return house
        .post(person, "/api/reports/oversight", R"({"threadId":")" + id + R"(","reason":"Asked"})")
        .verdict();
  }

  House& house;
  Couple couple;
  std::string parent = new_person("parent");
  std::string id;
};

BOOST_TEST_DECORATOR(*description("S2-01 to S2-04: of a parent and a tutor, about a student"))
BOOST_DATA_TEST_CASE(a_parent_thread, protocols, protocol) {
  House house(protocol);
  ParentTalk talk(house);
  for (const auto& person : {talk.parent, talk.couple.tutor}) {
    const auto answer = talk.transcript(person);
    BOOST_TEST(answer.verdict() == "200");
    BOOST_TEST(checked(answer.body) == "holds");
    BOOST_TEST(answer.text("transcript.thread.student.id") == talk.couple.student);
    for (const auto& one : answer.at("transcript.people").as_array()) {
      const bool is_parent = one.at("id") == boost::json::value(talk.parent);
      BOOST_TEST(one.at("role") == boost::json::value(is_parent ? "parent" : "tutor"));
    }
  }
  BOOST_TEST(talk.transcript(talk.couple.student).verdict() == "404 not_found");
}

BOOST_TEST_DECORATOR(*description("S2-07: an institution's admin, over its tutor and its student"))
BOOST_DATA_TEST_CASE(an_institution_and_its_parents, protocols, protocol) {
  House house(protocol);
  ParentTalk talk(house);
  const auto admin = new_person("institution_admin");
  const auto place = [&](const std::string& person) {
    sql().execute("UPDATE people SET institution_id = 'school' WHERE id = '" + person + "'");
  };
  place(admin);
  place(talk.couple.tutor);
  BOOST_TEST(talk.oversee(admin) == "404 not_found");
  place(talk.couple.student);
  BOOST_TEST(talk.oversee(admin) == "201");
  BOOST_TEST(talk.transcript(admin).number("transcript.head.entry") == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
