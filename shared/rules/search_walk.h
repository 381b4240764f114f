#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rules/search_postings.h"
#include "rules/time.h"

namespace chalkline::rules {

// Where a message stands among all messages of a person, by time; threads and seqs make the order
// total. Within a thread time does not go back.
struct SearchPlace {
  Time at{};
  long long thread_id = 0;
  long long seq = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the default for a null pointer.
  auto operator<=>(const SearchPlace&) const = default;
};

// A thread as a search finds it: its end.
struct SearchThread {
  long long thread_id = 0;
  Time last_at{};
  long long last_seq = 0;
};

// The index knows a thread by blocks of `search_block` messages: block 0 holds seq 1 to 512.
struct SearchBlock {
  long long thread_id = 0;
  long long number = 0;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the default for a null pointer.
  auto operator<=>(const SearchBlock&) const = default;
};

// A message that may match.
struct SearchCandidate {
  long long thread_id = 0;
  long long seq = 0;
};

// What the index has of a block: the messages that may match, by place, each once; whether there
// are more below the first of them; and how far it knows the thread.
struct SearchFinds {
  std::vector<Posting> postings;
  bool is_cut = false;
  long long indexed_upto = 0;
};
// Which message of the thread stands at a place in a block.
inline long long seq_at(const SearchBlock& block, int place) {
  return block.number * search_block + place + 1;
}

// How a search goes through a person's threads, newest messages first, and looks at no more than it
// needs: of what is indexed it knows the times, so it looks at what it shows; of the rest, the
// newest candidate of each thread tells how far back all the others of it lie. Decides what to look
// up next; who drives it looks up. Until it is over, what `next_blocks` and then `next_candidates`
// name is looked up and told. At most `looks` blocks and messages are looked at, a few more where
// the first ones lie above `before`: then the answer is short, and `before` of it leads on.
class SearchWalk {
 public:
  SearchWalk(const std::vector<SearchThread>& threads, std::optional<SearchPlace> before,
             std::size_t limit, std::size_t looks = 2000);
  ~SearchWalk();
  SearchWalk(SearchWalk&&) noexcept;

  // Blocks that must be known before anything else: at most 256, the newer ones of a thread first.
  std::vector<SearchBlock> next_blocks();
  // One of them, in the order asked for. Each must be told, also an empty one. One that was cut is
  // asked for again if its lower part matters, and with it those below; it is to be told whole
  // then.
  void take_block(const SearchBlock& block, const SearchFinds& finds);

  // Whether nothing is left to be looked up.
  bool is_over() const;
  // Messages to be looked at; none when the walk is over.
  std::vector<SearchCandidate> next_candidates();
  // One of them, in whatever order. One that is not there any more is not told.
  void take_candidate(const SearchPlace& place, bool matches);

  struct Found {
    std::vector<SearchPlace> places;    // newest first, at most `limit`
    std::optional<SearchPlace> before;  // for the next page; none when there is nothing more
  };
  Found found() const;

 private:
  struct Lane;
  std::optional<SearchPlace> frontier() const;
  SearchPlace reach_below_before(const Lane& lane) const;
  // One more than the page holds tells whether there is a next one.
  std::size_t missing_results() const { return limit_ + 1 - std::min(accepted_.size(), limit_); }
  std::optional<SearchPlace> last_missing(const std::vector<Lane*>& lanes) const;
  std::vector<Lane*> leading();
  std::vector<Lane*> lanes_to_look_up();
  Lane& lane_of(long long thread);
  void ask_unknown(const std::vector<Lane*>& lanes, std::vector<SearchCandidate>& candidates);
  void ask_known(std::vector<Lane*> lanes, std::vector<SearchCandidate>& candidates);

  std::vector<Lane> lanes_;  // by thread
  std::optional<SearchPlace> before_;
  std::size_t limit_;
  std::size_t looks_;
  std::size_t looked_ = 0;
  std::size_t width_;                  // lanes whose blocks are looked up next
  std::size_t per_lane_ = 1;           // candidates without a time that one lane is asked for
  std::vector<SearchPlace> accepted_;  // newest first
};

}  // namespace chalkline::rules
