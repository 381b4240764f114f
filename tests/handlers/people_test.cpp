#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "app/known_names.h"
#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

// A person of this name, whom searches do not find before keep_names.
std::string named_person(const std::string& site, const std::string& id, int roles,
                         const std::vector<std::string>& words,
                         const std::string& more = "institution_id = NULL") {
  std::string name;
  for (const auto& word : words) name += (name.empty() ? "" : " ") + word;
  sql(site).execute("INSERT INTO people SET id = '" + id + "', name = '" + name +
                    "', roles = " + std::to_string(roles) +
                    ", time_zone = 'UTC', locale = 'de', version = 1, " + more);
  return id;
}

void keep_names(const std::string& where, const std::vector<std::string>& ids) {
  site(where).database().write([&](storage::Session& session) {
    app::keep_known_names(session, {.people = {ids.begin(), ids.end()}});
    return true;
  });
}

// The ids of all pages, in their order.
std::vector<std::string> found(House& house, const std::string& site, const std::string& person,
                               const std::string& query, int limit = 20) {
  std::vector<std::string> ids;
  std::string cursor;
  do {
    const auto page =
        house.ask({.target = "/api/inbox/people?q=" + query + "&limit=" + std::to_string(limit) +
                             (cursor.empty() ? "" : "&cursor=" + cursor),
                   .person = person,
                   .site = site});
    BOOST_REQUIRE(page.verdict() == "200");
    for (const auto& item : page.at("items").as_array()) {
      ids.emplace_back(item.at("id").as_string());
    }
    const auto& next = page.at("nextCursor");
    BOOST_REQUIRE(
        (next.is_null() || page.at("items").as_array().size() == static_cast<std::size_t>(limit)));
    cursor = next.is_null() ? "" : std::string(next.as_string());
  } while (!cursor.empty());
  return ids;
}

std::string percent_encoded(const std::string& text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const unsigned char c : text) {
    encoded += '%';
    encoded += digits[c / 16U];
    encoded += digits[c % 16U];
  }
  return encoded;
}

// Everything that a site can know about a few people, at random.
struct Crowd {
  Crowd(const std::string& where, std::mt19937& random) : site(where), random_(random) {
    static int crowds = 0;
    word = "zq" + std::to_string(++crowds) + "x";
    for (int i = 0; i < 14; ++i) add_person(i);
    for (int i = 0; i < 14; ++i) {
      for (int j = i + 1; j < 14; ++j) tie(ids[i], ids[j]);
    }
    keep_names(site, ids);
  }

  std::string site;
  std::string word;  // begins the name of each of them
  std::vector<std::string> ids;

 private:
  bool chance(int percent) { return static_cast<int>(random_() % 100) < percent; }
  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  void add_person(int i) {
    const int roles[] = {1, 2, 3, 2, 4, 8, 1, 9};
    std::string more = "institution_id = " + std::string(chance(80) ? "'" + word + "i1'" : "NULL");
    if (chance(10)) more += ", standing = 'suspended'";
    if (chance(20)) more += ", vacation_since = '2020-01-01'";
    if (chance(10)) more += ", erased_at = '2026-11-01'";
    ids.push_back(named_person(site, word + "-" + std::to_string(10 + i), roles[below(8)],
                               {word, word + std::to_string(i)}, more));
    for (int n = below(3); n > 0; --n) enrol(ids.back());
  }
  void enrol(const std::string& id) {
    sql(site).execute("INSERT IGNORE INTO enrolments SET person_id = '" + id + "', course_id = '" +
                      word + "c" + std::to_string(below(3)) + "', batch_id = 'b" +
                      std::to_string(below(2)) + "', role = '" +
                      (chance(40) ? "tutor" : "student") + "', institution_id = '" + word + "i" +
                      std::to_string(below(2)) + "', state = '" +
                      (chance(80) ? "active" : "ended") + "', version = 1");
  }
  void tie(const std::string& low, const std::string& high) {
    const char* const states[] = {"none", "none", "exploring", "active", "ended"};
    if (chance(50)) {
      sql(site).execute("INSERT INTO relationships SET low_id = '" + low + "', high_id = '" + high +
                        "', low_teaches = '" + states[below(5)] + "', high_teaches = '" +
                        states[below(5)] + "', low_blocks = " + (chance(15) ? "1" : "0") +
                        ", high_negative = " + (chance(15) ? "1" : "0"));
    }
    if (chance(25)) begin_thread(low, high);
  }
  void begin_thread(const std::string& low, const std::string& high) {
    const auto messages = std::to_string(below(3) * 6);
    sql(site).execute("INSERT INTO threads SET kind = 'direct', thread_key = '" + low + "|" + high +
                      "', low_id = '" + low + "', high_id = '" + high +
                      "', created_at = '2026-01-01', last_seq = " + messages +
                      ", last_sender_id = '" + low + "', unanswered = " + messages);
    const auto id =
        sql(site).value("SELECT id FROM threads WHERE thread_key = '" + low + "|" + high + "'");
    for (const auto& [person, other] : {std::pair(low, high), std::pair(high, low)}) {
      sql(site).execute("INSERT INTO thread_members SET person_id = '" + person +
                        "', thread_id = " + id + ", kind = 'direct', other_id = '" + other +
                        "', last_at = '2026-01-01', last_seq = " + messages +
                        ", last_sender_id = '" + low +
                        "', unanswered = " + (person == low ? messages : "0"));
    }
  }

  std::mt19937& random_;
};

BOOST_AUTO_TEST_SUITE(people)

// The text is blank, which is looked at only where the pair is let through.
BOOST_AUTO_TEST_CASE(exactly_whom_sending_lets_through,
                     *description("S1-08, S1-12 to S1-17: random directories, every pair")) {
  House house("fastcgi");
  std::mt19937 random(20261122);
  std::size_t reachable = 0;
  for (const std::string site : {"marketplace", "classroom", "classroom", "advisor"}) {
    const Crowd crowd(site, random);
    for (const auto& person : crowd.ids) {
      std::set<std::string> expected;
      for (const auto& other : crowd.ids) {
        const auto sent = house.ask({.method = "POST",
                                     .target = "/api/send",
                                     .body = R"({"to":")" + other + R"(","message":" "})",
                                     .person = person,
                                     .site = site});
        if (sent.verdict() == "422 message_empty") expected.insert(other);
      }
      const auto ids = found(house, site, person, crowd.word, 3);
      BOOST_TEST(ids.size() == expected.size(), site << " " << person);
      BOOST_TEST((std::set<std::string>(ids.begin(), ids.end()) == expected),
                 site << " " << person);
      reachable += expected.size();
    }
  }
  BOOST_TEST(reachable > 60);  // of 784: the directories are not all strangers
}

BOOST_TEST_DECORATOR(*description("S1-08: by the beginning of any word; each person once"))
BOOST_DATA_TEST_CASE(by_name, protocols, protocol) {
  House house(protocol);
  const auto student = new_person("student");
  const std::string mark = "w" + student;
  const auto ann = named_person("marketplace", "ann" + student, 1, {mark + "ann", mark + "anders"});
  const auto bob = named_person("marketplace", "bob" + student, 1, {mark + "bob", "muller" + mark});
  const auto eve = named_person("marketplace", "eve" + student, 2, {mark + "eve"});
  keep_names("marketplace", {ann, bob, eve});  // eve is a student, out of reach
  const auto line = [&](const std::string& query) {
    std::string ids;
    for (const auto& id : found(house, "marketplace", student, query, 1)) {
      ids += id.substr(0, 3) + " ";
    }
    return ids;
  };
  BOOST_TEST(line(mark) == "ann bob ");
  BOOST_TEST(line(mark + "an") == "ann ");
  BOOST_TEST(line(mark + "ANDERS") == "ann ");
  BOOST_TEST(line("M%C3%BCller" + mark) == "bob ");
  BOOST_TEST(line("muller" + mark + "%20" + mark + "b") == "bob ");
  BOOST_TEST(line("muller" + mark + "%20" + mark + "c").empty());
  BOOST_TEST(line(mark + "eve").empty());
  BOOST_TEST(line("_" + mark.substr(0, 2) + "%25nothing").empty());
  const auto page = house.get(student, "/api/inbox/people?q=" + mark + "ann");
  BOOST_TEST(page.text("items.0.role") == "tutor");
  BOOST_TEST(page.at("nextCursor").is_null());
  // S1-22: whether they answer is known before anything is written.
  BOOST_TEST(page.at("items.0.hours").is_null());
  sql("marketplace")
      .execute("UPDATE people SET working_hours = 'UTC' WHERE id = '" + page.text("items.0.id") +
               "'");
  BOOST_TEST(!house.get(student, "/api/inbox/people?q=" + mark + "ann")
                  .at("items.0.hours.openNow")
                  .as_bool());
}

// Tests share the site: others of the name may be from an earlier run.
BOOST_AUTO_TEST_CASE(long_names,
                     *description("S1-08: of a long name every word, each person once")) {
  House house("fastcgi");
  const auto student = new_person("student");
  const auto thai =
      named_person("marketplace", "thai" + student, 1, {"นางสาวจิราภรณ์ทิพย์", "วงศ์สวัสดิ์วงศ์วงศ์"});
  const auto many = named_person("marketplace", "many" + student, 1,
                                 {"a", "b", "c", "d", "e", "f", "g", "h", "i" + student});
  keep_names("marketplace", {thai, many});
  const auto times = [&](const std::string& query, const std::string& id) {
    const auto ids = found(house, "marketplace", student, query, 1);
    return std::count(ids.begin(), ids.end(), id);
  };
  for (const std::string name : {"นาง", "จิรา", "วงศ์", "สวัสดิ์", "สวัสดิ์ จิรา"}) {
    BOOST_TEST(times(percent_encoded(name), thai) == 1, name);
  }
  BOOST_TEST(times("a%20b%20c%20d%20e%20f%20g%20h%20i" + student, many) == 1);
  BOOST_TEST(times("x%20b%20c%20d%20e%20f%20g%20h%20i" + student, many) == 0);
}

// A colleague who is away is found by one circle, and let through by another.
BOOST_AUTO_TEST_CASE(tied_twice,
                     *description("S0-29, S1-12, S1-15: by all that ties, not the first")) {
  House house("fastcgi");
  const auto both = new_person("student");
  const std::string mark = "z" + both;
  const auto away =
      named_person("classroom", "away" + both, 1, {mark + "away"}, "vacation_since = '2020-01-01'");
  const auto asks = named_person("classroom", "asks" + both, 3, {mark + "asks"});
  const auto enrol = [&](const std::string& person, const std::string& role, int course) {
    sql("classroom")
        .execute("INSERT INTO enrolments SET person_id = '" + person + "', course_id = '" + mark +
                 std::to_string(course) + "', batch_id = 'b', role = '" + role +
                 "', institution_id = '" + mark + "', state = 'active', version = 1");
    keep_names("classroom", {person});
  };
  const auto finds = [&] { return found(house, "classroom", asks, mark + "a").size(); };
  enrol(away, "tutor", 1);
  enrol(asks, "tutor", 2);
  BOOST_TEST(finds() == 0U);  // a student whom the colleague does not teach
  enrol(asks, "student", 1);
  BOOST_TEST(finds() == 1U);
}

BOOST_TEST_DECORATOR(*description("contract 3: who is erased is reached by nobody; the past stays"))
BOOST_DATA_TEST_CASE(erased, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "Hello").text("thread.id");
  sql().execute("UPDATE people SET erased_at = '2026-11-21', name = '' WHERE id = '" +
                couple.tutor + "'");
  BOOST_TEST(house.send(couple.student, couple.tutor, "?").verdict() ==
             "403 not_allowed_to_message");
  const auto thread = house.get(couple.student, "/api/inbox/threads/" + id);
  BOOST_TEST(thread.text("can.refusal.code") == "not_allowed_to_message");
  BOOST_TEST(thread.at("can.refusal.unlockedBy").as_array().empty());
  BOOST_TEST(house.get(couple.student, "/api/inbox").text("items.0.can.refusal.code") ==
             "not_allowed_to_message");
  BOOST_TEST(house.get(couple.student, "/api/inbox/threads/" + id + "/messages")
                 .at("items")
                 .as_array()
                 .size() == 1);
}

// Who has been erased, while their token is still good.
BOOST_AUTO_TEST_CASE(the_erased_write_nothing,
                     *description("contract 3: who is erased changes nothing; the past stays")) {
  House house("fastcgi");
  for (const std::string where : {"marketplace", "advisor"}) {
    const auto [tutor, student] = new_couple(where);
    const auto ask = [&](const std::string& method, const std::string& path,
                         const std::string& json = "") {
      return house.ask(
          {.method = method, .target = path, .body = json, .person = tutor, .site = where});
    };
    const auto send = [&] {
      return ask("POST", "/api/send", R"({"to":")" + student + R"(","message":"Hello"})");
    };
    const auto id = send().text("thread.id");
    const auto message = "/api/send/" + id + "/1";
    const std::string word = "q" + student;
    sql(where).execute("UPDATE people SET name = '" + word + "' WHERE id = '" + student + "'");
    sql(where).execute("UPDATE people SET erased_at = '2026-11-21', name = '' WHERE id = '" +
                       tutor + "'");
    keep_names(where, {student});
    BOOST_TEST(send().verdict() == "403 not_allowed_to_message");
    BOOST_TEST(ask("POST", "/api/send/typing", R"({"threadId":")" + id + R"("})").verdict() ==
               "403 not_allowed_to_message");
    BOOST_TEST(ask("PATCH", message, R"({"message":"x"})").verdict() ==
               "403 not_allowed_to_message");
    BOOST_TEST(ask("DELETE", message).verdict() == "403 not_allowed_to_message");
    BOOST_TEST(ask("PUT", "/api/inbox/blocks/" + student).verdict() == "404 not_found");
    BOOST_TEST(ask("GET", "/api/inbox").text("items.0.can.refusal.code") ==
               "not_allowed_to_message");
    BOOST_TEST(ask("GET", "/api/inbox/threads/" + id).text("can.refusal.code") ==
               "not_allowed_to_message");
    BOOST_TEST(ask("GET", "/api/inbox/threads/" + id + "/messages").text("items.0.body") ==
               "Hello");
    BOOST_TEST(found(house, where, tutor, word).empty());
    sql(where).execute("UPDATE people SET erased_at = NULL WHERE id = '" + tutor + "'");
    BOOST_TEST(found(house, where, tutor, word).size() == 1U);
    BOOST_TEST(ask("DELETE", message).verdict() == "200");
  }
}

BOOST_TEST_DECORATOR(*description("S1-08: refusals"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  const auto student = new_person("student");
  const std::string rows[][2] = {
      {"", "400 bad_input q:required"},
      {"?q=", "400 bad_input q:empty"},
      {"?q=%20-", "400 bad_input q:empty"},
      {"?q=a&q=b", "400 bad_input q:duplicate_field"},
      {"?q=a&limit=0", "400 bad_input limit:out_of_range"},
      {"?q=a&limit=101", "400 bad_input limit:out_of_range"},
      {"?q=a&cursor=x", "400 bad_input cursor:malformed"},
      {"?q=a&cursor=YW5u", "400 bad_input cursor:malformed"},
      {"?q=%ff", "400 bad_input q:malformed q:required"},
      {"?name=a", "400 bad_input q:required name:unknown_field"},
      {"?q=" + std::string(101, 'a'), "400 bad_input q:too_long"},
      {"?q=" + std::string(100, 'a'), "200"},
      {"?q='%22%5C%3B", "400 bad_input q:empty"},
  };
  for (const auto& [query, verdict] : rows) {
    BOOST_TEST(house.get(student, "/api/inbox/people" + query).verdict() == verdict);
  }
  BOOST_TEST(house.get("", "/api/inbox/people?q=a").verdict() == "401 token_missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
