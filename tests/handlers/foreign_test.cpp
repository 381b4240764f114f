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

enum class Object { thread, order, person, student, link, grant, booking, series, feed };

const std::string not_found = "404 not_found";
const std::string not_allowed = "403 not_allowed_to_message";
const std::string not_linked = "403 parent_not_linked";
const std::string not_eligible = "403 tutor_not_eligible";
const std::string not_offered = "403 tutor_not_offered";

// One place where a request names an object: {} stands for its id, {me} for the caller's. `verdict`
// is what a request meets that names nothing, or what is not the caller's. Roles in `overseers` may
// know what there is.
struct Naming {
  std::string route;
  Object object;
  std::string target;
  std::string body = {};
  std::string verdict = not_found;
  std::set<std::string> overseers = {};
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
    {"POST /api/parent/messages", Object::student, "/api/parent/messages",
     R"({"tutorId":"t-1","studentId":"{}","message":"x"})", not_linked},
    {"POST /api/parent/messages", Object::student, "/api/parent/messages",
     R"({"tutorId":"{me}","studentId":"{}","message":"x"})", not_eligible},
    {"POST /api/parent/messages", Object::person, "/api/parent/messages",
     R"({"tutorId":"{}","studentId":"s-1","message":"x"})", not_linked},
    {"POST /api/parent/messages", Object::person, "/api/parent/messages",
     R"({"tutorId":"t-1","studentId":"s-1","parentId":"{}","message":"x"})", not_linked},
    {"GET /api/parent/messages", Object::student, "/api/parent/messages?tutorId=t-1&studentId={}",
     "", not_linked},
    {"GET /api/parent/messages", Object::student, "/api/parent/messages?tutorId={me}&studentId={}"},
    {"GET /api/parent/messages", Object::person, "/api/parent/messages?tutorId={}&studentId=s-1",
     "", not_linked},
    {"GET /api/parent/tutors", Object::student, "/api/parent/tutors?studentId={}", "", not_linked},
    {"POST /api/parent/links/{id}/confirm", Object::link, "/api/parent/links/{}/confirm"},
    {"POST /api/parent/links/{id}/decline", Object::link, "/api/parent/links/{}/decline"},
    {"POST /api/parent/links/{id}/resend", Object::link, "/api/parent/links/{}/resend"},
    {"POST /api/parent/links/{id}/renew", Object::link, "/api/parent/links/{}/renew"},
    {"DELETE /api/parent/links/{id}", Object::link, "/api/parent/links/{}"},
    {"GET /api/reports/transcripts/{threadId}", Object::thread, "/api/reports/transcripts/{}"},
    {"POST /api/reports/oversight",
     Object::thread,
     "/api/reports/oversight",
     R"({"threadId":"{}","reason":"asked for"})",
     not_found,
     {"moderator", "platform_admin"}},
    {"DELETE /api/reports/oversight/{id}", Object::grant, "/api/reports/oversight/{}"},
    {"POST /api/bookings", Object::person, "/api/bookings",
     R"({"tutorId":"{}","startsAt":"2035-01-01T10:00:00Z","minutes":60})", not_offered},
    {"GET /api/bookings/tutors/{id}/availability", Object::person,
     "/api/bookings/tutors/{}/availability"},
    {"GET /api/bookings/tutors/{id}/slots", Object::person,
     "/api/bookings/tutors/{}/slots?from=2035-01-01&to=2035-01-02&minutes=60"},
    {"GET /api/bookings/calendar/{token}.ics", Object::feed, "/api/bookings/calendar/{}.ics"},
    {"POST /api/bookings/series", Object::person, "/api/bookings/series",
     R"({"tutorId":"{}","timeZone":"UTC","day":1,"at":"10:00","minutes":60,"count":2})",
     not_offered},
    {"GET /api/bookings/series/{id}", Object::series, "/api/bookings/series/{}"},
    {"POST /api/bookings/series/{id}/accept", Object::series, "/api/bookings/series/{}/accept"},
    {"POST /api/bookings/series/{id}/decline", Object::series, "/api/bookings/series/{}/decline"},
    {"GET /api/bookings/{id}.ics", Object::booking, "/api/bookings/{}.ics"},
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

// Routes that name nothing: they speak of the caller alone, of addresses, or are not for persons.
const std::set<std::string> nameless = {
    "GET /api/parent/threads",
    "GET /api/parent/links",
    "POST /api/parent/links",
    "POST /api/parent/links/accept",
    "GET /api/reports/oversight",
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
    "GET /api/bookings/calendar",
    "POST /api/bookings/calendar",
    "DELETE /api/bookings/calendar",
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

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

std::string percent_encoded(const std::string& id) {
  std::string text;
  for (const char c : id) text += c == ' ' ? "%20" : c == '+' ? "%2B" : std::string(1, c);
  return text;
}

// An id of something that is there, and one of the same form of nothing.
struct Id {
  std::string theirs;
  std::string nobodys;
};

// What a tutor, a student and a parent, whom nobody else knows, share on a site.
class Foreign {
 public:
  Foreign(House& house, const std::string& site)
      : house_(house), site_(site), couple_(new_couple(site)), parent_(new_person("parent", site)) {
    enrol(couple_.tutor, "tutor");
    enrol(couple_.student, "student");
    const auto order = new_order();
    const auto link = new_link();
    ids = {{Object::thread, {{direct_thread(), "999999999"}, {parent_thread(), "999999999"}}},
           {Object::order, {{order, "no-order"}}},
           {Object::person, {{parent_, "no-person"}}},
           {Object::student, {{couple_.student, "no-person"}}},
           {Object::link, {{link, "l999999999"}, {link_request(), "r999999999"}}},
           {Object::grant, {{new_grant(), "999999999"}}},
           {Object::booking, {{new_booking(), "999999999"}}},
           {Object::series, {{new_series(), "999999999"}}},
           {Object::feed, {{revoked_feed(), "no-such-feed"}}}};
  }

  std::map<Object, std::vector<Id>> ids;

 private:
  void enrol(const std::string& person, const std::string& role) const {
    sql(site_).execute("INSERT INTO enrolments VALUES ('" + couple_.tutor + "', 'b', '" + person +
                       "', '" + role + "', 'i', 'active', 1)");
  }

  Answer post(const std::string& person, const std::string& target, const std::string& body) {
    return house_.ask(
        {.method = "POST", .target = target, .body = body, .person = person, .site = site_});
  }

  std::string direct_thread() {
    return post(couple_.student, "/api/send", R"({"to":")" + couple_.tutor + R"(","message":"x"})")
        .text("thread.id");
  }

  std::string parent_thread() {
    return post(parent_, "/api/parent/messages",
                R"({"tutorId":")" + couple_.tutor + R"(","studentId":")" + couple_.student +
                    R"(","message":"x"})")
        .text("threadId");
  }

  std::string new_booking() const {
    sql(site_).execute(
        "INSERT INTO bookings (tutor_id, student_id, booked_by, state, decided, starts_at, minutes,"
        " wall_start, time_zone, booked_at, asked_at, changes) VALUES ('" +
        couple_.tutor + "', '" + couple_.student + "', '" + couple_.student +
        "', 'confirmed', 'confirmed', '2035-01-01 10:00', 60, '2035-01-01 10:00', 'UTC',"
        " '2026-01-01', '2026-01-01', 1)");
    return sql(site_).list("SELECT MAX(id) FROM bookings");
  }

  std::string new_series() const {
    sql(site_).execute(
        "INSERT INTO booking_series (tutor_id, student_id, proposed_by, proposer_id, state,"
        " time_zone, day, at_time, minutes, lessons, from_date, made_at) VALUES ('" +
        couple_.tutor + "', '" + couple_.student + "', 'tutor', '" + couple_.tutor +
        "', 'proposed', 'UTC', 1, 600, 60, 2, '2035-01-01', '2026-01-01')");
    return sql(site_).list("SELECT MAX(id) FROM booking_series");
  }

  // What was a feed's secret until it was renewed.
  std::string revoked_feed() {
    const auto url = post(couple_.tutor, "/api/bookings/calendar", "").text("url");
    post(couple_.tutor, "/api/bookings/calendar", "");
    return url.substr(url.rfind('/') + 1, 43);
  }

  std::string new_order() const {
    sql(site_).execute(
        "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
        " currency, state, at, url, version) VALUES ('order-" +
        couple_.tutor + "', 'order', '" + couple_.student + "', '" + couple_.tutor + "', '" +
        couple_.tutor + "', '" + couple_.student +
        "', 'x', 1, 'EUR', 'paid', '2026-01-01', '', 1)");
    return "order-" + couple_.tutor;
  }

  std::string new_link() const {
    sql(site_).execute(
        "INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" + parent_ +
        "', '" + couple_.student + "', 'confirmed', '2026-01-01')");
    return "l" + sql(site_).list("SELECT id FROM parent_links WHERE parent_id = '" + parent_ + "'");
  }

  std::string link_request() {
    return post(parent_, "/api/parent/links", R"({"studentEmail":"jonas@foreign.example"})")
        .text("id");
  }

  // That of a moderator, to read the direct thread.
  std::string new_grant() const {
    sql(site_).execute(
        "INSERT INTO oversight_grants (holder_id, thread_id, reason, at, until) VALUES ('" +
        new_person("moderator", site_) + "', 1, 'x', '2026-01-01', '2099-01-01')");
    return sql(site_).list("SELECT MAX(id) FROM oversight_grants");
  }

  House& house_;
  std::string site_;
  Couple couple_;
  std::string parent_;
};

struct Stranger {
  std::string role;
  std::string id;
};

// One of each role, and somebody whom the directory does not know.
std::vector<Stranger> strangers(const std::string& site) {
  std::vector<Stranger> people = {{"none", "unknown-to-all"}};
  for (const auto& role : roles) people.push_back({role, new_person(role, site)});
  return people;
}

Answer ask(House& house, const Naming& naming, const std::string& person, const std::string& site,
           const std::string& id) {
  const auto body = replaced(replaced(naming.body, "{me}", person), "{}", id);
  const auto target = replaced(naming.target, "{me}", person);
  return house.ask({.method = naming.route.substr(0, naming.route.find(' ')),
                    .target = replaced(target, "{}", percent_encoded(id)),
                    .body = body,
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

// All rows there are, but for how often somebody has tried something.
std::string state_of(const std::string& site) {
  std::string state;
  for (const auto& table : sql(site).query("SHOW TABLES")) {
    if (table.at(0) == "action_counts") continue;
    state += " " + sql(site).query("CHECKSUM TABLE " + table.at(0)).at(0).at(1);
  }
  return state;
}

void check_alike(House& house, const Naming& naming, const Stranger& person,
                 const std::string& site, const Id& id) {
  const auto where = naming.route + " " + naming.body + " by " + person.role;
  const auto nobodys = ask(house, naming, person.id, site, id.nobodys);
  BOOST_TEST(nobodys.verdict() == naming.verdict, where << ": " << nobodys.verdict());
  if (naming.overseers.contains(person.role)) return;
  const auto theirs = ask(house, naming, person.id, site, id.theirs);
  BOOST_TEST(said(theirs) == said(nobodys), where << ": " << theirs.verdict());
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
    for (const auto& id : foreign.ids.at(naming.object)) {
      for (const auto& person : people) check_alike(house, naming, person, site, id);
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
        const auto answer = ask(house, naming, person, "marketplace", id);
        BOOST_TEST(said(answer) == said(first), naming.route << " " << id << " by " << person);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
