#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/feed.h"

namespace chalkline {

// Above everything that a feed can hold.
rules::FeedPlace newest_feed_place();

// A border in a feed as the opaque text that clients bring back.
std::string feed_cursor_of(const rules::FeedPlace& place);
std::optional<rules::FeedPlace> feed_place_from(std::string_view cursor);

// Whether the platform could name an order so: 1–64 visible ASCII characters. Nothing else is asked
// of the database, whose column holds no other.
bool is_order_id(std::string_view text);

}  // namespace chalkline
