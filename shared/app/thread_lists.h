#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "http/fields.h"
#include "rules/time.h"
#include "storage/threads.h"

namespace chalkline::app {

// A page of a person's threads: pinned, then unread, then most recent.
struct ThreadListQuery {
  storage::Show show = storage::Show::all;
  std::optional<storage::InboxPlace> after;
  int limit = 20;
};
// Reads limit (1–100) and cursor, and notes what is wrong with them.
ThreadListQuery parse_thread_list(http::QueryFields& fields);

struct ThreadList {
  std::vector<storage::ThreadRow> rows;
  std::optional<std::string> next_cursor;
};
ThreadList load_thread_list(Context& context, storage::Session& session, const std::string& person,
                            const ThreadListQuery& query, rules::Time now);

// A place in such a list as the opaque text that clients bring back.
std::string cursor_of(const storage::ThreadRow& last);
std::optional<storage::InboxPlace> place_from(std::string_view cursor);

}  // namespace chalkline::app
