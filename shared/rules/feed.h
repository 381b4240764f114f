#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rules/messages.h"
#include "rules/time.h"

namespace chalkline::rules {

// What a client has ordered from a tutor, as its two parties see it.
struct Order {
  std::string id;
  std::string title;
  long long amount = 0;  // in minor units of the currency
  std::string currency;  // ISO 4217
  std::string state;     // open, paid, cancelled, refunded
  Time at{};
  std::optional<std::string> url;
};

// Which of a feed's items a page shows (S4-16).
enum class FeedShow { all, messages, orders };

// A border in a feed: below it lie the messages with a lower seq, and the orders with a lower (at,
// id). Two positions, because a feed is two lists: whatever comes in above the border moves nothing
// below it, and no item stands on both sides, also where a clock went back between two messages.
struct FeedPlace {
  long long seq = 0;
  Time order_at{};
  std::string order_id;  // empty: below every order of that time

  bool operator==(const FeedPlace&) const = default;
};

using FeedItem = std::variant<Message, Order>;

// A page of a feed in rising order, and the border below it.
struct FeedPage {
  std::vector<FeedItem> items;
  FeedPlace before;
  bool has_more = false;
};

// The newest `limit` of what lies below `place`. `messages` and `orders` are the newest below it,
// in rising order, each with one more than `limit` where there are so many. At one and the same
// time an order stands above (before) a message: it was there already when somebody wrote about it.
FeedPage merge_feed(std::vector<Message> messages, std::vector<Order> orders, FeedPlace place,
                    std::size_t limit);

}  // namespace chalkline::rules
