#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/search_terms.h"
#include "rules/search_walk.h"
#include "storage/database.h"

namespace chalkline::app {

// What the index has of a person's threads, for one search. Where many blocks are asked for, all
// that is kept under the person is read in one go: a row behind another costs a fraction of a look.
class IndexReader {
 public:
  using Postings = std::map<rules::SearchBlock, rules::SearchFinds>;

  // `threads` are all of the person's, and outlive it, as the others do.
  IndexReader(storage::Session& session, const std::string& person,
              const std::vector<rules::SearchThread>& threads,
              std::vector<rules::SearchLookup> lookups);

  // What every lookup finds in each block, which is asked for once. A block in which one finds
  // nothing is not looked up further.
  Postings load(std::vector<rules::SearchBlock> blocks);

 private:
  Postings load_first(const std::vector<rules::SearchBlock>& blocks);
  void read_own(long long asked);
  long long count_blocks(const std::map<long long, long long>& owned) const;

  storage::Session& session_;
  const std::string& person_;
  const std::vector<rules::SearchThread>& threads_;
  std::vector<rules::SearchLookup> lookups_;
  bool has_looked_ = false;
  // What is kept under the person: how far each thread is known, and what the first lookup finds.
  std::map<long long, long long> own_threads_;
  Postings own_;
};

}  // namespace chalkline::app
