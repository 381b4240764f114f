#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/receipts.h"
#include "storage/database.h"

namespace chalkline::storage {

// Where a reader stands in a thread, and when they first opened it as far as `asked` or its end.
struct ReadingPlace {
  long long last_seq = 0;
  long long read_upto = 0;
  int unread = 0;
  bool marked_unread = false;
  std::optional<rules::Time> read_at;
};
// None where the thread is not there or not `person`'s.
std::optional<ReadingPlace> load_reading_place(Session& session, const std::string& person,
                                               long long thread, long long asked);

// The marks of both members that tell when messages `first` to `first + count - 1` were read: of
// each the marks within, and the first one beyond. In rising order for each reader.
std::vector<rules::ReadMark> load_read_marks(Session& session, long long thread,
                                             const std::string& one, const std::string& other,
                                             long long first, int count);

// The marks of one reader of a thread that lie between two messages, both of them counting.
struct MarkSpan {
  long long thread_id = 0;
  long long first = 0;
  long long last = 0;
  std::string reader;
};
struct ThreadMark {
  long long thread_id = 0;
  rules::ReadMark mark;
};
// Of all spans, in rising order of messages; where spans overlap, marks come more than once.
std::vector<ThreadMark> load_marks_within(Session& session, const std::vector<MarkSpan>& spans);

// Where a member's thread ends, and the marks of both within its last `count` messages; none where
// the thread is not there or not `person`'s.
struct NewestMarks {
  std::string other_id;
  std::optional<rules::Triple> triple;  // of a parent thread
  long long last_seq = 0;
  bool receipts_hidden = false;  // one of the two hides theirs
  std::vector<rules::ReadMark> marks;
};
std::optional<NewestMarks> load_newest_marks(Session& session, const std::string& person,
                                             long long thread, int count);

void insert_read_mark(Session& session, long long thread, const rules::ReadMark& mark);

// Messages of others above `upto`.
int count_unread(Session& session, const std::string& person, long long thread, long long upto);

// The reader's new position and what is left unread; takes back a mark "unread" set by hand.
void mark_read(Session& session, const std::string& person, long long thread, long long upto,
               int unread);

// The seqs of `sender`'s messages from `from` on: at most `limit`.
std::vector<long long> load_sent_seqs(Session& session, long long thread, const std::string& sender,
                                      long long from, int limit);

}  // namespace chalkline::storage
