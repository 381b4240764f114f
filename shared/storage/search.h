#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/messages.h"
#include "rules/search_postings.h"
#include "rules/search_walk.h"
#include "storage/database.h"

namespace chalkline::storage {

// Every thread of `person` that holds a message.
std::vector<rules::SearchThread> load_search_threads(Session& session, const std::string& person);

// What the index has under a term, of each of the blocks asked for, by a look for each. Whose
// threads they are has been looked at, here and below.
struct SearchPostings {
  rules::SearchBlock block;
  rules::SearchFinds finds;
};
std::vector<SearchPostings> load_search_postings(Session& session,
                                                 const std::vector<rules::SearchBlock>& blocks,
                                                 const rules::SearchLookup& lookup,
                                                 const rules::SearchSlice& slice = {});

// Each thread has one member under whom the index keeps it, and what it keeps under one of them
// stands side by side: what it has under a term, of the blocks where that is something, but not how
// far it knows their threads.
std::vector<SearchPostings> load_owned_postings(Session& session, const std::string& owner,
                                                const rules::SearchLookup& lookup,
                                                const rules::SearchSlice& slice = {});

// How many messages the index knows under `person`, how often that has changed, and whether these
// are all of their threads, which is not said where they have been shut out of one. Where they are
// no more than `most`, load_owned_postings comes along.
struct OwnIndex {
  long long messages = 0;
  long long changes = 0;
  bool is_whole = false;
  std::vector<SearchPostings> postings;
};
OwnIndex load_own_index(Session& session, const std::string& person,
                        const rules::SearchLookup& lookup, const rules::SearchSlice& slice,
                        long long most);

// The threads of `person` that the index has not whole under them: those it keeps under somebody
// else, and those that it does not know to the end, with how far it knows them. And how often what
// it has under them had changed by then, 0 where there is no such thread.
struct OpenThread {
  rules::SearchThread thread;
  std::optional<long long> own_upto;
};
struct OpenThreads {
  std::vector<OpenThread> threads;
  long long changes = 0;
};
OpenThreads load_open_threads(Session& session, const std::string& person);

// A message that may be a result, removed ones among them, and what the result shows besides.
struct SearchResult {
  rules::Message message;
  rules::Person with;
  std::optional<rules::Triple> triple;  // of a parent thread, and its student
  std::optional<rules::Person> student;
  long long read_upto = 0;             // its reader (see reader_of) has no mark above
  std::optional<rules::Time> read_at;  // by them: left to load_marks_within
  bool receipts_hidden = false;        // one of the two hides theirs
};
// Who reads a result: the other where the message is `person`'s, else they.
inline const std::string& reader_of(const SearchResult& result, const std::string& person) {
  return result.message.sender_id == person ? result.with.id : person;
}
// In no order; nothing of a thread that is not `person`'s.
std::vector<SearchResult> load_search_results(
    Session& session, const std::string& person,
    const std::vector<rules::SearchCandidate>& candidates);

// The next `limit` threads above `above`, and whether the index is behind in them.
struct IndexState {
  long long thread_id = 0;
  bool is_behind = false;
};
std::vector<IndexState> load_index_states(Session& session, long long above, int limit);

// Takes a thread's index until the end of the transaction: nobody else indexes it meanwhile, and no
// change of a text goes unnoticed (see unindex_from).
void lock_thread_index(Session& session, long long thread);
// The next `limit` messages to be indexed, in rising order.
std::vector<rules::Message> load_unindexed_messages(Session& session, long long thread, int limit);

// What is kept of some letters in a block; what has nothing kept is not there.
std::map<std::string, std::string> load_search_words(Session& session,
                                                     const rules::SearchBlock& block,
                                                     const rules::BlockWords& letters);
// What is kept of one letter from now on (rules::pack).
void put_search_words(Session& session, const rules::SearchBlock& block, const std::string& letter,
                      const std::string& packed);
// The index knows the thread up to there, which counts under its owner.
void mark_indexed(Session& session, long long thread, long long upto);

// A text at or above `seq` is being changed in this transaction: from there on the thread is
// indexed again, and until then search looks at the texts themselves. What the old text said stays
// in the index, finds nothing, and goes with delete_thread_index.
void unindex_from(Session& session, long long thread, long long seq);

// Forgets all that the index holds of a thread, such as words of texts that are to be erased; it is
// indexed anew, from what its messages say then.
void delete_thread_index(Session& session, long long thread);

}  // namespace chalkline::storage
