#include "app/search.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace chalkline::app {
namespace {

using rules::SearchBlock;
using rules::SearchPlace;
using storage::Session;
using Postings = std::map<SearchBlock, rules::SearchFinds>;

// Of one transaction, which must be short.
constexpr int most_messages = 200;
constexpr std::size_t most_bytes = 100'000;

// What both find, with the times of `next`.
Postings in_both(const Postings& common, std::vector<storage::SearchPostings>&& next) {
  Postings both;
  for (auto& [block, finds] : next) {
    const auto& others = common.at(block).seqs;
    std::vector<long long> kept;
    std::ranges::set_intersection(finds.seqs, others, std::back_inserter(kept));
    finds.seqs = std::move(kept);
    if (!finds.seqs.empty()) both.emplace(block, std::move(finds));
  }
  return both;
}

// What every lookup finds in a block. A block in which one finds nothing is not asked for again.
Postings load_common_postings(Session& session, std::vector<SearchBlock> blocks,
                              const std::vector<rules::SearchLookup>& lookups) {
  Postings common;
  for (auto& [block, finds] : storage::load_search_postings(session, blocks, lookups.front())) {
    common.emplace(block, std::move(finds));
  }
  for (std::size_t i = 1; i < lookups.size() && !common.empty(); ++i) {
    blocks.clear();
    for (const auto& [block, finds] : common) blocks.push_back(block);
    common = in_both(common, storage::load_search_postings(session, blocks, lookups[i]));
  }
  return common;
}

void load_blocks(Session& session, rules::SearchWalk& walk,
                 const std::vector<rules::SearchLookup>& lookups) {
  for (auto blocks = walk.next_blocks(); !blocks.empty(); blocks = walk.next_blocks()) {
    const auto postings = load_common_postings(session, blocks, lookups);
    for (const auto& block : blocks) {
      const auto found = postings.find(block);
      const rules::SearchFinds nothing;
      walk.take_block(block, found == postings.end() ? nothing : found->second);
    }
  }
}

// What is indexed at a time: messages of one block that follow one another.
struct Piece {
  SearchBlock block;
  int place = 0;  // of the first one
  rules::BlockWords words;
  std::vector<rules::Time> times;
};

Piece piece_of(const std::vector<rules::Message>& messages) {
  const auto& first = messages.front();
  Piece piece{.block = {first.thread_id, (first.seq - 1) / rules::search_block},
              .place = static_cast<int>((first.seq - 1) % rules::search_block)};
  std::size_t bytes = 0;
  for (const auto& message : messages) {
    const auto place = piece.place + static_cast<int>(piece.times.size());
    if (place >= rules::search_block || bytes >= most_bytes) break;
    rules::add_message(piece.words, place, rules::fold(message.body));
    piece.times.push_back(message.at);
    bytes += message.body.size();
  }
  return piece;
}

void put_piece(Session& session, const Piece& piece) {
  const auto& [block, place, words, times] = piece;
  auto kept = storage::load_search_words(session, block, words);
  storage::put_search_words(session, block, "", rules::put_times(kept[""], place, times));
  for (const auto& [letter, more] : words) {
    const auto found = kept.find(letter);
    storage::put_search_words(
        session, block, letter,
        found == kept.end() ? rules::pack(more) : rules::merge(found->second, more));
  }
}

using Matching = std::map<SearchPlace, storage::SearchResult>;

// Tells the walk about each candidate, and keeps those that match. One that is not there any more,
// nor its thread the person's, matches nothing.
void look_at(Session& session, const std::string& person, const rules::SearchWords& words,
             rules::SearchWalk& walk, Matching& matching) {
  const auto candidates = walk.next_candidates();
  for (auto& result : storage::load_search_results(session, person, candidates)) {
    const auto& message = result.message;
    const bool fits = message.kind != rules::MessageKind::removed &&
                      rules::matches(words, rules::fold(message.body));
    const SearchPlace place{message.at, message.thread_id, message.seq};
    walk.take_candidate(place, fits);
    if (fits) matching.emplace(place, std::move(result));
  }
}

}  // namespace

SearchPage search_messages(Session& session, const std::string& person,
                           const rules::SearchWords& words,
                           const std::optional<SearchPlace>& before, std::size_t limit) {
  const auto lookups = rules::search_lookups(words);
  rules::SearchWalk walk(storage::load_search_threads(session, person), before, limit);
  Matching matching;
  load_blocks(session, walk, lookups);
  while (!walk.is_over()) {
    look_at(session, person, words, walk, matching);
    load_blocks(session, walk, lookups);
  }
  const auto found = walk.found();
  SearchPage page{{}, found.before};
  for (const auto& place : found.places) page.results.push_back(std::move(matching.at(place)));
  return page;
}

IndexedPiece index_thread(Session& session, long long thread) {
  storage::lock_thread_index(session, thread);
  const auto messages = storage::load_unindexed_messages(session, thread, most_messages);
  if (messages.empty()) return {};
  const auto piece = piece_of(messages);
  const auto done = piece.times.size();
  put_piece(session, piece);
  storage::mark_indexed(session, thread, messages[done - 1].seq);
  return {done, done < messages.size() || messages.size() == most_messages};
}

}  // namespace chalkline::app
