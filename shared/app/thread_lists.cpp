#include "app/thread_lists.h"

#include <array>
#include <charconv>
#include <chrono>

#include "app/threads.h"
#include "http/token.h"

namespace chalkline::app {
namespace {

// "pinned.has_unread.milliseconds.thread", four whole numbers.
std::optional<std::array<long long, 4>> four_numbers(std::string_view text) {
  std::array<long long, 4> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
    const auto [next, fault] = std::from_chars(at, end, numbers.at(i));
    if (fault != std::errc() || numbers.at(i) < 0) return std::nullopt;
    at = next;
  }
  return at == end ? std::optional(numbers) : std::nullopt;
}

}  // namespace

ThreadListQuery parse_thread_list(http::QueryFields& fields) {
  ThreadListQuery query;
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(20));
  if (const auto cursor = fields.text("cursor")) {
    query.after = place_from(*cursor);
    if (!query.after) fields.error("cursor", "malformed", "Must be a nextCursor of this list.");
  }
  return query;
}

// One row more than asked for tells whether there is a next page.
ThreadList load_thread_list(Context& context, storage::Session& session, const std::string& person,
                            const ThreadListQuery& query, rules::Time now) {
  ThreadList list;
  list.rows = storage::load_inbox(session, person, query.show, query.after, query.limit + 1, now);
  add_ties(context, session, person, list.rows);
  if (list.rows.size() <= static_cast<std::size_t>(query.limit)) return list;
  list.rows.pop_back();
  list.next_cursor = cursor_of(list.rows.back());
  return list;
}

std::string cursor_of(const storage::ThreadRow& last) {
  const auto& mine = last.mine;
  const bool has_unread = mine.unread > 0 || mine.marked_unread;
  return http::base64url(std::string(mine.pinned ? "1" : "0") + (has_unread ? ".1." : ".0.") +
                         std::to_string(mine.last_activity_at.time_since_epoch().count()) + "." +
                         std::to_string(mine.thread_id));
}

std::optional<storage::InboxPlace> place_from(std::string_view cursor) {
  constexpr long long year_9999 = 253'402'300'799'999;
  const auto text = http::from_base64url(cursor);
  const auto numbers = text ? four_numbers(*text) : std::nullopt;
  if (!numbers) return std::nullopt;
  const auto [pinned, has_unread, last_at, thread] = *numbers;
  if (pinned > 1 || has_unread > 1 || last_at > year_9999) return std::nullopt;
  return storage::InboxPlace{.pinned = pinned == 1,
                             .has_unread = has_unread == 1,
                             .last_at = rules::Time(std::chrono::milliseconds(last_at)),
                             .thread_id = thread};
}

}  // namespace chalkline::app
