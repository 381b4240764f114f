#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"
#include "source.h"

// What is there and not yours looks like what is not there, on every route and for every role. The
// routes are those that the executables name themselves: a new one needs rows here.

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

enum class Object { thread, order, person, booking };

const std::string not_found = "404 not_found";
const std::string not_allowed = "403 not_allowed_to_message";
const std::string not_offered = "403 tutor_not_offered";

// One place where a request names an object: {} stands for its id. `verdict` is what a request
// meets that names nothing, or what is not the caller's.
struct Naming {
  std::string route;
  Object object;
  std::string target;
  std::string body = {};
  std::string verdict = not_found;
};

const std::vector<Naming> namings = {
    {"GET /api/inbox/threads/{id}", Object::thread, "/api/inbox/threads/{}"},
    {"PATCH /api/inbox/threads/{id}", Object::thread, "/api/inbox/threads/{}",
     R"({"pinned":true,"archived":true,"muted":true,"markedUnread":true})"},
    {"GET /api/inbox/threads/{id}/messages", Object::thread, "/api/inbox/threads/{}/messages"},
    {"GET /api/inbox/threads/{id}/feed", Object::thread, "/api/inbox/threads/{}/feed"},
    {"GET /api/inbox/orders/{id}", Object::order, "/api/inbox/orders/{}"},
    {"PUT /api/inbox/blocks/{personId}", Object::person, "/api/inbox/blocks/{}"},
    {"DELETE /api/inbox/blocks/{personId}", Object::person, "/api/inbox/blocks/{}"},
    {"POST /api/send", Object::thread, "/api/send", R"({"threadId":"{}","message":"x"})"},
    {"POST /api/send", Object::person, "/api/send", R"({"to":"{}","message":"x"})", not_allowed},
    {"POST /api/send/typing", Object::thread, "/api/send/typing", R"({"threadId":"{}"})"},
    {"PATCH /api/send/{threadId}/{seq}", Object::thread, "/api/send/{}/1", R"({"message":"y"})"},
    {"DELETE /api/send/{threadId}/{seq}", Object::thread, "/api/send/{}/1"},
    {"POST /api/read-receipts", Object::thread, "/api/read-receipts",
     R"({"threadId":"{}","upTo":1})"},
    {"GET /api/read-receipts", Object::thread, "/api/read-receipts?threadId={}"},
    {"POST /api/bookings", Object::person, "/api/bookings",
     R"({"tutorId":"{}","startsAt":"2035-01-01T10:00:00Z","minutes":60})", not_offered},
    {"GET /api/bookings/tutors/{id}/availability", Object::person,
     "/api/bookings/tutors/{}/availability"},
    {"GET /api/bookings/tutors/{id}/slots", Object::person,
     "/api/bookings/tutors/{}/slots?from=2035-01-01&to=2035-01-02&minutes=60"},
    {"GET /api/bookings/{id}", Object::booking, "/api/bookings/{}"},
    {"POST /api/bookings/{id}/confirm", Object::booking, "/api/bookings/{}/confirm"},
    {"POST /api/bookings/{id}/decline", Object::booking, "/api/bookings/{}/decline"},
    {"POST /api/bookings/{id}/cancel", Object::booking, "/api/bookings/{}/cancel",
     R"({"reason":"x"})"},
    {"POST /api/bookings/{id}/enter", Object::booking, "/api/bookings/{}/enter"},
    {"POST /api/bookings/{id}/leave", Object::booking, "/api/bookings/{}/leave"},
    {"POST /api/bookings/{id}/proposals", Object::booking, "/api/bookings/{}/proposals",
     R"({"startsAt":"2035-01-01T10:00:00Z","reason":"x"})"},
    {"POST /api/bookings/{id}/proposals/{number}/accept", Object::booking,
     "/api/bookings/{}/proposals/1/accept"},
    {"POST /api/bookings/{id}/proposals/{number}/decline", Object::booking,
     "/api/bookings/{}/proposals/1/decline"},
};

// Routes that name nothing: they speak of the caller alone, or are not for persons.
const std::set<std::string> nameless = {
    "GET /api/inbox",
    "GET /api/inbox/unread",
    "GET /api/inbox/people",
    "GET /api/inbox/search",
    "GET /api/inbox/settings",
    "PATCH /api/inbox/settings",
    "POST /api/inbox/live-ticket",
    "GET /api/live",
    "GET /api/bookings",
    "GET /api/bookings/upcoming",
    "GET /api/bookings/availability",
    "PUT /api/bookings/availability",
    "GET /api/bookings/tutors",
    "POST /api/webhooks/platform",
    "POST /api/webhooks/bookings",
    "GET /api/webhooks/events",
};

// Ids that no object can have.
const std::vector<std::string> malformed = {"0",
                                            "-1",
                                            "+1",
                                            "01",
                                            "1.0",
                                            "1x",
                                            "x y",
                                            "*",
                                            "18446744073709551617",
                                            "9223372036854775808",
                                            std::string(65, '1'),
                                            std::string(300, 'a')};

const std::vector<std::string> roles = {
    "student", "tutor", "parent", "institution_admin", "support", "moderator", "platform_admin"};

// "GET /api/inbox" and so on: what the executable of a family prints of itself.
std::vector<std::string> routes_of(const std::string& family) {
  const Scratch nothing;
  Process process({executable(family), "--help"}, base_environment(), nothing.fd());
  if (process.wait() != 0) throw std::runtime_error(family + " --help: " + process.errors());
  std::istringstream help(process.output());
  std::vector<std::string> routes;
  bool listed = false;
  for (std::string line; std::getline(help, line);) {
    if (listed && line.starts_with("    ")) routes.push_back(line.substr(4));
    listed = listed || line == "ROUTES";
  }
  return routes;
}

std::vector<std::string> all_routes() {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(chalkline::tests::source() / "handlers")) {
    const auto some = routes_of(entry.path().filename().string());
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

bool is_named(const std::string& route) {
  for (const auto& naming : namings) {
    if (naming.route == route) return true;
  }
  return nameless.contains(route);
}

std::string filled(std::string text, const std::string& id) {
  const auto at = text.find("{}");
  return at == std::string::npos ? text : text.replace(at, 2, id);
}

std::string percent_encoded(const std::string& id) {
  std::string text;
  for (const char c : id) text += c == ' ' ? "%20" : c == '+' ? "%2B" : std::string(1, c);
  return text;
}

// What two people who are nobody else's share on a site, and what is not there.
struct Foreign {
  std::string site;
  std::map<Object, std::string> theirs;
  std::map<Object, std::string> nobodys = {{Object::thread, "999999999"},
                                           {Object::order, "no-order"},
                                           {Object::person, "no-person"},
                                           {Object::booking, "999999999"}};

  Foreign(House& house, const std::string& where) : site(where) {
    const auto couple = new_couple(site);
    enrol(couple.tutor, "tutor", couple.tutor);
    enrol(couple.student, "student", couple.tutor);
    const auto sent = house.ask({.method = "POST",
                                 .target = "/api/send",
                                 .body = R"({"to":")" + couple.tutor + R"(","message":"x"})",
                                 .person = couple.student,
                                 .site = site});
    theirs[Object::thread] = sent.text("thread.id");
    theirs[Object::order] = new_order(couple);
    theirs[Object::booking] = new_booking(couple);
    theirs[Object::person] = new_person("parent", site);  // whom no role may write to
  }

 private:
  void enrol(const std::string& person, const std::string& role, const std::string& course) const {
    sql(site).execute("INSERT INTO enrolments VALUES ('" + course + "', 'b', '" + person + "', '" +
                      role + "', 'i', 'active', 1)");
  }

  std::string new_booking(const Couple& couple) const {
    sql(site).execute(
        "INSERT INTO bookings (tutor_id, student_id, booked_by, state, decided, starts_at, minutes,"
        " wall_start, time_zone, booked_at, asked_at, changes) VALUES ('" +
        couple.tutor + "', '" + couple.student + "', '" + couple.student +
        "', 'confirmed', 'confirmed', '2035-01-01 10:00', 60, '2035-01-01 10:00', 'UTC',"
        " '2026-01-01', '2026-01-01', 1)");
    return sql(site).value("SELECT MAX(id) FROM bookings");
  }

  std::string new_order(const Couple& couple) const {
    sql(site).execute(
        "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
        " currency, state, at, url, version) VALUES ('order-" +
        couple.tutor + "', 'order', '" + couple.student + "', '" + couple.tutor + "', '" +
        couple.tutor + "', '" + couple.student + "', 'x', 1, 'EUR', 'paid', '2026-01-01', '', 1)");
    return "order-" + couple.tutor;
  }
};

// One of each role, and somebody whom the directory does not know.
std::vector<std::string> strangers(const std::string& site) {
  std::vector<std::string> people = {"unknown-to-all"};
  for (const auto& role : roles) people.push_back(new_person(role, site));
  return people;
}

Answer ask(House& house, const Naming& naming, const std::string& person, const std::string& site,
           const std::string& id) {
  return house.ask({.method = naming.route.substr(0, naming.route.find(' ')),
                    .target = filled(naming.target, percent_encoded(id)),
                    .body = filled(naming.body, id),
                    .person = person,
                    .site = site});
}

// All that an answer says, but for the request it answers.
std::string said(const Answer& answer) {
  auto json = answer.json;
  json.as_object().erase("instance");
  std::string text = answer.verdict() + " " + boost::json::serialize(json);
  for (const auto& [name, value] : answer.headers) {
    if (name != "X-Request-Id" && name != "Content-Length") text += " " + name + "=" + value;
  }
  return text;
}

// All rows that a request could have changed.
std::string state_of(const std::string& site) {
  std::string state;
  for (const std::string table :
       {"threads", "thread_members", "messages", "message_versions", "read_marks", "relationships",
        "orders", "bookings", "booking_quanta", "booking_guards", "booking_proposals"}) {
    for (const auto& row : sql(site).query("CHECKSUM TABLE " + table)) state += " " + row.at(1);
  }
  return state;
}

const auto sites = boost::unit_test::data::make({"marketplace", "classroom", "advisor"});

BOOST_AUTO_TEST_SUITE(foreign)

BOOST_AUTO_TEST_CASE(every_route_has_rows,
                     *description("architecture 4: no route without its foreign object")) {
  const auto routes = all_routes();
  BOOST_TEST(routes.size() >= 20);
  for (const auto& route : routes) {
    BOOST_TEST(is_named(route),
               "a row of `namings` for each id it takes, or `nameless`: " << route);
  }
  const std::set<std::string> known(routes.begin(), routes.end());
  for (const auto& naming : namings) BOOST_TEST(known.contains(naming.route), naming.route);
  for (const auto& route : nameless) {
    BOOST_TEST(known.contains(route), route);
    BOOST_TEST(route.find('{') == std::string::npos, route);
  }
}

BOOST_TEST_DECORATOR(*description("contract 1: 404 is not found or not yours; S2-08, S4-17"))
BOOST_DATA_TEST_CASE(not_yours_is_not_there, sites, site) {
  House house("fastcgi");
  const Foreign foreign(house, site);
  const auto people = strangers(site);
  const auto before = state_of(site);
  for (const auto& naming : namings) {
    for (const auto& person : people) {
      const auto theirs = ask(house, naming, person, site, foreign.theirs.at(naming.object));
      const auto nobodys = ask(house, naming, person, site, foreign.nobodys.at(naming.object));
      const auto where = naming.route + " " + naming.body + " by " + person;
      BOOST_TEST(nobodys.verdict() == naming.verdict, where);
      BOOST_TEST(said(theirs) == said(nobodys), where);
    }
  }
  BOOST_TEST(state_of(site) == before);
}

// Where the id alone tells that it is none, everybody may be told so.
BOOST_AUTO_TEST_CASE(what_is_no_id, *description("contract 1: 400 malformed, for everybody")) {
  House house("fastcgi");
  const std::vector<std::string> people = {"unknown-to-all", new_person("student"),
                                           new_person("platform_admin")};
  for (const auto& naming : namings) {
    for (const auto& id : malformed) {
      const auto first = ask(house, naming, people.front(), "marketplace", id);
      const bool is_none = first.verdict() == naming.verdict || first.status == 400;
      BOOST_TEST(is_none, naming.route << " " << id << ": " << first.body);
      for (const auto& person : people) {
        BOOST_TEST(said(ask(house, naming, person, "marketplace", id)) == said(first));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
