#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

const std::string noon = "2026-11-21T12:00:00Z";
const std::string born = "2012-05-05";
const std::string day_before = "2030-05-04T23:59:59.999Z";
const std::string majority = "2030-05-05T00:00:00Z";

// The sites' files while a policy of the test's own is in force, for schedulers alone: handlers
// have read theirs.
class OtherPolicy {
 public:
  OtherPolicy(const std::string& site, const std::string& guardian)
      : file_(chalkline::handlers::tests::site("marketplace").sites_folder / (site + ".yaml")) {
    std::ostringstream text;
    text << std::ifstream(file_).rdbuf();
    before_ = text.str();
    const auto policy = before_.find("policy: {");
    auto other = before_;
    if (policy != std::string::npos) other.erase(policy, before_.find('\n', policy) + 1 - policy);
    std::ofstream(file_) << other << "policy: {guardian: {" << guardian << "}}\n";
  }
  ~OtherPolicy() { std::ofstream(file_) << before_; }
  OtherPolicy(const OtherPolicy&) = delete;
  OtherPolicy& operator=(const OtherPolicy&) = delete;

 private:
  fs::path file_;
  std::string before_;
};

std::unique_ptr<Process> begin_schedule(const std::string& now) {
  const Scratch nothing;
  return std::make_unique<Process>(
      std::vector<std::string>{executable("scheduled"), "--once", "--now", now}, base_environment(),
      nothing.fd());
}
void schedule(const std::string& now) { BOOST_TEST(begin_schedule(now)->wait() == 0); }

// A student under age, a tutor, and a parent who is linked; on a site where parents read along.
struct Minor {
  explicit Minor(const std::string& at = "advisor") : site(at) {
    couple = new_couple(site);
    tutor = couple.tutor;
    student = couple.student;
    parent = new_person("parent", site);
    be_born(born);
    link(parent);
  }

  void be_born(const std::string& date) const {
    sql(site).execute("UPDATE people SET birth_date = '" + date + "' WHERE id = '" + student + "'");
  }
  void link(const std::string& who, const std::string& state = "confirmed") const {
    sql(site).execute(
        "INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" + who +
        "', '" + student + "', '" + state + "', '2026-11-01') ON DUPLICATE KEY UPDATE state = '" +
        state + "'");
  }
  std::string link_id(const std::string& who) const {
    return "l" + sql(site).value("SELECT id FROM parent_links WHERE student_id = '" + student +
                                 "' AND parent_id = '" + who + "'");
  }

  Answer ask(const std::string& person, const std::string& method, const std::string& target,
             const std::string& body = {}, const std::string& now = noon) {
    return house.ask({.method = method,
                      .target = target,
                      .body = body,
                      .person = person,
                      .site = site,
                      .parameters = {{"HTTP_CHALKLINE_NOW", now}}});
  }
  // In the direct thread of the two; keeps its id.
  Answer say(const std::string& from, const std::string& text, const std::string& now = noon) {
    const auto& to = from == tutor ? student : tutor;
    auto answer = ask(from, "POST", "/api/send",
                      R"({"to":")" + to + R"(","message":)" + quoted(text) + "}", now);
    if (answer.status == 201) id = answer.text("thread.id");
    return answer;
  }
  Answer thread(const std::string& person) { return ask(person, "GET", path()); }
  std::string path() const { return "/api/inbox/threads/" + id; }
  std::string body(const std::string& more) const {
    return R"({"threadId":")" + id + "\"" + more + "}";
  }
  // What the thread says to a person: texts, and notices as [code].
  std::string said(const std::string& person) {
    const auto page = ask(person, "GET", path() + "/messages");
    if (page.status != 200) return page.verdict();
    std::string line;
    for (const auto& item : page.at("items").as_array()) {
      const auto& notice = item.at("notice");
      line += (line.empty() ? "" : " ") +
              (notice.is_null() ? std::string(item.at("body").as_string())
                                : "[" + std::string(notice.at("code").as_string()) + "]");
      if (!notice.is_null()) BOOST_TEST(item.at("senderId").is_null());
    }
    return line;
  }
  std::string act(const std::string& person, const std::string& who, const std::string& action,
                  const std::string& now = noon) {
    const bool ends = action == "end";
    return ask(person, ends ? "DELETE" : "POST",
               "/api/parent/links/" + link_id(who) + (ends ? "" : "/" + action), "", now)
        .verdict();
  }
  // The only link in a person's list: "state actions lapsesAt".
  std::string listed(const std::string& person, const std::string& now = noon) {
    const auto list = ask(person, "GET", "/api/parent/links", "", now);
    std::string line = list.text("items.0.state");
    for (const auto& action : list.at("items.0.actions").as_array()) {
      line += " " + std::string(action.as_string());
    }
    const auto& lapses = list.at("items.0.lapsesAt");
    return line + (lapses.is_null() ? "" : " " + std::string(lapses.as_string()));
  }

  House house{"fastcgi"};
  std::string site;
  Couple couple;
  std::string tutor;
  std::string student;
  std::string parent;
  std::string id;
};

BOOST_FIXTURE_TEST_SUITE(guardians, Minor)

BOOST_AUTO_TEST_CASE(copied_from_the_beginning,
                     *description("S2-06: both are told first; the parent reads along")) {
  const auto sent = say(student, "Hello");
  BOOST_TEST(sent.verdict() == "201");
  BOOST_TEST(sent.number("message.seq") == 2);
  BOOST_TEST(say(tutor, "Welcome").verdict() == "201");
  for (const auto& person : {student, tutor, parent}) {
    BOOST_TEST(said(person) == "[parent_copied] Hello Welcome");
  }
  const auto list = ask(parent, "GET", "/api/inbox");
  BOOST_TEST(list.at("items").as_array().size() == 1U);
  const auto seen = thread(parent);
  BOOST_TEST(seen.text("kind") == "direct");
  BOOST_TEST(seen.text("with.id") == tutor);
  BOOST_TEST(seen.text("student.id") == student);
  BOOST_TEST(seen.number("unread") == 3);
  BOOST_TEST(seen.text("lastMessage.preview") == "Welcome");
  BOOST_TEST(!seen.at("can.send").as_bool());
  BOOST_TEST(seen.text("can.refusal.code") == "reads_along");
  BOOST_TEST(seen.at("can.refusal.unlockedBy").as_array().empty());
  BOOST_TEST(ask(parent, "GET", "/api/inbox/unread").number("messages") == 3);
  BOOST_TEST(thread(student).at("student").is_null());
  BOOST_TEST(thread(student).text("with.id") == tutor);
  BOOST_TEST(thread(tutor).text("with.id") == student);
  BOOST_TEST(thread(student).number("unread") == 2);
  BOOST_TEST(thread(tutor).number("can.remaining") == 4);
}

BOOST_AUTO_TEST_CASE(nothing_but_reading, *description("S2-06: read-only on every way")) {
  say(student, "Hello");
  BOOST_TEST(ask(parent, "POST", "/api/send", body(R"(,"message":"x")")).verdict() ==
             "403 reads_along");
  BOOST_TEST(ask(parent, "POST", "/api/send/typing", body("")).verdict() == "403 reads_along");
  for (const std::string seq : {"1", "2"}) {
    const auto target = "/api/send/" + id + "/" + seq;
    BOOST_TEST(ask(parent, "PATCH", target, R"({"message":"x"})").verdict() ==
               "403 not_your_message");
    BOOST_TEST(ask(parent, "DELETE", target).verdict() == "403 not_your_message");
  }
  for (const auto& person : {tutor, student}) {
    BOOST_TEST(ask(parent, "PUT", "/api/inbox/blocks/" + person).verdict() == "404 not_found");
  }
  BOOST_TEST(say(student, "Still here").verdict() == "201");
  BOOST_TEST(said(tutor) == "[parent_copied] Hello Still here");
}

BOOST_AUTO_TEST_CASE(no_trace, *description("S2-06: nobody is told that a parent has read")) {
  say(student, "Hello");
  say(tutor, "Welcome");
  const auto before = thread(tutor).number("unread");
  const auto read = ask(parent, "POST", "/api/read-receipts", body(R"(,"upTo":3)"));
  BOOST_TEST(read.number("unread") == 0);
  BOOST_TEST(thread(parent).number("unread") == 0);
  BOOST_TEST(thread(tutor).number("unread") == before);
  const auto page = ask(student, "GET", path() + "/messages");
  BOOST_TEST(page.at("items.1.readAt").is_null());
  const auto mine = ask(parent, "GET", path() + "/messages");
  BOOST_TEST(mine.text("items.1.readAt") == "2026-11-21T12:00:00.000Z");
  ask(tutor, "POST", "/api/read-receipts", body(R"(,"upTo":3)"));
  const auto feed = ask(parent, "GET", path() + "/feed");
  BOOST_TEST(feed.text("items.1.message.body") == "Hello");
  const auto transcript = ask(parent, "GET", "/api/reports/transcripts/" + id);
  BOOST_TEST(transcript.verdict() == "200");
  for (const auto& line : transcript.at("transcript.lines").as_array()) {
    BOOST_TEST(line.at("readAt").is_null());
  }
}

BOOST_AUTO_TEST_CASE(as_a_parent_keeps_it, *description("S2-32: pins, archives and snoozes")) {
  say(student, "Hello");
  const auto kept = ask(parent, "PATCH", path(), R"({"pinned":true,"muted":true})");
  BOOST_TEST(kept.verdict() == "200");
  BOOST_TEST(thread(parent).at("pinned").as_bool());
  BOOST_TEST(!thread(student).at("pinned").as_bool());
  BOOST_TEST(ask(parent, "PATCH", path(), R"({"archived":true})").verdict() == "200");
  say(student, "More");
  BOOST_TEST(thread(parent).at("archived").as_bool());
  BOOST_TEST(ask(parent, "GET", "/api/inbox/search?q=more").text("items.0.thread.id") == id);
}

BOOST_AUTO_TEST_CASE(changes_reach_the_parent, *description("S2-06: what the list shows follows")) {
  const auto seq = std::to_string(say(student, "Hello").number("message.seq"));
  const auto target = "/api/send/" + id + "/" + seq;
  BOOST_TEST(ask(student, "PATCH", target, R"({"message":"Hallo"})").verdict() == "200");
  BOOST_TEST(thread(parent).text("lastMessage.preview") == "Hallo");
}

BOOST_AUTO_TEST_CASE(who_has_none,
                     *description("S2-06: without age, link or tutor it is private")) {
  struct Row {
    std::string what;
    std::string update;
  };
  for (const auto& [what, update] : std::vector<Row>{
           {"of age", "UPDATE people SET birth_date = '2000-01-01' WHERE id = "},
           {"no birth date", "UPDATE people SET birth_date = NULL WHERE id = "},
           {"a link that waits", "UPDATE parent_links SET state = 'pending' WHERE student_id = "},
           {"no link", "DELETE FROM parent_links WHERE student_id = "}}) {
    Minor other;
    sql(site).execute(update + "'" + other.student + "'");
    BOOST_TEST_CONTEXT(what) {
      other.say(other.student, "Hello");
      BOOST_TEST(other.said(other.tutor) == "Hello");
      BOOST_TEST(other.said(other.parent) == "404 not_found");
    }
  }
}

BOOST_AUTO_TEST_CASE(an_ended_link, *description("S2-06: ending the link ends the reading")) {
  say(student, "Hello");
  BOOST_TEST(act(student, parent, "end") == "204");
  for (const std::string way : {"", "/messages", "/feed"}) {
    BOOST_TEST(ask(parent, "GET", path() + way).verdict() == "404 not_found");
  }
  BOOST_TEST(ask(parent, "GET", "/api/reports/transcripts/" + id).verdict() == "404 not_found");
  BOOST_TEST(ask(parent, "GET", "/api/inbox").at("items").as_array().empty());
  BOOST_TEST(ask(parent, "GET", "/api/inbox/unread").number("messages") == 0);
  BOOST_TEST(said(tutor) == "[parent_copied] Hello [private]");
  say(tutor, "Alone");
  BOOST_TEST(act(student, parent, "end") == "204");
  BOOST_TEST(said(student) == "[parent_copied] Hello [private] Alone");
  // The platform says that it stands again.
  link(parent);
  schedule(noon);
  BOOST_TEST(said(parent) == "[parent_copied] Hello [private] Alone [parent_copied]");
}

BOOST_AUTO_TEST_CASE(several_parents,
                     *description("S2-14: each comes and goes, and each is told")) {
  say(student, "Hello");
  const auto other = new_person("parent", site);
  link(other, "pending");
  BOOST_TEST(act(student, other, "confirm") == "200");
  BOOST_TEST(said(other) == "[parent_copied] Hello [parent_copied]");
  BOOST_TEST(act(parent, parent, "end") == "204");
  BOOST_TEST(said(other) == "[parent_copied] Hello [parent_copied] [parent_copied]");
  BOOST_TEST(said(parent) == "404 not_found");
}

BOOST_AUTO_TEST_CASE(majority_ends_it,
                     *description("S2-06: at majority the link lapses, and both are told")) {
  sql(site).execute(
      "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title,"
      " amount, currency, state, at, version) VALUES ('guardian-" +
      student + "', 'order', '" + student + "', '" + tutor + "', '" + tutor + "', '" + student +
      "', 'x', 1, 'EUR', 'paid', '2026-11-01', 1)");
  say(student, "Hello");
  const auto about = ask(parent, "POST", "/api/parent/messages",
                         R"({"tutorId":")" + tutor + R"(","studentId":")" + student +
                             R"(","message":"How is it going?"})");
  BOOST_TEST(about.verdict() == "201");
  BOOST_TEST(listed(student) == "confirmed remove 2030-05-05T00:00:00.000Z");
  BOOST_TEST(listed(parent) == "confirmed remove 2030-05-05T00:00:00.000Z");
  schedule(day_before);
  BOOST_TEST(said(parent) == "[parent_copied] Hello");
  for (int again = 0; again < 2; ++again) schedule(majority);
  BOOST_TEST(said(student) == "[parent_copied] Hello [parent_access_lapsed]");
  BOOST_TEST(said(parent) == "404 not_found");
  const auto direct = std::exchange(id, about.text("threadId"));
  BOOST_TEST(said(tutor) == "How is it going? [parent_access_lapsed]");
  BOOST_TEST(said(parent) == "404 not_found");
  BOOST_TEST(listed(student, majority) == "ended renew");
  BOOST_TEST(listed(parent, majority) == "ended");
  BOOST_TEST(sql(site)
                 .value("SELECT data FROM outgoing_events ORDER BY id DESC LIMIT 1")
                 .find(R"("state":"ended")") != std::string::npos);
  // Of age, the student may let the parent in again: to what parents write, not to what they read.
  BOOST_TEST(act(parent, parent, "renew", majority) == "403 not_your_action");
  for (int again = 0; again < 2; ++again) {
    BOOST_TEST(act(student, parent, "renew", majority) == "200");
  }
  BOOST_TEST(listed(student, majority) == "confirmed remove");
  schedule("2031-01-01T00:00:00Z");
  BOOST_TEST(said(parent) == "How is it going? [parent_access_lapsed]");
  id = direct;
  BOOST_TEST(said(parent) == "404 not_found");
  BOOST_TEST(said(student) == "[parent_copied] Hello [parent_access_lapsed]");
}

BOOST_AUTO_TEST_CASE(renewed_before, *description("S2-06: unless the student renews it")) {
  say(student, "Hello");
  schedule(noon);
  const std::string too_soon = "2030-04-04T23:59:59.999Z";
  const std::string in_time = "2030-04-05T00:00:00Z";
  BOOST_TEST(act(student, parent, "renew", too_soon) == "409 wrong_state");
  BOOST_TEST(act(parent, parent, "renew", in_time) == "403 not_your_action");
  BOOST_TEST(act(new_person("student", site), parent, "renew", in_time) == "404 not_found");
  BOOST_TEST(listed(student, in_time) == "confirmed renew remove 2030-05-05T00:00:00.000Z");
  for (int again = 0; again < 2; ++again) {
    BOOST_TEST(act(student, parent, "renew", in_time) == "200");
  }
  BOOST_TEST(listed(student, in_time) == "confirmed remove");
  for (int again = 0; again < 2; ++again) schedule(majority);
  BOOST_TEST(listed(student, majority) == "confirmed remove");
  // The link stands for parent threads; what an adult writes is private.
  BOOST_TEST(said(student) == "[parent_copied] Hello [private]");
  BOOST_TEST(said(parent) == "404 not_found");
}

BOOST_AUTO_TEST_CASE(where_the_student_lives, *description("guardian.age: by the student's day")) {
  sql(site).execute("UPDATE people SET time_zone = 'Europe/Berlin' WHERE id = '" + student + "'");
  BOOST_TEST(listed(student) == "confirmed remove 2030-05-04T22:00:00.000Z");
  sql(site).execute("UPDATE people SET birth_date = '2008-02-29' WHERE id = '" + student + "'");
  // Made when the student was of age.
  BOOST_TEST(listed(student) == "confirmed remove");
}

BOOST_AUTO_TEST_CASE(a_changed_policy, *description("S2-06: every change is told in the thread")) {
  say(student, "Hello");
  {
    const OtherPolicy digest(site, "mode: parent_digest");
    for (int again = 0; again < 2; ++again) schedule(noon);
    BOOST_TEST(said(tutor) == "[parent_copied] Hello [parent_digest]");
    BOOST_TEST(said(parent) == "404 not_found");
  }
  {
    const OtherPolicy younger(site, "mode: parent_copied, age: 14");
    schedule(noon);
    BOOST_TEST(said(parent) == "404 not_found");
    const OtherPolicy older(site, "mode: parent_copied, age: 15");
    schedule(noon);
  }
  BOOST_TEST(said(parent) == "[parent_copied] Hello [parent_digest] [private] [parent_copied]");
}

BOOST_AUTO_TEST_CASE(a_birth_date_that_comes_late, *description("S2-06: from then on")) {
  sql(site).execute("UPDATE people SET birth_date = NULL WHERE id = '" + student + "'");
  say(student, "Hello");
  schedule(noon);
  BOOST_TEST(said(tutor) == "Hello");
  be_born(born);
  std::vector<std::unique_ptr<Process>> workers;
  workers.reserve(3);
  for (int i = 0; i < 3; ++i) workers.push_back(begin_schedule(noon));
  for (const auto& worker : workers) BOOST_TEST(worker->wait() == 0);
  BOOST_TEST(said(tutor) == "Hello [parent_copied]");
  BOOST_TEST(said(parent) == "Hello [parent_copied]");
  BOOST_TEST(thread(parent).number("unread") == 2);
}

// --- digests ---

struct Digest : Minor {
  Digest() : Minor("marketplace") {
    for (const auto& entry : fs::directory_iterator(folder())) fs::remove(entry.path());
    sql().execute("DELETE FROM outbox");
    sql().execute("UPDATE people SET email = '" + parent + "@digest.example' WHERE id = '" +
                  parent + "'");
    sql().execute("INSERT INTO settings (person_id, time_zone, locale) VALUES ('" + parent +
                  "', 'Europe/Berlin', 'en')");
    say(student, "Secret words", "2026-11-21T11:00:00Z");
    schedule(noon);
  }
  static fs::path folder() {
    return chalkline::handlers::tests::site("marketplace").folder / "mail";
  }
  static std::string states() {
    return sql().list("SELECT CONCAT_WS(' ', event, decision, reason) FROM outbox ORDER BY id");
  }
  static std::string mail() {
    std::string text;
    for (const auto& entry : fs::directory_iterator(folder())) {
      if (entry.path().extension() != ".eml") continue;
      std::ostringstream bytes;
      bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      text += bytes.str();
    }
    for (auto at = text.find("=\r\n"); at != std::string::npos; at = text.find("=\r\n", at)) {
      text.erase(at, 3);
    }
    return text;
  }
  static std::size_t mails() {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder())) {
      if (entry.path().extension() == ".eml") ++count;
    }
    return count;
  }

  OtherPolicy policy{"marketplace", "mode: parent_digest"};
};

// Six in Berlin.
const std::string evening = "2026-11-21T17:00:00Z";

BOOST_FIXTURE_TEST_CASE(a_daily_digest, Digest,
                        *description("S2-06: who and how many, in the evening; no text")) {
  BOOST_TEST(said(tutor) == "Secret words [parent_digest]");
  BOOST_TEST(said(parent) == "404 not_found");
  say(tutor, "More secrets", "2026-11-21T13:00:00Z");
  say(student, "And more", "2026-11-21T13:01:00Z");
  schedule("2026-11-21T16:59:59Z");
  BOOST_TEST(states().empty());
  for (int again = 0; again < 2; ++again) schedule(evening);
  BOOST_TEST(states() == "guardian_digest sent ");
  const auto text = mail();
  // What was written before the two knew is not counted.
  BOOST_TEST(text.find("Person " + tutor + " (2)") != std::string::npos, text);
  BOOST_TEST(text.find("Person " + student) != std::string::npos);
  BOOST_TEST(text.find("To: Person " + parent + " <" + parent + "@digest.example>") !=
             std::string::npos);
  BOOST_TEST(text.find("ecret") == std::string::npos);
  // A day without messages has none.
  schedule("2026-11-22T17:00:00Z");
  BOOST_TEST(states() == "guardian_digest sent ");
  say(tutor, "The next day", "2026-11-23T09:00:00Z");
  schedule("2026-11-23T17:00:00Z");
  BOOST_TEST(mails() == 2U);
  BOOST_TEST(mail().find("Person " + tutor + " (1)") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(nothing_after_the_end, Digest,
                        *description("S2-06: looked at again when it is sent")) {
  const auto wait = [&] {
    sql().execute("UPDATE outbox SET decision = 'waiting', lease_until = NULL");
  };
  say(tutor, "More", "2026-11-21T13:00:00Z");
  schedule(evening);
  BOOST_TEST(mails() == 1U);
  // As if a worker had died over it, and the link had ended since.
  BOOST_TEST(act(parent, parent, "end") == "204");
  wait();
  schedule(evening);
  BOOST_TEST(states() == "guardian_digest dropped overtaken");
  link(parent);
  schedule(evening);
  wait();
  sql().execute("UPDATE people SET email = NULL WHERE id = '" + parent + "'");
  schedule(evening);
  BOOST_TEST(states() == "guardian_digest dropped nobody");
  BOOST_TEST(mails() == 1U);
}

BOOST_FIXTURE_TEST_CASE(digests_of_many_workers, Digest, *description("S2-06: each mail once")) {
  say(tutor, "More", "2026-11-21T13:00:00Z");
  std::vector<std::unique_ptr<Process>> workers;
  workers.reserve(3);
  for (int i = 0; i < 3; ++i) workers.push_back(begin_schedule(evening));
  for (const auto& worker : workers) BOOST_TEST(worker->wait() == 0);
  BOOST_TEST(mails() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
