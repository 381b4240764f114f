#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/search_terms.h"
#include "rules/search_walk.h"
#include "storage/search.h"

namespace chalkline::app {

// What the index has of a person's threads, for one search. All that is kept under the person is
// read in one go, as a row behind another costs a fraction of a look; the rest is looked up.
class IndexReader {
 public:
  using Postings = std::map<rules::SearchBlock, rules::SearchFinds>;

  // Where one lookup is all there is, no more than a slice of a block is read at first. The session
  // and the person outlive the reader.
  IndexReader(storage::Session& session, const std::string& person,
              std::vector<rules::SearchLookup> lookups, const rules::SearchSlice& slice);

  // The threads to walk through: all of the person's, but of those that the index has whole under
  // the person only the ones where it finds something, and up to there.
  std::vector<rules::SearchThread> load_threads();

  // What every lookup finds in each block of these threads; one that was cut is whole when asked
  // for again. A block in which one lookup finds nothing is not looked up further.
  Postings load(const std::vector<rules::SearchBlock>& blocks);

 private:
  std::vector<rules::SearchThread> take_own(std::vector<storage::SearchPostings>&& found,
                                            const std::vector<storage::OpenThread>& open);
  std::vector<rules::SearchThread> threads_of_own(const std::vector<storage::OpenThread>& open);
  void look_up(const std::vector<rules::SearchBlock>& blocks, const rules::SearchSlice& slice,
               Postings& found);

  storage::Session& session_;
  const std::string& person_;
  std::vector<rules::SearchLookup> lookups_;
  rules::SearchSlice slice_;
  std::set<rules::SearchBlock> cut_;
  // What is kept under the person: how far each thread is known, and what every lookup finds.
  std::map<long long, long long> own_threads_;
  Postings own_;
};

}  // namespace chalkline::app
