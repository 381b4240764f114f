#include "rules/feed.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;

Time at(int milliseconds) { return Time(std::chrono::milliseconds(milliseconds)); }

std::vector<Message> messages_at(const std::vector<int>& times) {
  std::vector<Message> messages;
  for (const int time : times) {
    messages.push_back({.seq = static_cast<long long>(messages.size()) + 1, .at = at(time)});
  }
  return messages;
}

// Named a, b, c … in the order given.
std::vector<Order> orders_at(const std::vector<int>& times) {
  std::vector<Order> orders;
  for (const int time : times) {
    orders.push_back(
        {.id = std::string(1, static_cast<char>('a' + orders.size())), .at = at(time)});
  }
  return orders;
}

std::string names(const FeedPage& page) {
  std::string line;
  for (const auto& item : page.items) {
    const auto* const message = std::get_if<Message>(&item);
    line += message != nullptr ? std::to_string(message->seq) : std::get<Order>(item).id;
  }
  return line;
}

const FeedPlace top{.seq = 1'000'000, .order_at = at(1'000'000)};

// What storage gives for a border: the newest of what lies below it.
FeedPage page_below(const std::vector<Message>& messages, const std::vector<Order>& orders,
                    const FeedPlace& place, std::size_t limit) {
  std::vector<Message> some;
  for (const auto& message : messages) {
    if (message.seq < place.seq) some.push_back(message);
  }
  std::vector<Order> others;
  for (const auto& order : orders) {
    if (std::tie(order.at, order.id) < std::tie(place.order_at, place.order_id)) {
      others.push_back(order);
    }
  }
  const auto newest = [&](auto& all) {
    if (all.size() > limit + 1) all.erase(all.begin(), all.end() - static_cast<long>(limit) - 1);
  };
  newest(some);
  newest(others);
  return merge_feed(std::move(some), std::move(others), place, limit);
}

BOOST_AUTO_TEST_SUITE(feed)

BOOST_AUTO_TEST_CASE(merging, *description("S4-02, S4-14: messages and orders in order of time")) {
  const struct {
    std::vector<int> messages;
    std::vector<int> orders;
    std::size_t limit;
    std::string items;
    bool more;
  } rows[] = {
      {{}, {}, 3, "", false},
      {{10, 20, 30}, {}, 3, "123", false},
      {{}, {10, 20, 30}, 3, "abc", false},
      {{10, 20, 30}, {}, 2, "23", true},
      {{}, {10, 20, 30}, 2, "bc", true},
      {{10, 30}, {20, 40}, 4, "1a2b", false},
      {{10, 30}, {20, 40}, 3, "a2b", true},
      {{10, 30}, {20, 40}, 1, "b", true},
      {{20, 20}, {20, 20}, 4, "ab12", false},
      {{20, 20}, {20, 20}, 3, "b12", true},
      // A clock that went back moves no message before another.
      {{30, 10}, {20}, 3, "12a", false},
      {{30, 10, 40}, {20}, 4, "12a3", false},
  };
  for (const auto& row : rows) {
    const auto page = merge_feed(messages_at(row.messages), orders_at(row.orders), top, row.limit);
    BOOST_TEST(names(page) == row.items);
    BOOST_TEST(page.has_more == row.more, row.items);
  }
}

BOOST_AUTO_TEST_CASE(border, *description("S4-14: the border lies below the page")) {
  const auto page = merge_feed(messages_at({10, 30}), orders_at({20, 40}), top, 2);
  BOOST_TEST(names(page) == "2b");
  BOOST_TEST((page.before == FeedPlace{.seq = 2, .order_at = at(31)}));
  const auto message_last = merge_feed(messages_at({10, 30}), orders_at({20}), top, 1);
  BOOST_TEST(names(message_last) == "2");
  BOOST_TEST((message_last.before == FeedPlace{.seq = 2, .order_at = at(31)}));
  const auto none = merge_feed({}, {}, top, 2);
  BOOST_TEST((none.before == top));
}

RC_BOOST_PROP(pages_hold_every_item_once, ()) {
  const auto limit = static_cast<std::size_t>(*gen::inRange(1, 6));
  auto times = *gen::container<std::vector<int>>(gen::inRange(0, 12));
  std::ranges::sort(times);
  auto messages = messages_at(times);
  auto orders = orders_at(*gen::container<std::vector<int>>(gen::inRange(0, 12)));
  orders.resize(std::min<std::size_t>(orders.size(), 26));
  std::ranges::sort(orders, {}, [](const auto& one) { return std::tie(one.at, one.id); });
  const auto whole = names(merge_feed(messages, orders, top, 1000));
  std::string read;
  FeedPlace place = top;
  place.seq = static_cast<long long>(messages.size()) + 1;
  for (bool more = true; more;) {
    const auto page = page_below(messages, orders, place, limit);
    read = names(page) + read;
    more = page.has_more;
    RC_ASSERT(!more || page.items.size() == limit);
    place = page.before;
    // What comes in meanwhile changes nothing below the border.
    messages.push_back({.seq = static_cast<long long>(messages.size()) + 1, .at = at(50)});
    orders.push_back({.id = "z" + std::to_string(orders.size()), .at = at(60)});
  }
  RC_ASSERT(read == whole);
}

// Clocks of two machines disagree: messages keep the order of their seq, and nothing is lost.
RC_BOOST_PROP(pages_hold_every_item_once_whatever_the_clocks, ()) {
  const auto limit = static_cast<std::size_t>(*gen::inRange(1, 4));
  const auto messages = messages_at(*gen::container<std::vector<int>>(gen::inRange(0, 5)));
  const auto orders = orders_at({0, 2, 4});
  std::string read;
  FeedPlace place = top;
  for (bool more = true; more;) {
    const auto page = page_below(messages, orders, place, limit);
    read = names(page) + read;
    more = page.has_more;
    place = page.before;
  }
  RC_ASSERT(read == names(merge_feed(messages, orders, top, 1000)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
