#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cards.h"
#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/receipts.h"
#include "storage/messages.h"

namespace chalkline::app {

// A page of a thread: the messages before or after a seq, or the newest.
struct PageQuery {
  std::optional<long long> before;
  std::optional<long long> after;
  int limit = 50;
};
// Reads before, after and limit (1–100), and notes what is wrong with them.
PageQuery parse_page_fields(http::QueryFields& fields);

// A page with the marks that tell when its messages were read, and what its cards show.
struct Page {
  storage::MessagePage messages;
  std::vector<rules::ReadMark> marks;
  Cards cards = {};
};
// None where the thread is not there or not `person`'s.
std::optional<Page> load_page(const Context& context, storage::Session& session,
                              const std::string& person, long long thread, const PageQuery& query,
                              rules::Time now);

// {items: [Message], hasMore}: ascending by seq; hasMore in the direction asked for.
http::Response page_response(const Context& context, const std::string& person, const Page& page,
                             const PageQuery& query);

}  // namespace chalkline::app
