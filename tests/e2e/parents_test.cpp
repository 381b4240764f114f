#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "http/times.h"
#include "http/webhook_signature.h"
#include "people.h"
#include "stack.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;
using std::chrono::system_clock;

// Two children, two parents, two tutors; each child learns with both.
Cast family() {
  Cast cast("marketplace");
  for (const auto* const name : {"jonas", "lena"}) cast.person(name, "student");
  for (const auto* const name : {"claire", "david"}) cast.person(name, "parent");
  for (const auto* const name : {"amelie", "oscar"}) cast.person(name, "tutor");
  for (const auto* const child : {"jonas", "lena"}) {
    cast.relationship("amelie", child).relationship("oscar", child);
    cast.parent("claire", child).parent("david", child);
  }
  cast.arrive();
  return cast;
}

json::object draft(const Cast& cast, const std::string& tutor, const std::string& student,
                   const std::string& text) {
  return {{"tutorId", cast.id(tutor)}, {"studentId", cast.id(student)}, {"message", text}};
}

// What the platform tells of a link now, in a signed webhook.
void tell_link(const Cast& cast, const std::string& parent, const std::string& student,
               const std::string& state) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(system_clock::now());
  const auto body = json::serialize(json::object{
      {"type", "parent_link.upserted"},
      {"timestamp", http::time_text(now)},
      {"data",
       {{"parentId", cast.id(parent)}, {"studentId", cast.id(student)}, {"state", state}}}});
  const auto id = fresh("link");
  const auto seconds =
      std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  const auto secret =
      http::webhook_secret_bytes(settings_of("marketplace").webhook_secrets.at(0)).value();
  const auto told =
      Client("marketplace")
          .ask("POST", "/api/webhooks/platform", body,
               {{"Content-Type", "application/json"},
                {"webhook-id", id},
                {"webhook-timestamp", seconds},
                {"webhook-signature", http::sign_webhook(secret, id, seconds, body)}});
  BOOST_TEST(told.text("results.0.status") == "applied");
}

std::size_t threads_of(Client& client) {
  return client.get("/api/parent/threads").at("items").as_array().size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parents)

BOOST_AUTO_TEST_CASE(S2_04_S2_05_a_family_of_two_children_two_parents_and_two_tutors) {
  const auto cast = family();
  Client claire(cast["claire"]);
  Client david(cast["david"]);
  Client amelie(cast["amelie"]);
  for (auto* const parent : {&claire, &david}) {
    for (const auto* const tutor : {"amelie", "oscar"}) {
      for (const auto* const child : {"jonas", "lena"}) {
        BOOST_TEST(
            parent->post("/api/parent/messages", draft(cast, tutor, child, "Hello")).verdict() ==
            "201");
      }
    }
  }
  BOOST_TEST(threads_of(claire) == 4U);
  BOOST_TEST(threads_of(david) == 4U);
  BOOST_TEST(threads_of(amelie) == 4U);
  BOOST_TEST(Client(cast["jonas"]).get("/api/inbox").at("items").as_array().empty());
  auto to_all = draft(cast, "amelie", "jonas", "Jonas passed the test");
  to_all.emplace("parentId", "all");
  const auto sent = amelie.post("/api/parent/messages", to_all);
  BOOST_TEST(sent.at("items").as_array().size() == 2U);
  const auto query =
      "/api/parent/messages?tutorId=" + cast.id("amelie") + "&studentId=" + cast.id("jonas");
  const auto page = david.get(query);
  BOOST_TEST(page.at("items").as_array().size() == 2U);
  BOOST_TEST(page.text("items.1.role") == "TUTOR");
  const auto seen = [&](const std::string& parent) {
    return !amelie.get(query + "&parentId=" + cast.id(parent)).at("items.1.readAt").is_null();
  };
  BOOST_TEST(seen("david"));
  BOOST_TEST(!seen("claire"));
}

BOOST_AUTO_TEST_CASE(S2_06_a_link_that_ends_ends_reading_at_once_also_on_an_open_stream) {
  const auto cast = family();
  Client claire(cast["claire"]);
  Client amelie(cast["amelie"]);
  const auto thread = amelie
                          .post("/api/parent/messages",
                                [&] {
                                  auto one = draft(cast, "amelie", "jonas", "Hello");
                                  one.emplace("parentId", cast.id("claire"));
                                  return one;
                                }())
                          .text("threadId");
  Stream at_claire(cast["claire"]);
  Stream at_amelie(cast["amelie"]);
  const auto is_closed = [&](const json::object& event) {
    return event.at("id") == json::string(thread) && event.contains("closed");
  };
  const auto nothing = [](const json::object& badge) { return badge.at("threads") == 0; };
  const auto refuses = [&](const json::object& event) {
    const auto& can = event.at("can").as_object();
    return event.at("id") == json::string(thread) && can.at("send") == false &&
           can.at("refusal").at("code") == "no_parent_linked";
  };
  BOOST_TEST(brings(
      [&] {
        tell_link(cast, "claire", "jonas", "confirmed");
        tell_link(cast, "claire", "jonas", "ended");
      },
      [&] {
        return at_claire.has("thread", is_closed) && at_claire.has("badge", nothing) &&
               at_amelie.has("thread", refuses);
      }));
  at_claire.catch_up(cast["claire"]);
  const auto before = at_claire.events().size();
  BOOST_TEST(claire.get("/api/inbox/threads/" + thread + "/messages").verdict() == "404 not_found");
  BOOST_TEST(claire.post("/api/parent/messages", draft(cast, "amelie", "jonas", "?")).verdict() ==
             "403 parent_not_linked");
  BOOST_TEST(amelie.say_in(thread, "?").verdict() == "409 no_parent_linked");
  BOOST_TEST(amelie.get("/api/inbox/threads/" + thread + "/messages").status == 200);
  BOOST_TEST(amelie.ask("DELETE", "/api/send/" + thread + "/1").status == 200);
  amelie.read(thread, 1);
  at_claire.catch_up(cast["claire"]);
  BOOST_TEST(at_claire.events().size() == before);
  tell_link(cast, "claire", "jonas", "confirmed");
  const auto again = claire.get("/api/inbox/threads/" + thread);
  BOOST_TEST(again.at("can.send").as_bool());
  BOOST_TEST(again.text("lastMessage.kind") == "removed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
