#include "rules/feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace chalkline::rules {
namespace {

// Whether the newest of what is left is the message.
bool message_is_next(const std::vector<Message>& messages, const std::vector<Order>& orders) {
  if (messages.empty() || orders.empty()) return orders.empty();
  return messages.back().at >= orders.back().at;
}

// Orders newer than a message of the page lie above the border, also those that come in later.
void pass_message(FeedPlace& before, const Message& message) {
  before.seq = message.seq;
  const auto beyond = message.at + std::chrono::milliseconds(1);
  if (beyond > before.order_at) return;
  before.order_at = beyond;
  before.order_id.clear();
}

void pass_order(FeedPlace& before, const Order& order) {
  before.order_at = order.at;
  before.order_id = order.id;
}

}  // namespace

FeedPage merge_feed(std::vector<Message> messages, std::vector<Order> orders, FeedPlace place,
                    std::size_t limit) {
  FeedPage page{.items = {}, .before = std::move(place)};
  while (page.items.size() < limit && !(messages.empty() && orders.empty())) {
    if (message_is_next(messages, orders)) {
      pass_message(page.before, messages.back());
      page.items.emplace_back(std::move(messages.back()));
      messages.pop_back();
    } else {
      pass_order(page.before, orders.back());
      page.items.emplace_back(std::move(orders.back()));
      orders.pop_back();
    }
  }
  page.has_more = !(messages.empty() && orders.empty());
  std::reverse(page.items.begin(), page.items.end());
  return page;
}

}  // namespace chalkline::rules
