#include "rules/receipts.h"

#include <algorithm>

namespace chalkline::rules {

long long reading_end(long long asked, long long last_seq) { return std::min(asked, last_seq); }

Reading decide_reading(const ReadingFacts& facts) {
  const bool stamps = facts.asked_upto > facts.read_upto && facts.unread_above < facts.unread;
  return {.upto = stamps ? facts.asked_upto : facts.read_upto,
          .unread = stamps ? facts.unread_above : facts.unread,
          .stamps = stamps,
          .changes = stamps || facts.marked_unread};
}

Membership after_reading(Membership mine, const Reading& reading) {
  mine.read_upto = reading.upto;
  mine.unread = reading.unread;
  mine.marked_unread = mine.marked_unread && !reading.changes;
  return mine;
}

bool shows_receipts(const Policy& policy, ThreadKind kind, bool hidden) {
  const auto& by_kind = policy.read_receipts;
  const auto receipts = kind == ThreadKind::direct ? by_kind.direct : by_kind.parent;
  return !hidden || receipts == Policy::Receipts::forced;
}

bool may_hide_receipts(const Policy& policy) {
  return !shows_receipts(policy, ThreadKind::direct, true) ||
         !shows_receipts(policy, ThreadKind::parent, true);
}

std::optional<Time> read_at(std::span<const ReadMark> marks, const std::string& reader,
                            long long seq) {
  const auto first = std::find_if(marks.begin(), marks.end(), [&](const ReadMark& mark) {
    return mark.upto >= seq && mark.person_id == reader;
  });
  return first == marks.end() ? std::nullopt : std::optional(first->at);
}

}  // namespace chalkline::rules
