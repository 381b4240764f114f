#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "rules/messages.h"
#include "rules/receipts.h"
#include "rules/threads.h"
#include "seed_plan.h"
#include "seed_texts.h"

namespace chalkline::tool {

// What a conversation has become: all that stands in its rows besides the messages, and agrees with
// them by the rules.
struct Conversation {
  rules::Thread thread;
  std::vector<rules::ReadMark> marks;  // in the order of reader and seq
  rules::Membership low;
  rules::Membership high;
};

// Says everything that is said in a thread: in turns of one to five messages. Whoever answers has
// read what stands there; whoever answers no more may have read all, a part or nothing of it. Every
// message goes to `say` in its order. Depends on nothing but the arguments.
Conversation converse(const PlannedThread& planned, long long id, const Texts& texts,
                      std::uint64_t random, const std::function<void(rules::Message)>& say);

}  // namespace chalkline::tool
