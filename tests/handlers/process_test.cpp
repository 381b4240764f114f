#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/fastcgi.h"
#include "handlers/house.h"
#include "handlers/signed_call.h"
#include "support/relay.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;
using chalkline::tests::Relay;

const auto families =
    boost::unit_test::data::make({"inbox", "send", "read-receipts", "parent-messages", "live"});

// A folder of site files of its own, with marketplace's file changed.
class Folder {
 public:
  Folder() {
    path_ = (fs::temp_directory_path() / "chalkline-handlers-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(fs::path(path_) / name) << text;
  }
  Environment environment() const {
    auto environment = base_environment();
    environment["CHALKLINE_SITES"] = path_;
    return environment;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string marketplace_file(const std::string& what = "", const std::string& by = "") {
  auto text = site("marketplace").site_file_text("marketplace");
  if (!what.empty()) text.replace(text.find(what), what.size(), by);
  return text;
}

// One FastCGI process of a test's own.
struct Pool {
  explicit Pool(const std::string& family, const Environment& environment = base_environment())
      : process({executable(family)}, environment, listener.fd()) {}

  Answer ask(const Call& call) const {
    FastCgi request(listener.path());
    const auto parameters = parameters_of(call);
    request.send_head(parameters);
    request.send_body(call.body);
    request.end_body();
    return parse_answer(request.receive(), parameters.at("REQUEST_ID"));
  }
  int stop() {
    process.signal(SIGTERM);
    return process.wait();
  }

  Listener listener;
  Process process;
};

Call sending(const Couple& couple, const std::string& text, const std::string& client_id) {
  return {.method = "POST",
          .target = "/api/send",
          .body = R"({"to":")" + couple.tutor + R"(","message":")" + text + R"(","clientId":")" +
                  client_id + "\"}",
          .person = couple.student};
}

long long messages_of(const std::string& person) {
  return sql().number("SELECT COUNT(*) FROM messages WHERE sender_id = '" + person + "'");
}

BOOST_AUTO_TEST_SUITE(process)

BOOST_TEST_DECORATOR(*description("contract 4: --help of every executable, exit 0"))
BOOST_DATA_TEST_CASE(help, families, family) {
  const Scratch nothing;
  Process process({executable(family), "--help"}, {{"PATH", "/usr/bin"}}, nothing.fd());
  BOOST_TEST(process.wait() == 0);
  const auto text = process.output();
  BOOST_TEST(text.starts_with("NAME\n"));
  for (const std::string part : {"SYNOPSIS", "CHALKLINE_SITES", "EXIT STATUS", "/api/"}) {
    BOOST_TEST(text.find(part) != std::string::npos, part);
  }
  BOOST_TEST(process.errors().empty());
  Process wrong({executable(family), "--nonsense"}, {{"PATH", "/usr/bin"}}, nothing.fd());
  BOOST_TEST(wrong.wait() != 0);
}

BOOST_TEST_DECORATOR(*description("contract 4: a bad site file, exit 1 and one line"))
BOOST_DATA_TEST_CASE(bad_site_files, families, family) {
  const struct {
    std::string text;
    std::string told;
  } rows[] = {
      {marketplace_file("preset: marketplace", "preset: bazaar"), "marketplace.yaml:2: preset"},
      {marketplace_file("demo: true", "demo: 1"), "marketplace.yaml:3: demo"},
      {marketplace_file("demo: true", "demo: false"), "clock"},
      {marketplace_file() + "colour: red\n", "colour"},
      {marketplace_file("site: marketplace", "site: other"), "marketplace.yaml:1: site"},
      {"site: [", "marketplace.yaml"},
      {"", "marketplace.yaml"},
  };
  for (const auto& row : rows) {
    const Folder folder;
    folder.write("marketplace.yaml", row.text);
    const Scratch nothing;
    Process process({executable(family)}, folder.environment(), nothing.fd());
    BOOST_TEST_CONTEXT(row.text) {
      BOOST_TEST(process.wait() == 1);
      const auto line = process.errors();
      BOOST_TEST(std::count(line.begin(), line.end(), '\n') == 1);
      BOOST_TEST(line.find(row.told) != std::string::npos, line);
      BOOST_TEST(line.find("a-key-for-tests") == std::string::npos);
      BOOST_TEST(process.output().empty());
    }
  }
  const Folder empty;
  const Scratch nothing;
  Process process({executable(family)}, empty.environment(), nothing.fd());
  BOOST_TEST(process.wait() == 1);
}

BOOST_TEST_DECORATOR(*description("SIGTERM while idle, exit 0"))
BOOST_DATA_TEST_CASE(stop_when_idle, families, family) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Pool pool(family);
    BOOST_TEST(pool.ask({.target = "/healthz"}).status == 200);
    pool.process.signal(signal);
    BOOST_TEST(pool.process.wait() == 0);
  }
}

BOOST_AUTO_TEST_CASE(stop_within, *description("SIGTERM during a request, it is finished")) {
  const auto couple = new_couple();
  Pool pool("send");
  FastCgi request(pool.listener.path());
  const auto call = sending(couple, "finished", "c-1");
  const auto parameters = parameters_of(call);
  request.send_head(parameters);
  request.send_body(call.body.substr(0, 10));
  request.wait_until_taken();
  pool.process.signal(SIGTERM);
  request.send_body(call.body.substr(10));
  request.end_body();
  const auto output = request.receive();
  const int status = pool.process.wait();
  BOOST_TEST(status == 0);
  BOOST_TEST(parse_answer(output, parameters.at("REQUEST_ID")).verdict() == "201");
  BOOST_TEST(messages_of(couple.student) == 1);
}

BOOST_AUTO_TEST_CASE(vanished_clients,
                     *description("bad input: a body cut short is never stored")) {
  const auto couple = new_couple();
  Pool pool("send");
  const auto call = sending(couple, "never", "c-1");
  const auto parameters = parameters_of(call);
  {
    FastCgi request(pool.listener.path());
    request.send_head(parameters);
    request.send_body(call.body.substr(0, call.body.size() - 1));
  }
  {
    // All of a smaller JSON document, and less than was announced.
    auto longer = parameters;
    longer["CONTENT_LENGTH"] = std::to_string(call.body.size() + 5);
    FastCgi request(pool.listener.path());
    request.send_head(longer);
    request.send_body(call.body);
  }
  { FastCgi request(pool.listener.path()); }
  {
    FastCgi request(pool.listener.path());
    request.send_head(parameters);
  }
  // One process answers one after the other: when this one is answered, those before are over.
  BOOST_TEST(pool.ask({.target = "/healthz"}).status == 200);
  BOOST_TEST(messages_of(couple.student) == 0);
  BOOST_TEST(pool.ask(call).verdict() == "201");
  BOOST_TEST(pool.stop() == 0);
}

BOOST_AUTO_TEST_CASE(many_requests, *description("one process, many sites, one after the other")) {
  const auto couple = new_couple();
  Pool pool("inbox");
  for (int i = 0; i < 50; ++i) {
    BOOST_TEST(pool.ask({.target = "/api/inbox", .person = couple.student}).status == 200);
    BOOST_TEST(
        pool.ask({.target = "/api/inbox", .person = couple.student, .site = "classroom"}).status ==
        200);
    BOOST_TEST(pool.ask({.target = "/api/inbox", .site = "advisor"}).status == 401);
  }
  BOOST_TEST(pool.stop() == 0);
}

BOOST_TEST_DECORATOR(*description("contract 1: 503 and Retry-After while the database is away"))
BOOST_DATA_TEST_CASE(database_away, families, family) {
  const Folder folder;
  const auto socket = folder.path() + "/db";
  folder.write("marketplace.yaml", marketplace_file("socket: " + site("marketplace").address.socket,
                                                    "socket: " + socket));
  const auto person = new_person("student");
  Pool pool(family, folder.environment());
  const Call health{.target = "/healthz"};
  for (int i = 0; i < 2; ++i) {
    const auto away = pool.ask(health);
    BOOST_TEST(away.verdict() == "503 database_unavailable");
    BOOST_TEST(!away.header("Retry-After").empty());
  }
  // It comes back: the same process recovers by itself.
  fs::create_symlink(site("marketplace").address.socket, socket);
  BOOST_TEST(pool.ask(health).status == 200);
  fs::remove(socket);
  const auto before = sql().query("SELECT id FROM information_schema.processlist WHERE user = '" +
                                  site("marketplace").address.user + "'");
  for (const auto& id : before) sql().execute("KILL " + id.front());
  BOOST_TEST(pool.ask(health).verdict() == "503 database_unavailable");
  fs::create_symlink(site("marketplace").address.socket, socket);
  BOOST_TEST(pool.ask(health).status == 200);
  BOOST_TEST(pool.stop() == 0);
  BOOST_TEST(pool.process.errors().find("a-key-for-tests") == std::string::npos);
}

// A process whose way to the database can be watched and cut.
struct Watched {
  explicit Watched(const std::string& family, const std::string& more = {})
      : relay(site("marketplace").address.socket) {
    auto text = marketplace_file("socket: " + site("marketplace").address.socket,
                                 "socket: " + relay.socket());
    text += "webhooks: {secrets: [" + webhook_secrets()[0] + "]}\n" + more;
    folder.write("marketplace.yaml", text);
    pool = std::make_unique<Pool>(family, folder.environment());
  }

  Folder folder;
  Relay relay;
  std::unique_ptr<Pool> pool;
};

BOOST_AUTO_TEST_CASE(lost_commits, *description("platform: COMMIT with unknown outcome")) {
  Watched watched("send");
  const auto couple = new_couple();
  const struct {
    std::string statement;
    Relay::Moment moment;
  } rows[] = {
      {"/* commit */", Relay::Moment::before},
      {"/* commit */", Relay::Moment::after},
      {"/* insert_message */", Relay::Moment::before},
      {"/* insert_message */", Relay::Moment::after},
      {"/* mark_sent */", Relay::Moment::after},
  };
  int n = 0;
  for (const auto& row : rows) {
    ++n;
    const auto call = sending(couple, "once", "c-" + std::to_string(n));
    watched.relay.cut_at(row.statement, row.moment);
    const auto answer = watched.pool->ask(call);
    BOOST_TEST_CONTEXT(row.statement
                       << (row.moment == Relay::Moment::after ? " done" : " not done")) {
      BOOST_TEST((answer.status == 201 || answer.status == 200), answer.body);
      BOOST_TEST(answer.number("message.seq") == n);
      BOOST_TEST(messages_of(couple.student) == n);
      BOOST_TEST(watched.pool->ask(call).verdict() == "200");
    }
  }
  const auto reader = [&](const std::string& column) {
    return sql().value("SELECT " + column + " FROM thread_members WHERE person_id = '" +
                       couple.tutor + "'");
  };
  BOOST_TEST(reader("unread") == std::to_string(n));
  BOOST_TEST(reader("last_seq") == std::to_string(n));
  BOOST_TEST(watched.pool->stop() == 0);
}

// A message without a clientId is repeated under a name of our own.
BOOST_AUTO_TEST_CASE(lost_without_client_id, *description("platform: COMMIT, exactly once")) {
  Watched watched("send");
  const auto couple = new_couple();
  watched.relay.cut_at("/* commit */", Relay::Moment::after);
  const auto answer =
      watched.pool->ask({.method = "POST",
                         .target = "/api/send",
                         .body = R"({"to":")" + couple.tutor + R"(","message":"once"})",
                         .person = couple.student});
  BOOST_TEST((answer.status == 201 || answer.status == 200));
  BOOST_TEST(messages_of(couple.student) == 1);
}

BOOST_AUTO_TEST_CASE(lost_readings, *description("S2-24: a mark is kept once")) {
  Watched watched("read-receipts");
  const auto couple = new_couple();
  House house("cgi");
  const auto id = house.ask(sending(couple, "x", "c-1")).text("thread.id");
  for (const auto moment : {Relay::Moment::after, Relay::Moment::before}) {
    watched.relay.cut_at("/* commit */", moment);
    const auto answer = watched.pool->ask({.method = "POST",
                                           .target = "/api/read-receipts",
                                           .body = R"({"threadId":")" + id + R"(","upTo":9})",
                                           .person = couple.tutor});
    BOOST_TEST(answer.verdict() == "200");
    BOOST_TEST(answer.number("unread") == 0);
    BOOST_TEST(answer.at("readAt").is_string());
    house.ask(sending(couple, "y", "c-2"));
  }
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM read_marks WHERE thread_id = " + id) == 2);
}

// The names of the statements that a delivery of so many reviews takes, each of another couple.
std::vector<std::string> statements_of(Watched& watched, int count, bool listening) {
  const std::string until = listening ? "UTC_TIMESTAMP() + INTERVAL 1 HOUR" : "NULL";
  std::string body;
  for (int i = 0; i < count; ++i) {
    const auto couple = new_couple();
    sql().execute("UPDATE people SET live_until = " + until + " WHERE id IN ('" + couple.tutor +
                  "', '" + couple.student + "')");
    House("fastcgi").send(couple.student, couple.tutor, "x");
    body += body.empty() ? "[" : ",";
    body += R"({"type":"review.recorded","timestamp":"2026-11-01T08:00:00Z","data":{"tutorId":")";
    body += couple.tutor + R"(","studentId":")" + couple.student;
    body += R"(","rating":1,"negative":true,"version":1}})";
  }
  const auto call = signed_call("POST", "/api/webhooks/platform", body + "]");
  watched.relay.take_statements();
  BOOST_TEST(watched.pool->ask(call).verdict() == "200");
  auto statements = watched.relay.take_statements();
  for (auto& text : statements) text = text.substr(0, text.find(" */"));
  return statements;
}

BOOST_AUTO_TEST_CASE(few_announcements,
                     *description("S4-18, speed: what a delivery changes for whoever listens is "
                                  "loaded at once")) {
  Watched watched("webhooks");
  watched.pool->ask({.target = "/healthz"});
  const auto unheard = statements_of(watched, 20, false);
  const auto heard = statements_of(watched, 20, true);
  BOOST_TEST(heard == unheard, boost::test_tools::per_element());
  BOOST_TEST(std::ranges::count(heard, "/* load_listened_threads") == 1);
}

BOOST_AUTO_TEST_CASE(blocks_are_announced,
                     *description("S0-26, 6 block: each thread that a block changes, to both")) {
  House house("cgi");
  const auto couple = new_couple();
  const auto child = new_person();
  sql().execute(
      "INSERT INTO relationships (low_id, high_id, low_teaches, high_teaches) SELECT"
      " LEAST(x.t, x.c), GREATEST(x.t, x.c), 'active', 'active' FROM (SELECT '" +
      couple.tutor + "' AS t, '" + child + "' AS c) AS x");
  sql().execute("INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" +
                couple.student + "', '" + child + "', 'confirmed', '2026-11-01')");
  BOOST_TEST(house.ask(sending(couple, "x", "c-1")).verdict() == "201");
  BOOST_TEST(house
                 .post(couple.student, "/api/parent/messages",
                       R"({"tutorId":")" + couple.tutor + R"(","studentId":")" + child +
                           R"(","message":"x"})")
                 .verdict() == "201");
  for (const auto& [policy, loaded] :
       {std::pair(std::string(), 2), {"policy: {block: {parent: allow}}\n", 4}}) {
    Watched watched("inbox", policy);
    watched.pool->ask({.target = "/healthz"});
    for (const std::string method : {"PUT", "DELETE"}) {
      watched.relay.take_statements();
      BOOST_TEST(watched.pool
                     ->ask({.method = method,
                            .target = "/api/inbox/blocks/" + couple.student,
                            .person = couple.tutor})
                     .verdict() == "204");
      BOOST_TEST(std::ranges::count_if(watched.relay.take_statements(), [](const auto& text) {
                   return text.starts_with("/* load_thread */");
                 }) == loaded);
    }
  }
}

BOOST_AUTO_TEST_CASE(few_statements, *description("speed: at most 2 statements a read")) {
  House house("cgi");
  const auto couple = new_couple();
  const auto id = house.ask(sending(couple, "x", "c-1")).text("thread.id");
  Watched watched("inbox");
  watched.pool->ask({.target = "/healthz"});
  for (const auto& [target, most] : {std::pair(std::string("/api/inbox"), 1U),
                                     {"/api/inbox/unread", 1U},
                                     {"/api/inbox/threads/" + id, 1U},
                                     {"/api/inbox/threads/" + id + "/messages", 2U}}) {
    watched.relay.take_statements();
    BOOST_TEST(watched.pool->ask({.target = target, .person = couple.student}).status == 200);
    BOOST_TEST(watched.relay.take_statements().size() <= most, target);
  }
}

BOOST_AUTO_TEST_CASE(few_statements_for_many_tutors,
                     *description("speed: fifty tutors take as many statements as three")) {
  const auto student = new_person();
  const auto add = [&](const std::string& kind, const std::string& hours) {
    sql().execute(
        "INSERT INTO people (id, name, roles, time_zone, locale, version, subjects, working_hours)"
        " SELECT CONCAT('" +
        student + kind + "', seq), 'Name', 1, 'UTC', 'de', 1, '[\"" + student + "\"]', '" + hours +
        "' FROM seq_1_to_50");
  };
  const auto teach = [&](int tutors) {
    sql().execute("INSERT IGNORE INTO relationships (low_id, high_id, high_teaches) SELECT '" +
                  student + "', CONCAT('" + student + "-p', seq), 'ended' FROM seq_1_to_" +
                  std::to_string(tutors));
  };
  add("-m", "UTC 100002400 200002400");
  add("-p", "UTC");
  Watched watched("bookings");
  watched.pool->ask({.target = "/healthz"});
  const auto taken = [&](const std::string& target) {
    watched.relay.take_statements();
    BOOST_TEST(watched.pool->ask({.target = target, .person = student}).status == 200);
    return watched.relay.take_statements().size();
  };
  const auto slots =
      "/api/bookings/tutors/" + student + "-m1/slots?from=2026-11-23&to=2026-11-23&minutes=60";
  const auto list = "/api/bookings/tutors?limit=100&subject=" + student;
  const auto of_none = taken(slots);
  teach(3);
  BOOST_TEST(taken(slots) == of_none + 2);
  BOOST_TEST(taken(list) <= 20U);
  teach(50);
  BOOST_TEST(taken(slots) == of_none + 2);
  BOOST_TEST(taken(list) <= 20U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
