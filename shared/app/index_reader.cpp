#include "app/index_reader.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "storage/search.h"

namespace chalkline::app {
namespace {

using rules::SearchBlock;

// Of somebody with more messages a word that is in most of them is found sooner in newer threads
// first than by reading all that is kept of it.
constexpr long long most_own_messages = 200'000;
// So many blocks are looked for one by one rather than all that is kept under the person.
constexpr std::size_t few = 32;

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

// What a further lookup has of blocks that are kept under the person, those at least.
IndexReader::Postings load_own(storage::Session& session, const std::string& person,
                               const std::vector<SearchBlock>& blocks,
                               const rules::SearchLookup& lookup) {
  return by_block(blocks.size() > few ? storage::load_owned_postings(session, person, lookup)
                                      : storage::load_search_postings(session, blocks, lookup));
}

// Leaves of what the first lookup finds what all of them do; `load_next` asks for what the next one
// finds in blocks.
template <class LoadNext>
void narrow(IndexReader::Postings& found, const std::vector<rules::SearchLookup>& lookups,
            LoadNext&& load_next) {
  for (std::size_t i = 1; i < lookups.size(); ++i) {
    std::vector<SearchBlock> blocks;
    for (const auto& [block, finds] : found) {
      if (!finds.postings.empty()) blocks.push_back(block);
    }
    if (blocks.empty()) return;
    auto next = load_next(blocks, lookups[i]);
    for (const auto& block : blocks) keep_common(found[block], next[block]);
  }
}

}  // namespace

IndexReader::IndexReader(storage::Session& session, const std::string& person,
                         std::vector<rules::SearchLookup> lookups, const rules::SearchSlice& slice)
    : session_(session), person_(person), lookups_(std::move(lookups)) {
  if (lookups_.size() == 1) slice_ = slice;
}

std::vector<rules::SearchThread> IndexReader::load_threads() {
  const auto& first = lookups_.front();
  auto index = storage::load_own_index(session_, person_, first, slice_, most_own_messages);
  if (index.messages == 0 || index.messages > most_own_messages) {
    return storage::load_search_threads(session_, person_);
  }
  if (index.is_whole) return take_own(std::move(index.postings), {});
  const auto open = storage::load_open_threads(session_, person_);
  // What has been indexed since the postings were read is in none of the open threads any more.
  const bool is_late = open.changes != index.changes;
  return take_own(is_late ? storage::load_owned_postings(session_, person_, first, slice_)
                          : std::move(index.postings),
                  open.threads);
}

std::vector<rules::SearchThread> IndexReader::take_own(
    std::vector<storage::SearchPostings>&& found, const std::vector<storage::OpenThread>& open) {
  own_ = by_block(std::move(found));
  narrow(own_, lookups_, [&](const auto& blocks, const auto& lookup) {
    return load_own(session_, person_, blocks, lookup);
  });
  auto threads = threads_of_own(open);
  for (const auto& thread : threads) own_threads_.emplace(thread.thread_id, thread.last_seq);
  for (const auto& [thread, own_upto] : open) {
    own_threads_.erase(thread.thread_id);
    if (own_upto) own_threads_.emplace(thread.thread_id, *own_upto);
  }
  return threads;
}

std::vector<rules::SearchThread> IndexReader::threads_of_own(
    const std::vector<storage::OpenThread>& open) {
  auto ends = ends_of(own_);
  if (!ends) return storage::load_search_threads(session_, person_);
  std::set<long long> open_ids;
  for (const auto& each : open) open_ids.insert(each.thread.thread_id);
  std::erase_if(*ends, [&](const auto& end) { return open_ids.contains(end.thread_id); });
  for (const auto& each : open) ends->push_back(each.thread);
  return std::move(*ends);
}

IndexReader::Postings IndexReader::load(const std::vector<SearchBlock>& blocks) {
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
  for (const auto& [block, finds] : found) {
    if (finds.is_cut) cut_.insert(block);
  }
  return found;
}

void IndexReader::look_up(const std::vector<SearchBlock>& blocks, const rules::SearchSlice& slice,
                          Postings& found) {
  if (blocks.empty()) return;
  auto looked_up =
      by_block(storage::load_search_postings(session_, blocks, lookups_.front(), slice));
  narrow(looked_up, lookups_, [&](const auto& left, const auto& lookup) {
    return by_block(storage::load_search_postings(session_, left, lookup));
  });
  found.merge(std::move(looked_up));
}

}  // namespace chalkline::app
