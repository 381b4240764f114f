#include "feed.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <boost/json/monotonic_resource.hpp>

#include "app/cards.h"
#include "app/threads.h"
#include "feed_cursor.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "rules/receipts.h"
#include "storage/feed.h"
#include "storage/receipts.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::FeedShow;
using storage::Session;

constexpr std::array<std::pair<std::string_view, FeedShow>, 3> shows{
    {{"all", FeedShow::all}, {"messages", FeedShow::messages}, {"orders", FeedShow::orders}}};

std::optional<FeedShow> show_from(std::string_view name) {
  for (const auto& [known, show] : shows) {
    if (known == name) return show;
  }
  return std::nullopt;
}

// A page with the marks that tell when its messages were read, and what its cards show.
struct Page {
  storage::FeedThread thread;
  rules::FeedPage feed;
  std::vector<rules::ReadMark> marks;
  app::Cards cards = {};
};

app::Cards load_cards(const app::Context& context, Session& session, const http::Request& request,
                      const rules::FeedPage& page) {
  std::vector<const rules::Message*> messages;
  for (const auto& item : page.items) {
    if (const auto* const message = std::get_if<rules::Message>(&item)) messages.push_back(message);
  }
  return app::load_cards(context, session, request.person, messages, request.now);
}

// The seqs of the page's first and last message; none on a page of orders alone.
std::optional<std::pair<long long, long long>> seqs_of(const rules::FeedPage& page) {
  std::optional<std::pair<long long, long long>> seqs;
  for (const auto& item : page.items) {
    const auto* const message = std::get_if<rules::Message>(&item);
    if (message == nullptr) continue;
    if (!seqs) seqs = {message->seq, message->seq};
    seqs->second = message->seq;
  }
  return seqs;
}

std::optional<Page> load_page(const app::Context& context, Session& session,
                              const http::Request& request, const FeedQuery& query) {
  const auto thread = app::thread_id(request.captures.at(0));
  const auto found = storage::load_feed_thread(session, request.person, thread);
  if (!found) return std::nullopt;
  auto below = query.before.value_or(newest_feed_place());
  below.seq = std::min(below.seq, found->last_seq + 1);
  // A student's orders are the student's and the tutor's: parents see none.
  const bool shows_orders =
      query.show != FeedShow::messages && !found->triple && !found->reads_along;
  auto rows =
      storage::load_feed(session, {.thread_id = thread,
                                   .pair = rules::pair_of(request.person, found->other_id),
                                   .below = below,
                                   .messages = query.show == FeedShow::orders ? 0 : query.limit + 1,
                                   .orders = shows_orders ? query.limit + 1 : 0});
  Page page{*found,
            rules::merge_feed(std::move(rows.messages), std::move(rows.orders), std::move(below),
                              static_cast<std::size_t>(query.limit)),
            {}};
  if (const auto seqs = seqs_of(page.feed)) {
    page.marks =
        storage::load_read_marks(session, thread, request.person, found->other_id, seqs->first,
                                 static_cast<int>(seqs->second - seqs->first) + 1);
  }
  page.cards = load_cards(context, session, request, page.feed);
  return page;
}

// My messages are read by the other, which I may not be shown; theirs by me.
std::optional<rules::Time> read_at(const Page& page, const rules::Message& message,
                                   const std::string& viewer, bool shows_receipts) {
  if (message.sender_id != viewer) return rules::read_at(page.marks, viewer, message.seq);
  if (!shows_receipts) return std::nullopt;
  return rules::read_at(page.marks, page.thread.other_id, message.seq);
}

json::object message_item(const Page& page, const rules::Message& message,
                          const std::string& viewer, bool shows_receipts,
                          const json::storage_ptr& memory) {
  json::object item(memory);
  item.emplace("type", "message");
  item.emplace("message", http::to_json(
                              http::MessageShape{
                                  message, viewer, read_at(page, message, viewer, shows_receipts),
                                  page.thread.triple, app::find_card(page.cards, message)},
                              memory));
  return item;
}

json::object order_item(const rules::Order& order, const json::storage_ptr& memory) {
  json::object item(memory);
  item.emplace("type", "order");
  item.emplace("order", http::to_json(order, memory));
  return item;
}

}  // namespace

http::Parsed<FeedQuery> parse_feed(const http::Request& request) {
  http::QueryFields fields(request);
  FeedQuery query;
  const auto show = show_from(fields.text("show").value_or("all"));
  if (!show) fields.error("show", "out_of_range", "One of all, messages, orders.");
  query.show = show.value_or(FeedShow::all);
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(50));
  if (const auto before = fields.text("before")) {
    query.before = feed_place_from(*before);
    if (!query.before) fields.error("before", "malformed", "Must be a `before` of this feed.");
  }
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_feed(app::Context& context, const http::Request& request) {
  const auto parsed = parse_feed(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<FeedQuery>(parsed);
  const auto page = context.database.read(
      [&](Session& session) { return load_page(context, session, request, query); });
  if (!page) return http::refused(request, {rules::RefusalCode::not_found});

  const bool shown = rules::shows_receipts(context.policy(), rules::kind_of(page->thread.triple),
                                           page->thread.receipts_hidden);
  std::array<unsigned char, 65'536> buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  json::array items(&memory);
  items.reserve(page->feed.items.size());
  for (const auto& item : page->feed.items) {
    const auto* const message = std::get_if<rules::Message>(&item);
    items.emplace_back(message != nullptr
                           ? message_item(*page, *message, request.person, shown, &memory)
                           : order_item(std::get<rules::Order>(item), &memory));
  }
  json::object body(&memory);
  body.emplace("items", std::move(items));
  body.emplace("hasMore", page->feed.has_more);
  body.emplace("before", page->feed.has_more ? json::value(feed_cursor_of(page->feed.before))
                                             : json::value(nullptr));
  return {.body = json::serialize(body)};
}

http::Response handle_order(app::Context& context, const http::Request& request) {
  const auto& id = request.captures.at(0);
  if (!is_order_id(id)) return http::refused(request, {rules::RefusalCode::not_found});
  const auto order = context.database.read(
      [&](Session& session) { return storage::load_order(session, request.person, id); });
  if (!order) return http::refused(request, {rules::RefusalCode::not_found});
  return {.body = json::serialize(http::to_json(*order))};
}

}  // namespace chalkline
