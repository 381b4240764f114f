#include <map>
#include <set>

#include <boost/test/unit_test.hpp>

#include "child.h"
#include "client.h"
#include "history.h"
#include "people.h"
#include "stack.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

// Two who write, and a third who must not hear of it; each with an open stream.
struct Room {
  Room()
      : people(new_couple("marketplace")),
        others(new_couple("marketplace")),
        tutor(people.tutor),
        student(people.student),
        at_tutor(people.tutor),
        at_student(people.student),
        at_other(others.student) {}

  // Everything published so far has come.
  void settle() {
    at_tutor.catch_up(people.tutor);
    at_student.catch_up(people.student);
    at_other.catch_up(others.student);
  }

  Couple people;
  Couple others;
  Client tutor;
  Client student;
  Stream at_tutor;
  Stream at_student;
  Stream at_other;
};

// The names of all events so far, each once.
std::string names_of(Stream& stream) {
  std::set<std::string> names;
  for (const auto& event : stream.events()) names.insert(event.name);
  std::string all;
  for (const auto& name : names) all += name + " ";
  return all;
}

// How often messages came, by seq.
std::map<long long, int> seqs_of(Stream& stream) {
  std::map<long long, int> seqs;
  for (const auto& event : stream.events()) {
    if (event.name == "message") ++seqs[event.data.at("seq").as_int64()];
  }
  return seqs;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(live)

BOOST_AUTO_TEST_CASE(S0_08_S0_09_S1_10_S4_03_a_message_arrives_at_both_and_nobody_else) {
  Room room;
  Answer sent;
  const auto is_theirs = [&](const json::object& message) {
    return message.at("threadId") == sent.at("thread.id") &&
           message.at("seq") == sent.at("message.seq") &&
           message.at("body") == "chalk-secret-text live" && !message.contains("clientId");
  };
  const auto is_mine = [&](const json::object& message) { return message == sent.at("message"); };
  const auto counts = [&](const json::object& badge) {
    return badge.at("threads") == 1 && badge.at("messages") == sent.at("message.seq");
  };
  BOOST_TEST(brings([&] { sent = room.student.say(room.people.tutor, "chalk-secret-text live"); },
                    [&] {
                      return room.at_tutor.has("message", is_theirs) &&
                             room.at_student.has("message", is_mine) &&
                             room.at_tutor.has("badge", counts);
                    }));
  room.settle();
  BOOST_TEST(names_of(room.at_tutor) == "badge message ");
  BOOST_TEST(names_of(room.at_student) == "message ");
  BOOST_TEST(names_of(room.at_other).empty());
}

BOOST_AUTO_TEST_CASE(S0_10_a_reading_is_told_to_the_sender_and_to_the_readers_other_pages) {
  Room room;
  Answer sent;
  Answer read;
  const auto tells = [&](const json::object& event) {
    return event.at("threadId") == sent.at("thread.id") &&
           event.at("upTo") == sent.at("message.seq") && event.at("at") == read.at("readAt");
  };
  const auto is_read = [](const json::object& thread) { return thread.at("unread") == 0; };
  const auto is_nothing = [](const json::object& badge) {
    return badge.at("threads") == 0 && badge.at("messages") == 0;
  };
  BOOST_TEST(brings(
      [&] {
        sent = room.tutor.say(room.people.student, "read me");
        read = room.student.read(sent.text("thread.id"), 99);
      },
      [&] {
        return room.at_tutor.has("read", tells) && room.at_student.has("thread", is_read) &&
               room.at_student.has("badge", is_nothing);
      }));
  room.settle();
  const int told = room.at_tutor.count("read");
  room.student.read(sent.text("thread.id"), 1);
  room.settle();
  BOOST_TEST(room.at_tutor.count("read") == told);
  BOOST_TEST(room.at_student.count("read") == 0);
  BOOST_TEST(names_of(room.at_other).empty());
}

BOOST_AUTO_TEST_CASE(S0_08_typing_is_told_to_the_other_alone) {
  Room room;
  const auto thread = room.student.say(room.people.tutor, "hello").text("thread.id");
  const auto is_it = [&](const json::object& event) {
    return event.at("threadId") == json::string(thread) &&
           event.at("personId") == json::string(room.people.student.id);
  };
  BOOST_TEST(brings(
      [&] {
        room.student.post("/api/send/typing", {{"threadId", thread}});
      },
      [&] { return room.at_tutor.has("typing", is_it); }));
  room.settle();
  BOOST_TEST(room.at_student.count("typing") == 0);
  BOOST_TEST(names_of(room.at_other).empty());
}

BOOST_AUTO_TEST_CASE(a_kept_thread_is_told_to_the_keepers_pages_alone) {
  Room room;
  const auto thread = room.student.say(room.people.tutor, "keep me").text("thread.id");
  BOOST_TEST(brings(
      [&] {
        room.tutor.patch("/api/inbox/threads/" + thread, {{"pinned", true}});
      },
      [&] {
        return room.at_tutor.has(
            "thread", [](const json::object& kept) { return kept.at("pinned") == true; });
      }));
  room.settle();
  BOOST_TEST(room.at_student.count("thread") == 0);
  BOOST_TEST(room.at_student.count("badge") == 0);
  BOOST_TEST(names_of(room.at_other).empty());
}

BOOST_AUTO_TEST_CASE(S2_33_the_end_of_a_snooze_is_told) {
  Room room;
  const auto thread = room.student.say(room.people.tutor, "later").text("thread.id");
  const std::string scheduled = state_folder() / "bin" / "scheduled";
  const json::object snooze{{"snoozedUntil", "2031-01-02T00:00:00.000Z"}};
  room.tutor.at("2031-01-01T00:00:00.000Z");
  BOOST_TEST(brings(
      [&] {
        room.tutor.patch("/api/inbox/threads/" + thread, snooze);
        run_program({scheduled, "--once", "--now", "2031-01-02T00:00:00Z"});
      },
      [&] {
        return room.at_tutor.has(
            "thread", [](const json::object& woken) { return woken.at("snoozedUntil").is_null(); });
      }));
}

BOOST_AUTO_TEST_CASE(several_pages_of_one_person_hear_the_same) {
  const auto people = new_couple("marketplace");
  Stream one(people.tutor);
  Stream two(people.tutor);
  Client student(people.student);
  BOOST_TEST(brings([&] { student.say(people.tutor, "to all your pages"); },
                    [&] { return one.count("message") > 0 && two.count("message") > 0; }));
}

BOOST_AUTO_TEST_CASE(a_repeat_is_not_told_again) {
  Room room;
  std::string client_id;
  BOOST_TEST(brings(
      [&] {
        client_id = fresh("id");
        room.student.say(room.people.tutor, "once", client_id);
        room.student.say(room.people.tutor, "once", client_id);
      },
      [&] { return room.at_tutor.count("message") > 0; }));
  room.settle();
  for (const auto& [seq, times] : seqs_of(room.at_tutor)) BOOST_TEST(times == 1, seq);
  for (const auto& [seq, times] : seqs_of(room.at_student)) BOOST_TEST(times == 1, seq);
}

BOOST_AUTO_TEST_CASE(S0_09_a_client_that_lost_the_stream_is_complete_after_one_catch_up) {
  const auto people = new_couple("marketplace");
  Client tutor(people.tutor);
  Client student(people.student);
  std::string thread;
  {
    const Stream before(people.student);
    thread = tutor.say(people.student, "1").text("thread.id");
  }
  for (int i = 2; i <= 9; ++i) tutor.say(people.student, std::to_string(i));
  Stream after(people.student);
  const auto missed = student.get("/api/inbox/threads/" + thread + "/messages?after=1");
  BOOST_TEST(lines_of(missed).size() == 8U);
  BOOST_TEST(!missed.at("hasMore").get_bool());
  BOOST_TEST(
      brings([&] { tutor.say(people.student, "10"); }, [&] { return after.count("message") > 0; }));
  after.catch_up(people.student);
  BOOST_TEST(seqs_of(after).begin()->first > 9);
}

BOOST_AUTO_TEST_CASE(a_ticket_opens_one_stream) {
  const auto people = new_couple("classroom");
  const auto ticket = Client(people.tutor).ask("POST", "/api/inbox/live-ticket").text("ticket");
  const Headers accept{{"Accept", "text/event-stream"}};
  Stream stream("classroom", "/api/live?ticket=" + ticket, accept);
  BOOST_TEST_REQUIRE(stream.answer().status == 200);
  stream.catch_up(people.tutor);
  Client student(people.student);
  BOOST_TEST(brings([&] { student.say(people.tutor, "by ticket"); },
                    [&] { return stream.count("message") > 0; }));
  const auto again = Client("classroom").get("/api/live?ticket=" + ticket, accept);
  BOOST_TEST(again.verdict() == "401 token_invalid");
}

BOOST_AUTO_TEST_CASE(head_is_answered_at_once) {
  const auto person = new_couple("marketplace").student;
  const Socket socket(port_of("marketplace"));
  socket.send("HEAD /api/live HTTP/1.1\r\nHost: " + host_of("marketplace") +
              "\r\nAccept: text/event-stream\r\nAuthorization: Bearer " + person.token +
              "\r\n\r\n");
  const auto answer = parse_answer(socket.receive(std::chrono::seconds(20)));
  BOOST_TEST((answer.status == 200 || answer.status == 405), answer.status);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
