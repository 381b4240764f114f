#include "app/paper_trail.h"

#include "http/paper_trail.h"
#include "http/times.h"

namespace chalkline::app {

void seal(rules::Thread& thread, rules::Message& message, int version) {
  const auto at = http::time_text(message.edited_at.value_or(message.at));
  const auto seal = http::make_seal(thread.trail, {.thread_id = thread.id,
                                                   .seq = message.seq,
                                                   .version = version,
                                                   .kind = rules::name_of(message.kind),
                                                   .sender_id = message.sender_id,
                                                   .at = at,
                                                   .body = message.body,
                                                   .notice = message.notice});
  thread.trail = {seal.entry, seal.chain};
  message.seal = seal;
}

}  // namespace chalkline::app
