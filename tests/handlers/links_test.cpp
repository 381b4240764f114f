#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

const std::string noon = "2026-11-21T12:00:00Z";

// A family whom nobody knows, each with an email address:
// Petra@Family<n>.example and so on.
struct Family {
  explicit Family(House& asked) : house(asked) {
    static int families = 0;
    domain = "family" + std::to_string(++families) + ".example";
    number = std::to_string(5'550'000 + families);
    petra = person("parent", "Petra");
    jonas = person("student", "Jonas");
  }
  std::string person(const std::string& role, const std::string& name,
                     const std::string& more = "") {
    auto id = new_person(role);
    sql().execute("UPDATE people SET email = '" + name + "@" + domain + "'" + more +
                  " WHERE id = '" + id + "'");
    return id;
  }
  std::string address(const std::string& name) const { return name + "@" + domain; }

  Answer ask(const std::string& method, const std::string& who, const std::string& route,
             const std::string& body = "", const std::string& now = noon) {
    return house.ask({.method = method,
                      .target = "/api/parent/links" + route,
                      .body = body,
                      .person = who,
                      .parameters = {{"HTTP_CHALKLINE_NOW", now}}});
  }
  Answer want(const std::string& who, const std::string& field, const std::string& value,
              const std::string& now = noon) {
    return ask("POST", who, "", "{\"" + field + "\":" + quoted(value) + "}", now);
  }
  std::string asked() { return want(petra, "studentEmail", address("jonas")).text("id"); }
  std::string invited() { return want(jonas, "parentEmail", address("petra")).text("id"); }
  std::string act(const std::string& who, const std::string& id, const std::string& action,
                  const std::string& now = noon) {
    const bool removes = action == "remove";
    return ask(removes ? "DELETE" : "POST", who, "/" + id + (removes ? "" : "/" + action), "", now)
        .verdict();
  }
  // "id:state:actions" of each.
  std::string list(const std::string& who, const std::string& now = noon) {
    std::string line;
    const auto answer = ask("GET", who, "", "", now);
    for (const auto& item : answer.at("items").as_array()) {
      line += std::string(item.at("id").as_string()) + ":" +
              std::string(item.at("state").as_string()) + ":";
      for (const auto& action : item.at("actions").as_array()) {
        line += std::string(action.as_string()).substr(0, 1);
      }
      line += " ";
    }
    return line;
  }
  std::string links() {
    return sql().list(
        "SELECT CONCAT_WS(' ', parent_id, student_id, state) FROM parent_links"
        " WHERE parent_id = '" +
        petra + "' OR student_id = '" + jonas + "'");
  }

  House& house;
  std::string domain;
  std::string number;  // of a phone in some network
  std::string petra;
  std::string jonas;
};

BOOST_AUTO_TEST_SUITE(links)

BOOST_TEST_DECORATOR(*description("S2-09, S2-10: the parent asks, the student confirms"))
BOOST_DATA_TEST_CASE(way_a, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto& [petra, jonas] = std::pair(family.petra, family.jonas);
  const auto made = family.want(petra, "studentEmail", " JONAS@" + family.domain);
  BOOST_TEST(made.verdict() == "201");
  const auto id = made.text("id");
  BOOST_TEST(made.text("state") == "pending");
  BOOST_TEST(made.text("askedBy") == "parent");
  BOOST_TEST(made.text("parent.id") == petra);
  BOOST_TEST(made.at("student").is_null());
  BOOST_TEST(made.text("address") == family.address("jonas"));
  BOOST_TEST(made.text("at") == "2026-11-21T12:00:00.000Z");
  BOOST_TEST(made.at("expiresAt").is_null());
  BOOST_TEST(family.list(petra) == id + ":pending:rr ");
  BOOST_TEST(family.list(jonas) == id + ":pending:cd ");
  const auto seen = family.ask("GET", jonas, "");
  BOOST_TEST(seen.text("items.0.parent.name") == "Person " + petra);
  BOOST_TEST(seen.text("items.0.student.id") == jonas);
  BOOST_TEST(seen.text("me.id") == jonas);
  BOOST_TEST(seen.text("me.roles.0") == "student");
  BOOST_TEST(family.links().empty());
  const auto link = family.ask("POST", jonas, "/" + id + "/confirm");
  BOOST_TEST(link.verdict() == "200");
  BOOST_TEST(link.text("id") == id);
  BOOST_TEST(link.text("state") == "confirmed");
  BOOST_TEST((link.text("parent.id") == petra && link.text("student.id") == jonas));
  BOOST_TEST((link.at("address").is_null() && link.at("askedBy").is_null()));
  BOOST_TEST(family.act(jonas, id, "confirm") == "200");
  BOOST_TEST(family.links() == petra + " " + jonas + " confirmed");
  BOOST_TEST(family.list(petra) == id + ":confirmed:r ");
  BOOST_TEST(family.list(jonas) == id + ":confirmed:r ");
  BOOST_TEST(family.want(petra, "studentEmail", family.address("jonas")).verdict() == "200");
}

BOOST_TEST_DECORATOR(*description("S2-09: by the registered phone, as people write it"))
BOOST_DATA_TEST_CASE(by_phone, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto& number = family.number;
  sql().execute("UPDATE people SET phone = '0049 (171) " + number +
                "', locale = 'de-DE'"
                " WHERE id = '" +
                family.jonas + "'");
  sql().execute("UPDATE people SET locale = 'de-DE' WHERE id = '" + family.petra + "'");
  const auto made = family.want(family.petra, "studentPhone", "0171/" + number);
  BOOST_TEST(made.verdict() == "201");
  BOOST_TEST(made.text("address") == "+49171" + number);
  BOOST_TEST(family.want(family.petra, "studentPhone", "+49 171 " + number).verdict() == "200");
  const auto id = made.text("id");
  BOOST_TEST(family.list(family.petra) == id + ":pending:r ");
  BOOST_TEST(family.act(family.petra, id, "resend") == "409 wrong_state");
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "200");
  BOOST_TEST(family.links() == family.petra + " " + family.jonas + " confirmed");
  sql().execute("UPDATE people SET locale = 'de' WHERE id = '" + family.petra + "'");
  BOOST_TEST(family.want(family.petra, "studentPhone", "0171 5550199").verdict() ==
             "400 bad_input studentPhone:malformed");
}

// What is told of an address must not depend on whether somebody owns it
// (S2-09, contract 3).
BOOST_TEST_DECORATOR(*description("S2-09: the answer never tells whether an address is known"))
BOOST_DATA_TEST_CASE(known_or_not, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto same = [&](const std::string& who, const std::string& field, const std::string& known,
                        const std::string& unknown) {
    auto one = family.want(who, field, known);
    auto other = family.want(who, field, unknown);
    BOOST_TEST(one.verdict() == other.verdict());
    for (auto* const answer : {&one, &other}) {
      auto& object = answer->json.as_object();
      object.erase("id");
      object.erase("address");
    }
    BOOST_TEST(boost::json::serialize(one.json) == boost::json::serialize(other.json));
  };
  same(family.petra, "studentEmail", family.address("jonas"), family.address("nobody"));
  same(family.petra, "studentEmail", family.address("jonas"), family.address("nobody"));
  same(family.jonas, "parentEmail", family.address("petra"), family.address("nobody"));
  // A tutor's and the own role's addresses are like nobody's.
  family.person("tutor", "Tom");
  same(family.petra, "studentEmail", family.address("tom"), family.address("no-one"));
}

BOOST_TEST_DECORATOR(*description("S2-10: the student declines; S2-14: asked once more"))
BOOST_DATA_TEST_CASE(declined, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto id = family.asked();
  BOOST_TEST(family.act(family.petra, id, "decline") == "403 not_your_action");
  BOOST_TEST(family.act(family.jonas, id, "decline") == "200");
  BOOST_TEST(family.act(family.jonas, id, "decline") == "200");
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "409 wrong_state");
  BOOST_TEST(family.list(family.petra) == id + ":declined:r ");
  BOOST_TEST(family.list(family.jonas).empty());
  BOOST_TEST(family.links().empty());
  const auto again = family.want(family.petra, "studentEmail", family.address("jonas"));
  BOOST_TEST(again.verdict() == "201");
  BOOST_TEST(again.text("id") == id);
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "200");
  BOOST_TEST(family.act(family.jonas, id, "decline") == "409 wrong_state");
}

BOOST_TEST_DECORATOR(*description("contract 3: by the entitled side only; a stranger: 404"))
BOOST_DATA_TEST_CASE(who_may_what, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto stranger = family.person("student", "Eve");
  const auto id = family.asked();
  for (const std::string action : {"confirm", "decline", "resend", "remove"}) {
    BOOST_TEST(family.act(stranger, id, action) == "404 not_found", action);
    for (const std::string wrong :
         {"r0", "r01", "r", "x1", "1", "r99999999999999999999", "l987654", "accept", "r1x"}) {
      BOOST_TEST(family.act(family.petra, wrong, action) == "404 not_found", wrong << action);
    }
    BOOST_TEST(family.act("", id, action) == "401 token_missing");
  }
  BOOST_TEST(family.act(family.petra, id, "confirm") == "403 not_your_action");
  BOOST_TEST(family.act(family.jonas, id, "resend") == "403 not_your_action");
  BOOST_TEST(family.act(family.jonas, id, "remove") == "403 not_your_action");
  BOOST_TEST(family.act(family.petra, id, "remove") == "204");
  BOOST_TEST(family.act(family.petra, id, "remove") == "204");
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "409 wrong_state");
  BOOST_TEST(family.act(family.petra, id, "resend") == "409 wrong_state");
  BOOST_TEST(family.list(family.petra).empty());
  BOOST_TEST(family.list(family.jonas).empty());
  BOOST_TEST(family.ask("PUT", family.petra, "/" + id).header("Allow") == "DELETE");
  BOOST_TEST(family.ask("POST", family.jonas, "/" + id + "/confirm?x=1").verdict() ==
             "400 bad_input x:unknown_field");
}

BOOST_TEST_DECORATOR(*description("S2-09, S2-12: what cannot be asked"))
BOOST_DATA_TEST_CASE(refused_asking, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto& petra = family.petra;
  const auto body = [&](const std::string& text) {
    return family.ask("POST", petra, "", text).verdict();
  };
  BOOST_TEST(body("{}") == "400 bad_input studentEmail:required");
  BOOST_TEST(body(R"({"studentEmail":"a"})") == "400 bad_input studentEmail:malformed");
  BOOST_TEST(body(R"({"studentEmail":"a@b.c\nBcc: d@e.f"})") ==
             "400 bad_input studentEmail:malformed");
  BOOST_TEST(body(R"({"studentPhone":"call me"})") == "400 bad_input studentPhone:malformed");
  BOOST_TEST(body(R"({"parentEmail":7,"x":1})") ==
             "400 bad_input parentEmail:wrong_type x:unknown_field");
  BOOST_TEST(body(R"({"studentEmail":"a@b.c","parentEmail":"a@b.c"})") ==
             "400 bad_input parentEmail:conflicting");
  BOOST_TEST(family.want(petra, "parentEmail", "a@b.c").verdict() == "403 role_missing");
  BOOST_TEST(family.want(family.jonas, "studentEmail", "a@b.c").verdict() == "403 role_missing");
  BOOST_TEST(family.want("nobody-at-all", "studentEmail", "a@b.c").verdict() == "403 role_missing");
  BOOST_TEST(family.want(petra, "studentEmail", family.address("petra")).verdict() ==
             "422 link_to_yourself");
  sql().execute("UPDATE people SET standing = 'suspended' WHERE id = '" + petra + "'");
  BOOST_TEST(family.want(petra, "studentEmail", "a@b.c").verdict() == "403 sender_suspended");
  sql().execute("UPDATE people SET standing = 'rejected' WHERE id = '" + petra + "'");
  BOOST_TEST(family.want(petra, "studentEmail", "a@b.c").verdict() == "403 sender_rejected");
}

BOOST_TEST_DECORATOR(*description("contract 1: writes are safe to repeat"))
BOOST_DATA_TEST_CASE(repeats, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto ask = [&](const std::string& email, const std::string& client) {
    return family.ask("POST", family.petra, "",
                      R"({"studentEmail":")" + email + R"(","clientId":")" + client + "\"}");
  };
  const auto first = ask(family.address("jonas"), "one");
  BOOST_TEST(first.verdict() == "201");
  const auto again = ask(family.address("JONAS"), "one");
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.body == first.body);
  BOOST_TEST(ask(family.address("other"), "one").verdict() == "422 client_id_reused");
  const auto other = ask(family.address("jonas"), "two");
  BOOST_TEST(other.verdict() == "200");
  BOOST_TEST(other.header("Idempotent-Replay").empty());
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE event LIKE 'link_%' AND about = '" +
                          first.text("id").substr(1) + "'") == 1);
}

BOOST_TEST_DECORATOR(*description("S2-06, S2-14: either side ends it, and it stands again"))
BOOST_DATA_TEST_CASE(the_same_link, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto& [petra, jonas] = std::pair(family.petra, family.jonas);
  const auto number = [&] {
    return sql().value("SELECT GROUP_CONCAT(id) FROM parent_links WHERE parent_id = '" + petra +
                       "'");
  };
  const auto id = family.asked();
  family.act(jonas, id, "confirm");
  const auto first = number();
  BOOST_TEST(family.act(petra, id, "remove") == "204");
  BOOST_TEST(family.act(petra, id, "remove") == "204");
  BOOST_TEST(family.links() == petra + " " + jonas + " ended");
  BOOST_TEST(family.list(petra) == id + ":ended: ");
  BOOST_TEST(family.act(jonas, id, "confirm") == "409 wrong_state");
  BOOST_TEST(family.want(petra, "studentEmail", family.address("jonas")).verdict() == "201");
  BOOST_TEST(family.list(petra) == id + ":pending:rr ");
  BOOST_TEST(family.list(jonas) == id + ":pending:cd ");
  BOOST_TEST(family.act(jonas, id, "confirm") == "200");
  BOOST_TEST(family.act(jonas, id, "remove") == "204");
  BOOST_TEST(family.links() == petra + " " + jonas + " ended");
  BOOST_TEST(number() == first);
  // Asked from the other side it is the same link too, which then goes by the
  // newer name.
  family.act(jonas, family.asked(), "confirm");
  const auto invitation = family.invited();
  BOOST_TEST(family.list(jonas) == invitation + ":pending:rr " + id + ":confirmed:r ");
  BOOST_TEST(number() == first);
  // What the platform is told of it.
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outgoing_events WHERE type ="
                          " 'parent_link.changed' AND data LIKE '%\"" +
                          petra + "\"%'") == 5);
}

BOOST_TEST_DECORATOR(*description("S2-14: several parents, several children"))
BOOST_DATA_TEST_CASE(several, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto paul = family.person("parent", "Paul");
  const auto mia = family.person("student", "Mia");
  for (const auto& parent : {family.petra, paul}) {
    for (const std::string child : {"Jonas", "Mia"}) {
      const auto id = family.want(parent, "studentEmail", family.address(child)).text("id");
      BOOST_TEST(family.act(child == "Mia" ? mia : family.jonas, id, "confirm") == "200");
    }
  }
  const auto first = family.ask("GET", paul, "?limit=1");
  BOOST_TEST(first.at("items").as_array().size() == 1U);
  const auto second = family.ask("GET", paul, "?limit=1&cursor=" + first.text("nextCursor"));
  BOOST_TEST(second.at("nextCursor").is_null());
  BOOST_TEST(first.text("items.0.student.id") == mia);
  BOOST_TEST(second.text("items.0.student.id") == family.jonas);
  BOOST_TEST(family.ask("GET", paul, "?cursor=x").verdict() == "400 bad_input cursor:malformed");
  BOOST_TEST(family.ask("GET", paul, "?limit=0").verdict() == "400 bad_input limit:out_of_range");
  BOOST_TEST(family.list("nobody-at-all").empty());
}

BOOST_TEST_DECORATOR(*description("S2-06: what the platform tells, and what people decide here"))
BOOST_DATA_TEST_CASE(links_of_the_platform, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto& [petra, jonas] = std::pair(family.petra, family.jonas);
  sql().execute(
      "INSERT INTO parent_links (parent_id, student_id, state, "
      "changed_at, version)"
      " VALUES ('" +
      petra + "', '" + jonas + "', 'pending', '2026-11-01', 3)");
  const auto id =
      "l" + sql().value("SELECT id FROM parent_links WHERE parent_id = '" + petra + "'");
  BOOST_TEST(family.list(jonas) == id + ":pending:cdr ");
  BOOST_TEST(family.list(petra) == id + ":pending:r ");
  BOOST_TEST(family.act(petra, id, "confirm") == "403 not_your_action");
  BOOST_TEST(family.act(petra, id, "resend") == "409 wrong_state");
  BOOST_TEST(family.act(jonas, id, "confirm") == "200");
  BOOST_TEST(family.act(family.person("parent", "Eve"), id, "remove") == "404 not_found");
  BOOST_TEST(family.act(jonas, id, "remove") == "204");
  BOOST_TEST(family.links() == petra + " " + jonas + " ended");
  BOOST_TEST(sql().value("SELECT version FROM parent_links WHERE parent_id = '" + petra + "'") ==
             "3");
}

BOOST_TEST_DECORATOR(*description("an asker who is gone, or whose role is"))
BOOST_DATA_TEST_CASE(gone_askers, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto id = family.asked();
  sql().execute("UPDATE people SET roles = 1 WHERE id = '" + family.petra + "'");
  BOOST_TEST(family.list(family.jonas).empty());
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "404 not_found");
  sql().execute("UPDATE people SET roles = 4, erased_at = NOW() WHERE id = '" + family.petra + "'");
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "404 not_found");
  BOOST_TEST(family.links().empty());
  // An address that has changed hands belongs to its owner of now.
  sql().execute("UPDATE people SET erased_at = NULL WHERE id = '" + family.petra + "'");
  sql().execute("UPDATE people SET email = NULL WHERE id = '" + family.jonas + "'");
  BOOST_TEST(family.act(family.jonas, id, "confirm") == "404 not_found");
  const auto heir = family.person("student", "JONAS");
  BOOST_TEST(family.act(heir, id, "confirm") == "200");
}

BOOST_TEST_DECORATOR(*description("S2-13: rate-limited; contract 1: 429 with Retry-After"))
BOOST_DATA_TEST_CASE(too_often, protocols, protocol) {
  House house(protocol);
  Family family(house);
  const auto spend = [&](const std::string& who, const std::string& action, int count,
                         const std::string& window) {
    sql().execute("INSERT INTO action_counts VALUES ('" + who + "', '" + action + "', '" + window +
                  "', " + std::to_string(count) + ")");
  };
  const auto id = family.asked();
  spend(family.jonas, "link_request", 1999, "2026-11-21");
  BOOST_TEST(family.want(family.jonas, "parentEmail", "a@b.c").verdict() == "201");
  const auto refused = family.want(family.jonas, "parentEmail", "b@b.c");
  BOOST_TEST(refused.verdict() == "429 rate_limited");
  BOOST_TEST(refused.header("Retry-After") == "43200");
  BOOST_TEST(refused.text("until") == "2026-11-22T00:00:00.000Z");
  BOOST_TEST(family.want(family.jonas, "parentEmail", "a@b.c").verdict() == "200");
  BOOST_TEST(family.want(family.jonas, "parentEmail", "b@b.c", "2026-11-22T00:00:00Z").verdict() ==
             "201");
  spend(family.petra, "link_resend", 1000, "2026-11-21");
  BOOST_TEST(family.act(family.petra, id, "resend") == "429 rate_limited");
  spend(family.petra, "link_accept", 2999, "2026-11-21 12:00:00");
  const std::string guess = R"({"token":"guess"})";
  BOOST_TEST(family.ask("POST", family.petra, "/accept", guess).verdict() == "422 link_expired");
  BOOST_TEST(family.ask("POST", family.petra, "/accept", guess).verdict() == "429 rate_limited");
}

// What the scheduler would send.
struct Post {
  explicit Post(Family& of) : family(of) {}
  // The token of the request's newest mail, as if it had been sent: its hash is
  // stored.
  std::string token(const std::string& id) {
    const auto token = "token-" + family.domain + "-" + std::to_string(++tokens);
    sql().execute("UPDATE link_requests SET token_hash = SHA2('" + token +
                  "', 256) WHERE id = " + id.substr(1));
    return token;
  }
  std::string accept(const std::string& who, const std::string& token,
                     const std::string& now = noon) {
    return family.ask("POST", who, "/accept", "{\"token\":" + quoted(token) + "}", now).verdict();
  }
  Family& family;
  int tokens = 0;
};

BOOST_TEST_DECORATOR(*description("S2-12, S2-13: a magic link, single use, expiring"))
BOOST_DATA_TEST_CASE(way_b, protocols, protocol) {
  House house(protocol);
  Family family(house);
  Post post(family);
  const auto& [petra, jonas] = std::pair(family.petra, family.jonas);
  const auto made = family.want(jonas, "parentEmail", family.address("PETRA"));
  BOOST_TEST(made.verdict() == "201");
  BOOST_TEST(made.text("askedBy") == "student");
  BOOST_TEST(made.text("expiresAt") == "2026-11-28T12:00:00.000Z");
  BOOST_TEST((made.at("parent").is_null() && made.text("student.id") == jonas));
  const auto id = made.text("id");
  BOOST_TEST(family.list(petra) == id + ":pending:d ");
  BOOST_TEST(family.act(petra, id, "confirm") == "403 not_your_action");
  BOOST_TEST(family.act(jonas, id, "confirm") == "403 not_your_action");
  const auto token = post.token(id);
  BOOST_TEST(post.accept(family.person("parent", "Eve"), token) == "403 link_for_another_address");
  BOOST_TEST(post.accept(jonas, token) == "403 link_for_another_address");
  const auto link = family.ask("POST", petra, "/accept", R"({"token":")" + token + "\"}",
                               "2026-11-28T11:59:59.999Z");
  BOOST_TEST(link.verdict() == "200");
  BOOST_TEST((link.text("state") == "confirmed" && link.text("id") == id));
  BOOST_TEST(post.accept(petra, token) == "422 link_expired");
  BOOST_TEST(family.links() == petra + " " + jonas + " confirmed");
  BOOST_TEST(family.act(petra, id, "remove") == "204");
}

BOOST_TEST_DECORATOR(*description("S2-13: used, revoked, replaced, unknown, old: all alike"))
BOOST_DATA_TEST_CASE(tokens_that_are_no_good, protocols, protocol) {
  House house(protocol);
  Family family(house);
  Post post(family);
  const auto& [petra, jonas] = std::pair(family.petra, family.jonas);
  const auto id = family.invited();
  auto token = post.token(id);
  for (const std::string wrong : {"x", "' OR 1=1 -- "}) {
    BOOST_TEST(post.accept(petra, wrong) == "422 link_expired");
  }
  BOOST_TEST(post.accept(petra, "") == "400 bad_input token:empty");
  BOOST_TEST(post.accept(petra, std::string(201, 'x')) == "400 bad_input token:too_long");
  BOOST_TEST(family.ask("POST", petra, "/accept", "{}").verdict() ==
             "400 bad_input token:required");
  BOOST_TEST(post.accept("", token) == "401 token_missing");
  BOOST_TEST(post.accept(petra, token, "2026-11-28T12:00:00Z") == "422 link_expired");
  BOOST_TEST(family.list(jonas, "2026-11-28T12:00:00Z") == id + ":expired:rr ");
  BOOST_TEST(family.act(jonas, id, "resend", "2026-11-28T12:00:00Z") == "200");
  BOOST_TEST(post.accept(petra, token, "2026-11-28T12:00:00Z") == "422 link_expired");
  token = post.token(id);
  BOOST_TEST(family.act(jonas, id, "remove") == "204");
  BOOST_TEST(post.accept(petra, token) == "422 link_expired");
  // Asked afresh after all of it, the old tokens stay void.
  BOOST_TEST(family.invited() == id);
  BOOST_TEST(post.accept(petra, token) == "422 link_expired");
  token = post.token(id);
  sql().execute("UPDATE people SET roles = 1 WHERE id = '" + petra + "'");
  BOOST_TEST(post.accept(petra, token) == "403 role_missing");
  sql().execute("UPDATE people SET roles = 4 WHERE id = '" + petra + "'");
  BOOST_TEST(family.act(petra, id, "decline") == "200");
  BOOST_TEST(post.accept(petra, token) == "422 link_expired");
  BOOST_TEST(family.links().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
