#include "app/sending.h"

#include <algorithm>
#include <utility>

#include "app/paper_trail.h"
#include "rules/message_tellings.h"
#include "rules/text.h"
#include "storage/messages.h"
#include "storage/outbox.h"

namespace chalkline::app {
namespace {

void alert(storage::Session& session, const rules::Policy& policy, const storage::ThreadRow& row,
           const rules::Message& sent) {
  const auto alert = rules::alert_of(policy, row.alert, row.other.id, sent.thread_id, sent.at);
  if (!alert) return;
  storage::insert_unless_waiting(session, alert->telling, alert->pause, sent.at);
}

rules::Message store(storage::Session& session, rules::Thread& thread, storage::ThreadRow& row,
                     rules::Message message, bool answers) {
  message.thread_id = thread.id;
  message.seq = ++thread.last_seq;
  // Times rise with seq, also where this request began before the one that was faster.
  message.at = std::max(message.at, row.mine.last_activity_at);
  seal(thread, message, 1);
  const rules::LastMessage last{.seq = message.seq,
                                .sender_id = message.sender_id,
                                .kind = message.kind,
                                .preview = rules::preview(message.body),
                                .at = message.at};
  storage::insert_message(session, message);
  storage::mark_sent(session, thread, last, answers);
  row.mine = rules::after_sending(std::move(row.mine), last, row.mine.unanswered);
  row.mine.thread_id = thread.id;
  row.facts.has_messages = true;
  return message;
}

}  // namespace

rules::Message store_message(storage::Session& session, rules::Thread& thread,
                             storage::ThreadRow& row, rules::Message message) {
  return store(session, thread, row, std::move(message), false);
}

rules::Message store_sent(storage::Session& session, const rules::Policy& policy,
                          rules::Thread& thread, storage::ThreadRow& row, rules::Message message) {
  const auto& sender = message.sender_id.value();
  thread.unanswered = row.mine.unanswered + 1;
  thread.last_sender_id = sender;
  row.mine.unanswered = thread.unanswered;
  row.facts.unanswered = thread.unanswered;
  auto stored = store(session, thread, row, std::move(message), policy.cap_resets_on.reply);
  alert(session, policy, row, stored);
  return stored;
}

}  // namespace chalkline::app
