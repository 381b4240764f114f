#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/search_terms.h"
#include "rules/search_walk.h"
#include "storage/search.h"

namespace chalkline::app {

// Results of a search, newest first, and where the next page begins; none at the end. A page may be
// short, even empty, and still lead on: then this much was looked at.
struct SearchPage {
  std::vector<storage::SearchResult> results;
  std::vector<rules::Snippet> snippets;  // of each result
  std::optional<rules::SearchPlace> before;
};

// Among the messages of all threads that `person` is a member of, those that match and are not
// removed. What the index proposes is held against the text as it is now.
SearchPage search_messages(storage::Session& session, const std::string& person,
                           const rules::SearchWords& words,
                           const std::optional<rules::SearchPlace>& before, std::size_t limit);

// Indexes the next messages of a thread, a few hundred at most. To be run in a transaction, and
// again while there may be more. Several may work at once, on one thread one after the other.
struct IndexedPiece {
  std::size_t messages = 0;
  bool may_have_more = false;
};
IndexedPiece index_thread(storage::Session& session, long long thread);

}  // namespace chalkline::app
