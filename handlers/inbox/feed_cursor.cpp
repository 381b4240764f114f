#include "feed_cursor.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "http/fields.h"
#include "http/token.h"

namespace chalkline {
namespace {

constexpr long long year_9999 = 253'402'300'799'999;

// The whole number, without sign, that ends at the next '.', which goes with it.
std::optional<long long> take_number(std::string_view& text, long long most) {
  long long number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end == text.data() + text.size() || *end != '.') return std::nullopt;
  if (number < 0 || number > most) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

}  // namespace

rules::FeedPlace newest_feed_place() {
  return {.seq = http::max_integer, .order_at = rules::Time(std::chrono::milliseconds(year_9999))};
}

// "seq.milliseconds.order", the last of which may be empty.
std::string feed_cursor_of(const rules::FeedPlace& place) {
  return http::base64url(std::to_string(place.seq) + "." +
                         std::to_string(place.order_at.time_since_epoch().count()) + "." +
                         place.order_id);
}

std::optional<rules::FeedPlace> feed_place_from(std::string_view cursor) {
  const auto text = http::from_base64url(cursor);
  if (!text) return std::nullopt;
  std::string_view rest(*text);
  const auto seq = take_number(rest, http::max_integer);
  const auto order_at = seq ? take_number(rest, year_9999) : std::nullopt;
  if (!order_at || (!rest.empty() && !is_order_id(rest))) return std::nullopt;
  return rules::FeedPlace{.seq = *seq,
                          .order_at = rules::Time(std::chrono::milliseconds(*order_at)),
                          .order_id = std::string(rest)};
}

bool is_order_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace chalkline
