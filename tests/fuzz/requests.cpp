#include <array>
#include <stdexcept>
#include <string>

#include <boost/json.hpp>

#include "app/thread_lists.h"
#include "feed.h"
#include "feed_cursor.h"
#include "fuzz/targets.h"
#include "http/fields.h"
#include "http/problem.h"
#include "inbox.h"
#include "messages.h"
#include "read_receipts.h"
#include "rules/text.h"
#include "search.h"
#include "send.h"
#include "threads.h"

namespace chalkline::fuzz {
namespace {

// A refusal must itself be an answer that every client can read.
void check_errors(const http::Request& request, const http::BadInput& errors) {
  promise(!errors.empty(), "a refusal names what is wrong");
  for (const auto& error : errors) promise(!error.code.empty(), "every error has a code");
  const auto response = http::bad_input(request, errors);
  promise(http::is_utf8(response.body), "a problem document is UTF-8");
  boost::json::parse(response.body);
}

template <class Draft, class Check>
void check(const http::Request& request, const http::Parsed<Draft>& parsed, Check&& good) {
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    check_errors(request, *errors);
  } else {
    good(std::get<Draft>(parsed));
  }
}

bool is_clean(const std::string& text) {
  return http::is_utf8(text) && !http::has_control_character(text);
}

bool is_short(const std::string& text) {
  return is_clean(text) && !text.empty() && rules::character_count(text) <= 64;
}

void check_send(const http::Request& request) {
  check(request, parse_send(request), [](const SendDraft& draft) {
    promise(is_clean(draft.text), "a text is UTF-8 without control characters");
    promise(is_short(draft.client_id), "a clientId has 1 to 64 characters");
    promise(draft.to.has_value() != draft.thread_id.has_value(), "exactly one target");
    promise(!draft.to || is_short(*draft.to), "a person id is short");
  });
}

void check_read(const http::Request& request) {
  check(request, parse_read(request), [](const ReadDraft& draft) {
    promise(draft.upto >= 0 && draft.upto <= http::max_integer, "upTo is in its range");
    promise(draft.thread_id >= 0, "a thread's id is none or positive");
  });
}

void check_keeping(const http::Request& request) {
  check(request, parse_keeping(request), [](const rules::Keeping& change) {
    if (!change.snoozed_until || !*change.snoozed_until) return;
    const auto text = http::time_text(**change.snoozed_until);
    promise(http::parse_time(text) == *change.snoozed_until, "a time comes back");
  });
}

}  // namespace

void promise(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

void body(std::string_view bytes) {
  if (bytes.empty()) return;
  http::Request request;
  request.body = bytes.substr(1);
  const std::array checks = {check_send, check_read, check_keeping};
  checks.at(static_cast<unsigned char>(bytes.front()) % checks.size())(request);
}

void query(std::string_view bytes) {
  if (bytes.empty()) return;
  http::Request request;
  request.query = bytes.substr(1);
  switch (static_cast<unsigned char>(bytes.front()) % 8) {
    case 0:
      return check(request, parse_inbox(request), [](const app::ThreadListQuery& inbox) {
        promise(inbox.limit >= 1 && inbox.limit <= 100, "limit is in its range");
      });
    case 1:
      return check(request, parse_page(request), [](const app::PageQuery& page) {
        promise(page.limit >= 1 && page.limit <= 100, "limit is in its range");
        promise(!page.before || *page.before >= 1, "before is a seq");
        promise(!page.after || *page.after >= 0, "after is a seq or 0");
        promise(!page.before || !page.after, "before or after");
      });
    case 3:
      return check(request, parse_feed(request), [](const FeedQuery& feed) {
        promise(feed.limit >= 1 && feed.limit <= 100, "limit is in its range");
      });
    case 4:
      return check(request, parse_search(request), [](const SearchQuery& search) {
        promise(search.limit >= 1 && search.limit <= 100, "limit is in its range");
        promise(!search.words.empty() && search.words.size() <= rules::max_search_words,
                "1 to 8 words");
        promise(!rules::search_lookups(search.words).empty(), "there is where to look");
      });
    default:
      return check(request, parse_receipts(request), [](const ReceiptsQuery& receipts) {
        promise(receipts.from >= 1, "from is a seq");
      });
  }
}

void feed_cursor(std::string_view bytes) {
  const auto place = feed_place_from(bytes);
  if (!place) return;
  promise(place->seq >= 0 && place->seq <= http::max_integer, "a seq is in its range");
  promise(place->order_id.empty() || is_order_id(place->order_id), "an order's id, or none");
  promise(feed_place_from(feed_cursor_of(*place)) == place, "a place comes back from its cursor");
}

void search_cursor(std::string_view bytes) {
  const auto place = search_place_from(bytes);
  if (!place) return;
  promise(place->thread_id >= 0 && place->seq >= 0, "no number is negative");
  promise(search_place_from(search_cursor_of(*place)) == place, "a place comes back");
}

void cursor(std::string_view bytes) {
  const auto place = app::place_from(bytes);
  if (!place) return;
  storage::ThreadRow row;
  row.mine.pinned = place->pinned;
  row.mine.marked_unread = place->has_unread;
  row.mine.last_activity_at = place->last_at;
  row.mine.thread_id = place->thread_id;
  const auto again = app::place_from(app::cursor_of(row));
  promise(again && again->pinned == place->pinned && again->has_unread == place->has_unread &&
              again->last_at == place->last_at && again->thread_id == place->thread_id,
          "a place comes back from its cursor");
}

}  // namespace chalkline::fuzz
