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

  // The session and the person outlive it.
  IndexReader(storage::Session& session, const std::string& person,
              std::vector<rules::SearchLookup> lookups);

  // The threads to walk through: all of the person's; or, where the index keeps all of them under
  // the person and knows every message, those where it finds something, up to there.
  std::vector<rules::SearchThread> load_threads();

  // What every lookup finds in each block of these threads, which is asked for once. A block in
  // which one finds nothing is not looked up further.
  Postings load(const std::vector<rules::SearchBlock>& blocks);

 private:
  void read_all_own();
  void read_own(long long asked);
  Postings load_first(const std::vector<rules::SearchBlock>& blocks);
  void narrow(Postings& found);
  Postings load_next(const std::vector<rules::SearchBlock>& blocks,
                     const rules::SearchLookup& lookup);
  long long count_blocks(const std::map<long long, long long>& owned) const;

  storage::Session& session_;
  const std::string& person_;
  std::vector<rules::SearchLookup> lookups_;
  std::vector<rules::SearchThread> threads_;
  // What is kept under the person: how far each thread is known, and what the first lookup finds,
  // or where that is all there is, what every lookup does.
  bool has_looked_ = false;
  bool is_all_own_ = false;
  std::map<long long, long long> own_threads_;
  Postings own_;
};

}  // namespace chalkline::app
