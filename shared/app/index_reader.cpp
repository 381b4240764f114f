#include "app/index_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "storage/search.h"

namespace chalkline::app {
namespace {

using rules::SearchBlock;

// So many blocks are looked for one by one, and more as long as all there are were many more.
constexpr std::size_t few = 32;
constexpr long long worth = 8;

// What both find; of what the index does not know both ways, nothing.
void keep_common(rules::SearchFinds& finds, const rules::SearchFinds& next) {
  std::vector<long long> kept;
  std::ranges::set_intersection(finds.seqs, next.seqs, std::back_inserter(kept));
  finds.seqs = std::move(kept);
  finds.indexed_upto = std::min(finds.indexed_upto, next.indexed_upto);
}

IndexReader::Postings by_block(std::vector<storage::SearchPostings>&& found) {
  IndexReader::Postings postings;
  for (auto& [block, finds] : found) postings.emplace(block, std::move(finds));
  return postings;
}

}  // namespace

IndexReader::IndexReader(storage::Session& session, const std::string& person,
                         const std::vector<rules::SearchThread>& threads,
                         std::vector<rules::SearchLookup> lookups)
    : session_(session), person_(person), threads_(threads), lookups_(std::move(lookups)) {}

IndexReader::Postings IndexReader::load(std::vector<SearchBlock> blocks) {
  auto common = load_first(blocks);
  for (std::size_t i = 1; i < lookups_.size(); ++i) {
    std::erase_if(blocks, [&](const SearchBlock& block) { return common[block].seqs.empty(); });
    if (blocks.empty()) break;
    for (const auto& [block, finds] :
         storage::load_search_postings(session_, blocks, lookups_[i])) {
      keep_common(common[block], finds);
    }
  }
  return common;
}

IndexReader::Postings IndexReader::load_first(const std::vector<SearchBlock>& blocks) {
  if (blocks.size() > few) read_own(static_cast<long long>(blocks.size()));
  Postings found;
  std::vector<SearchBlock> others;
  for (const auto& block : blocks) {
    const auto upto = own_threads_.find(block.thread_id);
    if (upto == own_threads_.end()) {
      others.push_back(block);
    } else {
      found[block] = std::move(own_[block]);
      found[block].indexed_upto = upto->second;
    }
  }
  if (others.empty()) return found;
  found.merge(by_block(storage::load_search_postings(session_, others, lookups_.front())));
  return found;
}

void IndexReader::read_own(long long asked) {
  if (has_looked_) return;
  has_looked_ = true;
  auto threads = storage::load_owned_threads(session_, person_);
  if (threads.empty() || count_blocks(threads) > worth * asked) return;
  own_ = by_block(storage::load_owned_postings(session_, person_, lookups_.front()));
  own_threads_ = std::move(threads);
}

long long IndexReader::count_blocks(const std::map<long long, long long>& owned) const {
  long long count = 0;
  for (const auto& thread : threads_) {
    if (owned.contains(thread.thread_id)) count += thread.last_seq / rules::search_block + 1;
  }
  return count;
}

}  // namespace chalkline::app
