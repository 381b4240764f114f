#include "seed_conversation.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <utility>

#include "app/paper_trail.h"
#include "rules/text.h"
#include "seed_random.h"

namespace chalkline::tool {
namespace {

using rules::Time;
using std::chrono::milliseconds;
using std::chrono::seconds;

// How many messages each turn has: one to five, together `messages`.
std::vector<int> draw_turns(long long messages, Random& random) {
  constexpr int longest = 5;
  std::vector<int> turns;
  for (long long left = messages; left > 0; left -= turns.back()) {
    int turn = 1;
    while (turn < longest && turn < left && random.chance(0.5)) ++turn;
    turns.push_back(turn);
  }
  return turns;
}

// Names a message of a thread as a client would: each differs, and those of one thread lie
// together.
std::string client_id(long long thread, long long seq) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "seed-%08llx-%08llx",
                static_cast<unsigned long long>(thread), static_cast<unsigned long long>(seq));
  return text.data();
}

class Speaker {
 public:
  Speaker(const PlannedThread& planned, long long id, const Texts& texts, std::uint64_t random,
          const std::function<void(rules::Message)>& say)
      : planned_(planned),
        texts_(texts),
        random_(random, static_cast<std::uint64_t>(id)),
        say_(say),
        tutor_(tutor_id(planned.tutor)),
        student_(student_id(planned.student)) {
    made_.thread.id = id;
    made_.thread.pair = rules::pair_of(tutor_, student_);
    made_.thread.created_at = planned.begins;
  }

  Conversation speak() {
    const auto turns = draw_turns(planned_.messages, random_);
    bool tutors_turn = random_.chance(0.3);
    for (std::size_t i = 0; i < turns.size(); ++i) {
      take_turn(tutors_turn, turns[i], i, turns.size());
      tutors_turn = !tutors_turn;
    }
    if (!turns.empty()) read_the_end(tutors_turn, turns.back());
    finish();
    return std::move(made_);
  }

 private:
  struct Reader {
    long long upto = 0;
    int unread = 0;
    std::vector<rules::ReadMark> marks;
  };

  const std::string& person(bool tutor) const { return tutor ? tutor_ : student_; }

  // The nth of all turns has its own stretch of the conversation's time, and begins somewhere in
  // it.
  void take_turn(bool tutor, int messages, std::size_t nth, std::size_t turns) {
    const double stretch =
        static_cast<double>((planned_.ends - planned_.begins).count()) / static_cast<double>(turns);
    const double since = nth == 0 ? 0 : static_cast<double>(nth) + 0.9 * random_.part();
    const Time begins = planned_.begins + milliseconds(static_cast<long long>(stretch * since));
    if (nth > 0) {
      const auto opened = begins - seconds(random_.between(1, 120));
      read(tutor, made_.thread.last_seq, std::max(opened, last_.at));
    }
    const auto pause = std::min(60'000LL, static_cast<long long>(stretch / 60));
    Time at = begins;
    for (int i = 0; i < messages; ++i) {
      say(tutor, at);
      at += milliseconds(1 + random_.below(pause + 1));
    }
    made_.thread.unanswered = messages;
  }

  void say(bool tutor, Time at) {
    auto& thread = made_.thread;
    thread.last_sender_id = person(tutor);
    rules::Message message{.thread_id = thread.id,
                           .seq = ++thread.last_seq,
                           .sender_id = thread.last_sender_id,
                           .body = texts_.message(random_),
                           .at = at,
                           .client_id = client_id(thread.id, thread.last_seq)};
    if (thread.last_seq == planned_.messages) {
      last_ = {message.seq, message.sender_id, message.kind, rules::preview(message.body), at};
    }
    last_.at = at;
    app::seal(thread, message, 1);
    say_(std::move(message));
  }

  void read(bool tutor, long long upto, Time at) {
    auto& reader = readers_[tutor ? 1 : 0];
    reader.marks.push_back({person(tutor), upto, at});
    reader.upto = upto;
  }

  // The last turn, of `messages`, stands unanswered before `tutor` or the student.
  void read_the_end(bool tutor, int messages) {
    const double how = random_.part();
    const int unread = how < 0.3    ? messages
                       : how < 0.45 ? static_cast<int>(random_.below(messages))
                                    : 0;
    readers_[tutor ? 1 : 0].unread = unread;
    if (unread == messages) return;
    const auto later = milliseconds(random_.between(1'000, 86'400'000));
    read(tutor, made_.thread.last_seq - unread,
         std::min(last_.at + later, std::max(last_.at, seed_end)));
  }

  void finish() {
    const bool low_is_tutor = made_.thread.pair.low == tutor_;
    made_.low = membership(low_is_tutor);
    made_.high = membership(!low_is_tutor);
    for (const bool tutor : {low_is_tutor, !low_is_tutor}) {
      auto& marks = readers_[tutor ? 1 : 0].marks;
      made_.marks.insert(made_.marks.end(), marks.begin(), marks.end());
    }
  }

  rules::Membership membership(bool tutor) {
    const auto& reader = readers_[tutor ? 1 : 0];
    rules::Membership mine{.thread_id = made_.thread.id,
                           .last_activity_at = made_.thread.created_at,
                           .unread = reader.unread,
                           .read_upto = reader.upto};
    if (last_.seq > 0) {
      mine = rules::after_sending(mine, last_, made_.thread.unanswered_by(person(tutor)));
    }
    const bool all_read = reader.unread == 0;
    mine.pinned = random_.chance(0.02);
    mine.muted = random_.chance(0.03);
    mine.archived = all_read && random_.chance(0.05);
    mine.marked_unread = all_read && !mine.archived && random_.chance(0.005);
    return mine;
  }

  const PlannedThread& planned_;
  const Texts& texts_;
  Random random_;
  const std::function<void(rules::Message)>& say_;
  std::string tutor_;
  std::string student_;
  Conversation made_;
  rules::LastMessage last_;
  std::array<Reader, 2> readers_;  // the student, the tutor
};

}  // namespace

Conversation converse(const PlannedThread& planned, long long id, const Texts& texts,
                      std::uint64_t random, const std::function<void(rules::Message)>& say) {
  return Speaker(planned, id, texts, random, say).speak();
}

}  // namespace chalkline::tool
