#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/feed.h"
#include "storage/database.h"

namespace chalkline::storage {

// A thread as the feed needs it.
struct FeedThread {
  std::string other_id;
  std::optional<rules::Triple> triple;  // of a parent thread
  long long last_seq = 0;
  bool receipts_hidden = false;  // one of the two hides theirs
  bool reads_along = false;      // the person is a parent, and none of the two
};
// None where the thread is not there or not `person`'s.
std::optional<FeedThread> load_feed_thread(Session& session, const std::string& person,
                                           long long thread);

// What a page of a feed may show.
struct FeedRange {
  long long thread_id = 0;
  rules::Pair pair;
  rules::FeedPlace below;
  int messages = 0;  // at most so many, the newest
  int orders = 0;    // likewise
};
struct FeedRows {
  std::vector<rules::Message> messages;  // in rising order of seq
  std::vector<rules::Order> orders;      // in rising order of (at, id)
};
// Whose thread it is has been looked at.
FeedRows load_feed(Session& session, const FeedRange& range);

// An order of `person`'s, on either side; none where it is not there or somebody else's.
std::optional<rules::Order> load_order(Session& session, const std::string& person,
                                       const std::string& id);

}  // namespace chalkline::storage
