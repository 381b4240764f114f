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

SearchPlace place_of(const rules::Message& message) {
  return {message.at, message.thread_id, message.seq};
}

// What every lookup finds in a block. A block in which one finds nothing is not asked for again.
Postings load_common_postings(Session& session, std::vector<SearchBlock> blocks,
                              const std::vector<rules::SearchLookup>& lookups) {
  Postings common;
  bool is_first = true;
  for (const auto& lookup : lookups) {
    if (blocks.empty()) return {};
    Postings both;
    for (auto& [block, finds] : storage::load_search_postings(session, blocks, lookup)) {
      if (!is_first) {
        std::vector<long long> kept;
        std::ranges::set_intersection(finds.seqs, common[block].seqs, std::back_inserter(kept));
        finds.seqs = std::move(kept);
      }
      if (!finds.seqs.empty()) both.emplace(block, std::move(finds));
    }
    common = std::move(both);
    blocks.clear();
    for (const auto& [block, finds] : common) blocks.push_back(block);
    is_first = false;
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

// The messages of the page, and where the next one begins.
rules::SearchWalk::Found walk_threads(Session& session, rules::SearchWalk& walk,
                                      const rules::SearchWords& words,
                                      std::map<SearchPlace, rules::Message>& matching) {
  const auto lookups = rules::search_lookups(words);
  for (;;) {
    load_blocks(session, walk, lookups);
    const auto candidates = walk.next_candidates();
    if (candidates.empty()) return walk.found();
    for (auto& message : storage::load_search_messages(session, candidates)) {
      const bool fits = message.kind != rules::MessageKind::removed &&
                        rules::matches(words, rules::fold(message.body));
      const auto place = place_of(message);
      walk.take_candidate(place, fits);
      if (fits) matching.emplace(place, std::move(message));
    }
  }
}

}  // namespace

SearchPage search_messages(Session& session, const std::string& person,
                           const rules::SearchWords& words,
                           const std::optional<SearchPlace>& before, std::size_t limit) {
  rules::SearchWalk walk(storage::load_search_threads(session, person), before, limit);
  std::map<SearchPlace, rules::Message> matching;
  const auto found = walk_threads(session, walk, words, matching);
  std::vector<rules::Message> messages;
  for (const auto& place : found.places) messages.push_back(std::move(matching.at(place)));
  std::map<std::pair<long long, long long>, storage::SearchFrame> frames;
  if (!messages.empty()) {
    for (auto& frame : storage::load_search_frames(session, person, messages)) {
      frames.emplace(std::pair(frame.thread_id, frame.seq), std::move(frame));
    }
  }
  SearchPage page{{}, found.before};
  for (auto& message : messages) {
    const auto frame = frames.find({message.thread_id, message.seq});
    if (frame == frames.end()) continue;
    page.results.push_back({std::move(message), std::move(frame->second)});
  }
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
