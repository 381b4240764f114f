#pragma once

#include <optional>
#include <span>
#include <string>

#include "rules/policy.h"
#include "rules/threads.h"
#include "rules/time.h"

namespace chalkline::rules {

// One opening of a thread: everything up to `upto` that its reader had not read before counts as
// read at `at`. A thread's marks of one reader rise in `upto`.
struct ReadMark {
  std::string person_id;
  long long upto = 0;
  Time at{};
};

// Where a reader stands in a thread before opening it, and would stand after.
struct ReadingFacts {
  long long read_upto = 0;
  int unread = 0;
  bool marked_unread = false;
  long long asked_upto = 0;  // never beyond the end: see reading_end
  int unread_above = 0;      // messages of others above asked_upto
};

// How far a request to have read up to `asked` reaches in a thread that ends at `last_seq`.
long long reading_end(long long asked, long long last_seq);

// What opening a thread writes down. It never un-reads, and a mark is kept only when it stamps at
// least one message, so that n messages never have more than n marks of a reader.
struct Reading {
  long long upto = 0;
  int unread = 0;
  bool stamps = false;   // a mark is kept
  bool changes = false;  // the reader's row changes
};
Reading decide_reading(const ReadingFacts& facts);

// What the reader's row becomes.
Membership after_reading(Membership mine, const Reading& reading);

// Whether two people see when the other has read their messages. `hidden`: one of them hides
// receipts, and so sees none either; a site may force them per kind of thread (contract §5).
bool shows_receipts(const Policy& policy, ThreadKind kind, bool hidden);
// Whether that is a person's choice in threads of some kind.
bool may_hide_receipts(const Policy& policy);

// When `reader` read message `seq`: the time of the first mark at or above it (S2-24, S2-26).
// `marks` are in rising order of `upto` for each reader.
std::optional<Time> read_at(std::span<const ReadMark> marks, const std::string& reader,
                            long long seq);

}  // namespace chalkline::rules
