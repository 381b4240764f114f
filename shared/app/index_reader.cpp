#include "app/index_reader.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "storage/search.h"

namespace chalkline::app {
namespace {

using rules::SearchBlock;

// So many blocks are looked for one by one, and more as long as all there are were many more.
constexpr std::size_t few = 32;
constexpr long long worth = 8;
// Of somebody with more messages a word that is in most of them is found sooner in newer threads
// first than by reading all that is kept of it.
constexpr long long most_own_messages = 40'000;

// What both find; of what the index does not know both ways, nothing.
void keep_common(rules::SearchFinds& finds, const rules::SearchFinds& next) {
  std::vector<rules::Posting> kept;
  std::ranges::set_intersection(finds.postings, next.postings, std::back_inserter(kept), {},
                                &rules::Posting::place, &rules::Posting::place);
  finds.postings = std::move(kept);
  finds.indexed_upto = std::min(finds.indexed_upto, next.indexed_upto);
}

IndexReader::Postings by_block(std::vector<storage::SearchPostings>&& found) {
  IndexReader::Postings postings;
  for (auto& [block, finds] : found) {
    postings.emplace_hint(postings.end(), block, std::move(finds));
  }
  return postings;
}

// The threads in which something is found, up to there; nothing where the index does not know when
// that was.
std::optional<std::vector<rules::SearchThread>> ends_of(const IndexReader::Postings& found) {
  std::vector<rules::SearchThread> threads;
  for (const auto& [block, finds] : found) {
    if (finds.postings.empty()) continue;
    const auto& [place, at] = finds.postings.back();
    if (!at) return std::nullopt;
    const bool is_same = !threads.empty() && threads.back().thread_id == block.thread_id;
    if (is_same) threads.pop_back();
    threads.push_back({block.thread_id, *at, rules::seq_at(block, place)});
  }
  return threads;
}

}  // namespace

IndexReader::IndexReader(storage::Session& session, const std::string& person,
                         std::vector<rules::SearchLookup> lookups, const rules::SearchSlice& slice)
    : session_(session), person_(person), lookups_(std::move(lookups)) {
  if (lookups_.size() == 1) slice_ = slice;
}

std::vector<rules::SearchThread> IndexReader::load_threads() {
  auto own =
      storage::load_whole_index(session_, person_, lookups_.front(), slice_, most_own_messages);
  if (own) {
    take_all_own(std::move(*own));
  } else {
    threads_ = storage::load_search_threads(session_, person_);
  }
  return threads_;
}

void IndexReader::take_all_own(std::vector<storage::SearchPostings>&& found) {
  has_looked_ = true;
  is_all_own_ = true;
  own_ = by_block(std::move(found));
  narrow(own_);
  auto ends = ends_of(own_);
  threads_ = ends ? std::move(*ends) : storage::load_search_threads(session_, person_);
  for (const auto& thread : threads_) own_threads_.emplace(thread.thread_id, thread.last_seq);
}

IndexReader::Postings IndexReader::load(const std::vector<SearchBlock>& blocks) {
  auto found = load_first(blocks);
  if (!is_all_own_) narrow(found);
  for (const auto& [block, finds] : found) {
    if (finds.is_cut) cut_.insert(block);
  }
  return found;
}

// Leaves of what the first lookup finds what all of them do.
void IndexReader::narrow(Postings& found) {
  for (std::size_t i = 1; i < lookups_.size(); ++i) {
    std::vector<SearchBlock> blocks;
    for (const auto& [block, finds] : found) {
      if (!finds.postings.empty()) blocks.push_back(block);
    }
    if (blocks.empty()) return;
    auto next = load_next(blocks, lookups_[i]);
    for (const auto& block : blocks) keep_common(found[block], next[block]);
  }
}

IndexReader::Postings IndexReader::load_next(const std::vector<SearchBlock>& blocks,
                                             const rules::SearchLookup& lookup) {
  const bool many = is_all_own_ && blocks.size() > few;
  return by_block(many ? storage::load_owned_postings(session_, person_, lookup)
                       : storage::load_search_postings(session_, blocks, lookup));
}

IndexReader::Postings IndexReader::load_first(const std::vector<SearchBlock>& blocks) {
  if (blocks.size() > few && !has_looked_) read_own(static_cast<long long>(blocks.size()));
  Postings found;
  std::vector<SearchBlock> others;
  std::vector<SearchBlock> wholes;
  for (const auto& block : blocks) {
    const auto upto = own_threads_.find(block.thread_id);
    if (cut_.contains(block)) {
      wholes.push_back(block);
    } else if (upto == own_threads_.end()) {
      others.push_back(block);
    } else {
      found[block] = own_[block];
      found[block].indexed_upto = upto->second;
    }
  }
  look_up(others, slice_, found);
  look_up(wholes, {}, found);
  return found;
}

void IndexReader::look_up(const std::vector<SearchBlock>& blocks, const rules::SearchSlice& slice,
                          Postings& found) {
  if (blocks.empty()) return;
  found.merge(by_block(storage::load_search_postings(session_, blocks, lookups_.front(), slice)));
}

void IndexReader::read_own(long long asked) {
  has_looked_ = true;
  auto threads = storage::load_owned_threads(session_, person_);
  if (threads.empty() || count_blocks(threads) > worth * asked) return;
  own_ = by_block(storage::load_owned_postings(session_, person_, lookups_.front(), slice_));
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
