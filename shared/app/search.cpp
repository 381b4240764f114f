#include "app/search.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "app/index_reader.h"
#include "rules/receipts.h"
#include "storage/receipts.h"

namespace chalkline::app {
namespace {

using rules::SearchBlock;
using rules::SearchPlace;
using storage::Session;

// Of one transaction, which must be short.
constexpr int most_indexed_messages = 200;
constexpr std::size_t most_bytes = 100'000;

void load_blocks(rules::SearchWalk& walk, IndexReader& index) {
  for (auto blocks = walk.next_blocks(); !blocks.empty(); blocks = walk.next_blocks()) {
    auto postings = index.load(blocks);
    for (const auto& block : blocks) walk.take_block(block, postings[block]);
  }
}

// What is indexed at a time: messages of one block that follow one another.
struct Piece {
  SearchBlock block;
  rules::BlockWords words;
  std::size_t messages = 0;
};

Piece piece_of(const std::vector<rules::Message>& messages) {
  const auto& first = messages.front();
  Piece piece{.block = {first.thread_id, (first.seq - 1) / rules::search_block}};
  auto place = static_cast<int>((first.seq - 1) % rules::search_block);
  std::size_t bytes = 0;
  for (const auto& message : messages) {
    if (place == rules::search_block || bytes >= most_bytes) break;
    rules::add_message(piece.words, place++, message.at, rules::fold(message.body));
    bytes += message.body.size();
    ++piece.messages;
  }
  return piece;
}

void put_piece(Session& session, const Piece& piece) {
  const auto kept = storage::load_search_words(session, piece.block, piece.words);
  for (const auto& [letter, more] : piece.words) {
    const auto found = kept.find(letter);
    storage::put_search_words(
        session, piece.block, letter,
        found == kept.end() ? rules::pack(more) : rules::merge(found->second, more));
  }
}

struct Match {
  storage::SearchResult result;
  rules::Snippet snippet;
};
using Matching = std::map<SearchPlace, Match>;

// Tells the walk about each candidate, and keeps those that match. One that is not there any more,
// nor its thread the person's, matches nothing.
void look_at(Session& session, const std::string& person, const rules::SearchWords& words,
             rules::SearchWalk& walk, Matching& matching) {
  const auto candidates = walk.next_candidates();
  for (auto& result : storage::load_search_results(session, person, candidates)) {
    const auto& message = result.message;
    const auto folded = rules::fold(message.body);
    const bool fits = message.kind != rules::MessageKind::removed && rules::matches(words, folded);
    const SearchPlace place{message.at, message.thread_id, message.seq};
    walk.take_candidate(place, fits);
    if (!fits) continue;
    auto snippet = rules::snippet(words, message.body, folded);
    matching.emplace(place, Match{std::move(result), std::move(snippet)});
  }
}

// A result is read at the first mark at or above it, which mostly stands this near; else so many
// times further away, and so on.
constexpr long long nearest = 16;

// One for all that stand near one another.
std::vector<storage::MarkSpan> merged(std::vector<storage::MarkSpan> spans) {
  std::ranges::sort(spans, {}, [](const storage::MarkSpan& span) {
    return std::tie(span.thread_id, span.reader, span.first);
  });
  std::vector<storage::MarkSpan> wide;
  for (auto& span : spans) {
    const bool joins = !wide.empty() && wide.back().thread_id == span.thread_id &&
                       wide.back().reader == span.reader && span.first <= wide.back().last;
    if (joins) {
      wide.back().last = span.last;
    } else {
      wide.push_back(std::move(span));
    }
  }
  return wide;
}

std::vector<storage::MarkSpan> spans_of(const std::vector<storage::SearchResult*>& results,
                                        const std::string& person, long long reach) {
  std::vector<storage::MarkSpan> spans;
  for (const auto* const result : results) {
    const auto seq = result->message.seq;
    spans.push_back({result->message.thread_id, seq, seq + reach, reader_of(*result, person)});
  }
  return merged(std::move(spans));
}

// A mark further above may be of another result's span, and not the first above this one.
std::optional<rules::Time> result_read_at(const std::vector<storage::ThreadMark>& marks,
                                          const storage::SearchResult& result,
                                          const std::string& person, long long reach) {
  const auto& message = result.message;
  const auto& reader = reader_of(result, person);
  const auto mark = std::ranges::find_if(marks, [&](const storage::ThreadMark& each) {
    return each.thread_id == message.thread_id && each.mark.person_id == reader &&
           each.mark.upto >= message.seq;
  });
  const bool found = mark != marks.end() && mark->mark.upto <= message.seq + reach;
  return found ? std::optional(mark->mark.at) : std::nullopt;
}

// When each of the results was read.
void add_read_times(Session& session, const std::string& person,
                    std::vector<storage::SearchResult>& results) {
  std::vector<storage::SearchResult*> open;
  for (auto& result : results) {
    if (result.message.seq <= result.read_upto) open.push_back(&result);
  }
  for (long long reach = nearest; !open.empty(); reach *= nearest) {
    const auto marks = storage::load_marks_within(session, spans_of(open, person, reach));
    std::erase_if(open, [&](storage::SearchResult* result) {
      result->read_at = result_read_at(marks, *result, person, reach);
      return result->read_at || result->message.seq + reach >= result->read_upto;
    });
  }
}

}  // namespace

SearchPage search_messages(Session& session, const std::string& person,
                           const rules::SearchWords& words,
                           const std::optional<SearchPlace>& before, std::size_t limit) {
  // One more than the page holds tells whether there is a next one.
  const auto upto = before ? std::optional(before->at) : std::nullopt;
  IndexReader index(session, person, rules::search_lookups(words), {upto, limit + 1});
  rules::SearchWalk walk(index.load_threads(), before, limit);
  Matching matching;
  load_blocks(walk, index);
  while (!walk.is_over()) {
    look_at(session, person, words, walk, matching);
    load_blocks(walk, index);
  }
  const auto found = walk.found();
  SearchPage page{{}, {}, found.before};
  for (const auto& place : found.places) {
    auto& [result, snippet] = matching.at(place);
    page.results.push_back(std::move(result));
    page.snippets.push_back(std::move(snippet));
  }
  add_read_times(session, person, page.results);
  return page;
}

IndexedPiece index_thread(Session& session, long long thread) {
  storage::lock_thread_index(session, thread);
  const auto messages = storage::load_unindexed_messages(session, thread, most_indexed_messages);
  if (messages.empty()) return {};
  const auto piece = piece_of(messages);
  put_piece(session, piece);
  storage::mark_indexed(session, thread, messages[piece.messages - 1].seq);
  return {piece.messages,
          piece.messages < messages.size() || messages.size() == most_indexed_messages};
}

}  // namespace chalkline::app
