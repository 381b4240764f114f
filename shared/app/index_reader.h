#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/search_terms.h"
#include "rules/search_walk.h"
#include "storage/search.h"

namespace chalkline::app {

// What the index has of a person's threads, for one search. Where many blocks are asked for, all
// that is kept under the person is read in one go: a row behind another costs a fraction of a look.
class IndexReader {
 public:
  using Postings = std::map<rules::SearchBlock, rules::SearchFinds>;

  // Where one lookup is all there is, no more than a slice of a block is read at first. The session
  // and the person outlive the reader.
  IndexReader(storage::Session& session, const std::string& person,
              std::vector<rules::SearchLookup> lookups, const rules::SearchSlice& slice);

  // The threads to walk through: all of the person's; or, where the index keeps all of them under
  // the person and knows every message, those where it finds something, up to there.
  std::vector<rules::SearchThread> load_threads();

  // What every lookup finds in each block of these threads. One that was cut is whole when asked
  // for again, any other is asked for once. A block in which one lookup finds nothing is not looked
  // up further.
  Postings load(const std::vector<rules::SearchBlock>& blocks);

 private:
  void take_all_own(std::vector<storage::SearchPostings>&& found);
  void read_own(long long asked);
  Postings load_first(const std::vector<rules::SearchBlock>& blocks);
  void look_up(const std::vector<rules::SearchBlock>& blocks, const rules::SearchSlice& slice,
               Postings& found);
  void narrow(Postings& found);
  Postings load_next(const std::vector<rules::SearchBlock>& blocks,
                     const rules::SearchLookup& lookup);
  long long count_blocks(const std::map<long long, long long>& owned) const;

  storage::Session& session_;
  const std::string& person_;
  std::vector<rules::SearchLookup> lookups_;
  rules::SearchSlice slice_;
  std::vector<rules::SearchThread> threads_;
  std::set<rules::SearchBlock> cut_;
  // What is kept under the person: how far each thread is known, and what the first lookup finds,
  // or where that is all there is, what every lookup does.
  bool has_looked_ = false;
  bool is_all_own_ = false;
  std::map<long long, long long> own_threads_;
  Postings own_;
};

}  // namespace chalkline::app
