#include "app/live.h"

#include <boost/json.hpp>

#include "app/cards.h"
#include "app/threads.h"
#include "http/log.h"
#include "http/shapes.h"
#include "http/times.h"
#include "rules/receipts.h"
#include "storage/guardians.h"
#include "storage/live.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;

void publish(Context& context, const std::string& person, const std::string& event,
             const json::object& data) {
  context.publisher.publish(live_channel(context, person), event, json::serialize(data));
}

// The write it follows has been done: a database that is gone by now only costs the hint.
void publish_badge(Context& context, const std::string& person, rules::Time now) {
  try {
    const auto badge = context.database.read(
        [&](storage::Session& session) { return storage::load_badge(session, person, now); });
    publish(context, person, "badge", http::to_json(badge));
  } catch (const storage::Fault& fault) {
    http::log_fault("", fault.what());
  }
}

Cards load_card(Context& context, const std::string& viewer, const rules::Message& message,
                rules::Time now) {
  if (message.kind != rules::MessageKind::card) return {};
  return context.database.read([&](storage::Session& session) {
    return load_cards(context, session, viewer, {&message}, now);
  });
}

// Whoever has not sent it may have one more to read.
void publish_message(Context& context, const std::string& viewer, const storage::ThreadRow& row,
                     const rules::Message& message, rules::Time now) {
  const auto cards = load_card(context, viewer, message, now);
  publish(context, viewer, "message",
          http::to_json(http::MessageShape{message, viewer, std::nullopt, row.triple,
                                           find_card(cards, message)}));
  if (message.sender_id != viewer) publish_badge(context, viewer, now);
}

void publish_to_readers(Context& context, const storage::ThreadRow& row,
                        const rules::Message& message, rules::Time now) {
  try {
    const auto readers = context.database.read([&](storage::Session& session) {
      return storage::load_listening_readers(session, message.thread_id);
    });
    for (const auto& reader : readers) publish_message(context, reader, row, message, now);
  } catch (const storage::Fault& fault) {
    http::log_fault("", fault.what());
  }
}

}  // namespace

std::string live_channel(const Context& context, const std::string& person) {
  return context.site.name + "/" + person;
}

void announce_message(Context& context, const std::string& person, const storage::ThreadRow& row,
                      const rules::Message& message, rules::Time now) {
  if (row.i_listen) publish_message(context, person, row, message, now);
  if (row.other_listens) publish_message(context, row.other.id, row, message, now);
  if (row.has_readers) publish_to_readers(context, row, message, now);
}

void announce_thread(Context& context, const std::string& person, const storage::ThreadRow& row,
                     rules::Time now) {
  if (!row.i_listen) return;
  publish(context, person, "thread", thread_json(context, row, now));
  publish_badge(context, person, now);
}

void announce_change(Context& context, const storage::ListenedThread& thread, rules::Time now) {
  publish(context, thread.person_id, "thread", thread_json(context, thread.row, now));
}

void announce_closed(Context& context, const std::string& person, long long thread,
                     rules::Time now) {
  const auto listens = context.database.read(
      [&](storage::Session& session) { return storage::is_listening(session, person); });
  if (!listens) return;
  publish(context, person, "thread", {{"id", std::to_string(thread)}, {"closed", true}});
  publish_badge(context, person, now);
}

void announce_reading(Context& context, const std::string& reader, const storage::ThreadRow& row,
                      long long upto, rules::Time now) {
  announce_thread(context, reader, row, now);
  const bool shown = rules::shows_receipts(context.policy(), row.mine.kind, row.receipts_hidden);
  if (!row.other_listens || !shown || row.facts.reads_along) return;
  publish(context, row.other.id, "read",
          {{"threadId", std::to_string(row.mine.thread_id)},
           {"upTo", upto},
           {"at", http::time_text(now)}});
}

void announce_typing(Context& context, const std::string& person, const storage::ThreadRow& row,
                     rules::Time now) {
  if (!row.other_listens) return;
  publish(context, row.other.id, "typing",
          {{"threadId", std::to_string(row.mine.thread_id)},
           {"personId", person},
           {"at", http::time_text(now)}});
}

}  // namespace chalkline::app
