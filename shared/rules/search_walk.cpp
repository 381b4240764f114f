#include "rules/search_walk.h"

#include <algorithm>
#include <functional>

namespace chalkline::rules {
namespace {

constexpr std::size_t most_lanes = 256;  // looked up at a time
// So many at first, which is all that most people have; then so many times more, as are the blocks
// of a lane.
constexpr std::size_t first_lanes = 32;
constexpr std::size_t growth = 16;
constexpr std::size_t most_blocks = 256;   // looked up at a time
constexpr std::size_t most_at_once = 200;  // messages likewise
constexpr std::size_t few = 8;             // candidates that are not worth a search among them

}  // namespace

// One thread on the way back in time.
struct SearchWalk::Lane {
  explicit Lane(const SearchThread& which)
      : thread(which),
        bound{which.last_at, which.thread_id, which.last_seq + 1},
        block(which.last_seq > 0 ? (which.last_seq - 1) / search_block : -1) {}

  SearchThread thread;
  std::optional<long long> indexed_upto;  // told with the first block
  SearchPlace bound;                      // what has not been looked at lies below it
  long long block;                        // the next one to be looked up; -1: none is left
  std::size_t depth = 1;                  // how many blocks are worth a look at once
  std::vector<long long> unknown;  // candidates without a time, rising: newer than all known ones
  std::vector<SearchPlace> known;  // the others, rising
  // While the newest of many unknown ones may lie above the page's beginning: the one looked at
  // now, how far the next look goes, and one that is known to lie below.
  std::optional<std::size_t> probe;
  std::size_t stride = 1;
  std::optional<std::size_t> below;

  bool has_candidates() const { return !unknown.empty() || !known.empty(); }
  bool is_live() const { return block >= 0 || has_candidates(); }

  // Everything of the lane that has not been looked at lies below this.
  SearchPlace reach() const {
    if (!unknown.empty() || known.empty()) return bound;
    auto place = known.back();
    ++place.seq;
    return std::min(place, bound);
  }

  // Everything in its blocks that have not been looked up lies below this.
  SearchPlace reach_of_blocks() const { return known.empty() ? bound : known.front(); }

  // Whether the next block holds nothing that is indexed.
  bool is_unindexed() const { return indexed_upto && block * search_block >= *indexed_upto; }

  // The unindexed messages of the block are candidates whatever the index says.
  void take_block(const SearchFinds& finds, const std::optional<SearchPlace>& before) {
    indexed_upto = finds.indexed_upto;
    const SearchBlock which{thread.thread_id, block};
    const long long first = seq_at(which, finds.is_cut ? finds.postings.front().place : 0);
    const long long last = std::min(thread.last_seq, seq_at(which, search_block - 1));
    const bool has_newer = !known.empty();
    std::vector<SearchPlace> older;
    older.reserve(finds.postings.size());
    for (const auto& [place, at] : finds.postings) {
      const auto seq = seq_at(which, place);
      if (seq > std::min(last, *indexed_upto)) break;
      if (at) {
        older.push_back({*at, thread.thread_id, seq});
      } else {
        unknown.push_back(seq);
      }
    }
    add_older(std::move(older));
    if (has_newer && !unknown.empty()) forget_times();
    if (before) known.erase(std::ranges::lower_bound(known, *before), known.end());
    for (long long seq = std::max(first, *indexed_upto + 1); seq <= last; ++seq) {
      unknown.push_back(seq);
    }
    end_below(first);
    stride = 1;
    below.reset();
  }

  void end_below(long long seq) {
    thread.last_seq = seq - 1;
    block = thread.last_seq > 0 ? (thread.last_seq - 1) / search_block : -1;
  }

  // Mostly all of them are older than what is known: within a thread time does not go back.
  void add_older(std::vector<SearchPlace>&& older) {
    if (known.empty()) {
      known = std::move(older);
    } else {
      known.insert(known.begin(), older.begin(), older.end());
    }
    if (!std::ranges::is_sorted(known)) std::ranges::sort(known);
  }

  // What is known of newer messages does not help where older ones have no time: candidates go from
  // the newest on.
  void forget_times() {
    for (const auto& place : known) unknown.push_back(place.seq);
    std::ranges::sort(unknown);
    known.clear();
  }

  long long next_probe() {
    const auto size = unknown.size();
    const auto least = below ? *below + 1 : 0;
    probe = below ? least + (size - least) / 2 : size - std::min(size, stride);
    return unknown[*probe];
  }

  // What was asked for is not there: the thread has gone.
  void end() {
    unknown.clear();
    known.clear();
    block = -1;
    probe.reset();
  }

  // Whether it lies at or above the page's beginning, `before`.
  void take_probe(const SearchPlace& place, const SearchPlace& before) {
    if (place >= before) {
      unknown.resize(*probe);
      bound = std::min(bound, place);
      stride *= 2;
    } else {
      below = probe;
    }
    probe.reset();
    if (below && *below + 1 >= unknown.size()) bound = std::min(bound, before);
  }
};

SearchWalk::SearchWalk(const std::vector<SearchThread>& threads, std::optional<SearchPlace> before,
                       std::size_t limit, std::size_t looks)
    : before_(before), limit_(limit), looks_(looks), width_(first_lanes) {
  lanes_.reserve(threads.size());
  for (const auto& thread : threads) lanes_.emplace_back(thread);
  std::ranges::sort(lanes_, {}, [](const Lane& lane) { return lane.thread.thread_id; });
}
SearchWalk::~SearchWalk() = default;
SearchWalk::SearchWalk(SearchWalk&&) noexcept = default;

std::optional<SearchPlace> SearchWalk::frontier() const {
  std::optional<SearchPlace> highest;
  for (const auto& lane : lanes_) {
    if (!lane.is_live()) continue;
    const auto reach = lane.reach();
    if (!highest || reach > *highest) highest = reach;
  }
  return highest;
}

bool SearchWalk::is_over() const {
  const auto highest = frontier();
  if (!highest) return true;
  if (accepted_.size() > limit_ && *highest <= accepted_[limit_ - 1]) return true;
  return looked_ >= looks_ && (!before_ || *highest < *before_);
}

SearchPlace SearchWalk::reach_below_before(const Lane& lane) const {
  return before_ ? std::min(lane.reach(), *before_) : lane.reach();
}

// The lanes that reach highest, of those that may still lead to a result.
std::vector<SearchWalk::Lane*> SearchWalk::leading() {
  std::vector<Lane*> leading;
  for (auto& lane : lanes_) {
    const bool late = accepted_.size() > limit_ && lane.reach() <= accepted_[limit_ - 1];
    if (lane.is_live() && !late) leading.push_back(&lane);
  }
  if (leading.size() > most_lanes) {
    std::ranges::nth_element(leading, leading.begin() + most_lanes, std::greater<>(),
                             [&](const Lane* lane) { return reach_below_before(*lane); });
    leading.resize(most_lanes);
  }
  return leading;
}

// The lowest of the known candidates that are missing from the page, the newest of all lanes; none
// where there are not enough of them.
std::optional<SearchPlace> SearchWalk::last_missing(const std::vector<Lane*>& lanes) const {
  const auto missing = missing_results();
  std::vector<SearchPlace> newest;
  for (const auto* const lane : lanes) {
    const auto& known = lane->known;
    newest.insert(newest.end(), known.end() - static_cast<long>(std::min(missing, known.size())),
                  known.end());
  }
  if (newest.size() < missing) return std::nullopt;
  const auto last = newest.begin() + static_cast<long>(missing) - 1;
  std::ranges::nth_element(newest, last, std::greater<>());
  return *last;
}

// Of the leading lanes those that may hold something newer than what is known, a few at first, then
// more and more. Late in a search only those without any candidate: what is known must be shown.
std::vector<SearchWalk::Lane*> SearchWalk::lanes_to_look_up() {
  auto lanes = leading();
  for (auto* const lane : lanes) {
    while (!lane->has_candidates() && lane->is_unindexed()) {
      lane->take_block({.postings = {}, .indexed_upto = *lane->indexed_upto}, before_);
    }
  }
  const auto last = last_missing(lanes);
  const bool late = looked_ >= looks_ / 2;
  std::erase_if(lanes, [&](const Lane* lane) {
    const bool waits = late ? lane->has_candidates() : !lane->unknown.empty();
    return waits || lane->block < 0 || (last && lane->reach_of_blocks() <= *last);
  });
  std::ranges::sort(lanes, std::greater<>(),
                    [](const Lane* lane) { return lane->reach_of_blocks(); });
  if (lanes.size() > width_) lanes.resize(width_);
  if (!lanes.empty()) width_ = std::min(width_ * growth, most_lanes);
  return lanes;
}

// The newest block of each thread, then more and more at once: a rare word is in few of them.
std::vector<SearchBlock> SearchWalk::next_blocks() {
  std::vector<SearchBlock> blocks;
  if (is_over()) return blocks;
  const auto lanes = lanes_to_look_up();
  for (auto* const lane : lanes) {
    const auto count = std::min(lane->depth, most_blocks / lanes.size());
    lane->depth = count * growth;
    for (long long i = 0; i < static_cast<long long>(count) && i <= lane->block; ++i) {
      blocks.push_back({lane->thread.thread_id, lane->block - i});
    }
  }
  return blocks;
}

void SearchWalk::take_block(const SearchBlock& block, const SearchFinds& finds) {
  auto& lane = lane_of(block.thread_id);
  if (lane.block != block.number) return;
  ++looked_;
  lane.take_block(finds, before_);
}

std::vector<SearchCandidate> SearchWalk::next_candidates() {
  std::vector<SearchCandidate> candidates;
  for (auto& lane : lanes_) {
    if (lane.probe) lane.end();
  }
  if (is_over()) return candidates;
  auto lanes = leading();
  std::erase_if(lanes, [](const Lane* lane) { return !lane->has_candidates(); });
  if (lanes.empty()) return candidates;
  ask_unknown(lanes, candidates);
  ask_known(lanes, candidates);
  return candidates;
}

// From each lane some: only looking at them tells where they stand.
void SearchWalk::ask_unknown(const std::vector<Lane*>& lanes,
                             std::vector<SearchCandidate>& candidates) {
  const auto share = std::max((limit_ + lanes.size()) / lanes.size(), per_lane_);
  const auto most = std::min(share, most_at_once / lanes.size());
  per_lane_ = share * 2;
  for (auto* const lane : lanes) {
    auto& unknown = lane->unknown;
    const bool above = before_ && lane->bound > *before_;
    if (above && unknown.size() > few) {
      candidates.push_back({lane->thread.thread_id, lane->next_probe()});
      continue;
    }
    for (std::size_t i = above ? few : most; i > 0 && !unknown.empty(); --i) {
      candidates.push_back({lane->thread.thread_id, unknown.back()});
      unknown.pop_back();
    }
  }
}

// The next ones in the order of time, as many as are missing from the page, or may push others off
// it.
void SearchWalk::ask_known(std::vector<Lane*> lanes, std::vector<SearchCandidate>& candidates) {
  std::erase_if(lanes,
                [](const Lane* lane) { return !lane->unknown.empty() || lane->known.empty(); });
  const auto older = [](const Lane* a, const Lane* b) { return a->known.back() < b->known.back(); };
  std::ranges::make_heap(lanes, older);
  const bool full = accepted_.size() > limit_;
  for (auto asked = full ? limit_ : missing_results(); asked > 0 && !lanes.empty(); --asked) {
    std::ranges::pop_heap(lanes, older);
    auto* const lane = lanes.back();
    if (full && lane->known.back() < accepted_[limit_ - 1]) return;
    candidates.push_back({lane->thread.thread_id, lane->known.back().seq});
    lane->known.pop_back();
    if (lane->known.empty()) {
      lanes.pop_back();
    } else {
      std::ranges::push_heap(lanes, older);
    }
  }
}

void SearchWalk::take_candidate(const SearchPlace& place, bool matches) {
  ++looked_;
  auto& lane = lane_of(place.thread_id);
  if (lane.probe) return lane.take_probe(place, *before_);
  lane.bound = std::min(lane.bound, place);
  if (!matches || (before_ && place >= *before_)) return;
  accepted_.insert(std::ranges::upper_bound(accepted_, place, std::greater<>()), place);
}

SearchWalk::Lane& SearchWalk::lane_of(long long thread) {
  return *std::ranges::lower_bound(lanes_, thread, {},
                                   [](const Lane& lane) { return lane.thread.thread_id; });
}

SearchWalk::Found SearchWalk::found() const {
  const auto highest = frontier();
  Found found;
  for (const auto& place : accepted_) {
    if (found.places.size() == limit_ || (highest && place < *highest)) break;
    found.places.push_back(place);
  }
  const bool more = highest || accepted_.size() > found.places.size();
  if (more) found.before = found.places.size() == limit_ ? found.places.back() : *highest;
  return found;
}

}  // namespace chalkline::rules
