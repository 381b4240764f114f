#include "app/pages.h"

#include <array>
#include <utility>

#include <boost/json.hpp>
#include <boost/json/monotonic_resource.hpp>

#include "http/shapes.h"
#include "storage/receipts.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using storage::Session;

std::optional<Page> load_newest_page(Session& session, const std::string& person, long long thread,
                                     int limit) {
  auto newest = storage::load_newest_marks(session, person, thread, limit);
  if (!newest) return std::nullopt;
  const long long last = newest->last_seq;
  return Page{{newest->other_id, newest->triple, last, newest->receipts_hidden,
               storage::load_messages_between(session, thread, last - limit + 1, last)},
              std::move(newest->marks)};
}

std::optional<Page> load_any_page(Session& session, const std::string& person, long long thread,
                                  const PageQuery& query) {
  if (!query.after && !query.before) {
    return load_newest_page(session, person, thread, query.limit);
  }
  auto messages =
      query.after
          ? storage::load_messages_after(session, person, thread, *query.after, query.limit)
          : storage::load_messages_before(session, person, thread,
                                          query.before.value_or(http::max_integer), query.limit);
  if (!messages) return std::nullopt;
  Page page{std::move(*messages), {}};
  const auto& items = page.messages.messages;
  if (!items.empty()) {
    page.marks = storage::load_read_marks(session, thread, person, page.messages.other_id,
                                          items.front().seq, static_cast<int>(items.size()));
  }
  return page;
}

bool has_more(const Page& page, const PageQuery& query) {
  const auto& items = page.messages.messages;
  if (items.empty()) return false;
  return query.after ? items.back().seq < page.messages.last_seq : items.front().seq > 1;
}

// My messages are read by the other, which I may not be shown; theirs by me.
std::optional<rules::Time> message_read_at(const Page& page, const rules::Message& message,
                                           const std::string& viewer, bool shows_receipts) {
  if (message.sender_id != viewer) return rules::read_at(page.marks, viewer, message.seq);
  if (!shows_receipts) return std::nullopt;
  return rules::read_at(page.marks, page.messages.other_id, message.seq);
}

}  // namespace

PageQuery parse_page_fields(http::QueryFields& fields) {
  PageQuery query;
  query.before = fields.integer("before", 1, http::max_integer);
  query.after = fields.integer("after", 0, http::max_integer);
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(50));
  if (query.before && query.after) {
    fields.error("after", "conflicting", "Give before or after, not both.");
  }
  return query;
}

std::optional<Page> load_page(const Context& context, Session& session, const std::string& person,
                              long long thread, const PageQuery& query, rules::Time now) {
  auto page = load_any_page(session, person, thread, query);
  if (!page) return std::nullopt;
  std::vector<const rules::Message*> messages;
  for (const auto& message : page->messages.messages) messages.push_back(&message);
  page->cards = load_cards(context, session, person, messages, now);
  return page;
}

http::Response page_response(const Context& context, const std::string& person, const Page& page,
                             const PageQuery& query) {
  const auto& thread = page.messages;
  const bool shows = rules::shows_receipts(context.policy(), rules::kind_of(thread.triple),
                                           thread.receipts_hidden);
  std::array<unsigned char, 65'536> buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  json::array items(&memory);
  items.reserve(thread.messages.size());
  for (const auto& message : thread.messages) {
    items.emplace_back(http::to_json(
        http::MessageShape{message, person, message_read_at(page, message, person, shows),
                           thread.triple, find_card(page.cards, message)},
        &memory));
  }
  json::object body(&memory);
  body.emplace("items", std::move(items));
  body.emplace("hasMore", has_more(page, query));
  return {.body = json::serialize(body)};
}

}  // namespace chalkline::app
