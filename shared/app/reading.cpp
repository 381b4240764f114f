#include "app/reading.h"

#include <utility>

#include "app/live.h"
#include "app/threads.h"
#include "rules/receipts.h"
#include "storage/receipts.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using storage::Session;

struct Wish {
  const std::string& reader;
  long long thread = 0;
  long long upto = 0;
  rules::Time now{};
};

rules::ReadingFacts facts_of(Session& session, const storage::LockedThread& locked,
                             const Wish& wish) {
  const auto& mine = locked.row.mine;
  const long long end = rules::reading_end(wish.upto, locked.thread.last_seq);
  const bool all = end == locked.thread.last_seq;
  return {.read_upto = mine.read_upto,
          .unread = mine.unread,
          .marked_unread = mine.marked_unread,
          .asked_upto = end,
          .unread_above = all ? 0 : storage::count_unread(session, wish.reader, wish.thread, end)};
}

// What an opening came to; `row` is the reader's afterwards.
struct Opened {
  rules::Reading reading;
  storage::ThreadRow row;
  std::optional<rules::Time> read_at;  // when the reader first had read as far as asked
};

// Decides again under the thread's lock, as a message may have come in between.
std::optional<Opened> open(Context& context, Session& session, const Wish& wish) {
  auto locked = storage::lock_thread(session, wish.reader, wish.thread);
  if (!locked) return std::nullopt;
  auto& row = locked->row;
  const auto reading = rules::decide_reading(facts_of(session, *locked, wish));
  if (reading.stamps) {
    storage::insert_read_mark(session, wish.thread, {wish.reader, reading.upto, wish.now});
  }
  if (reading.changes) {
    storage::mark_read(session, wish.reader, wish.thread, reading.upto, reading.unread);
  }
  row.mine = rules::after_reading(std::move(row.mine), reading);
  if (row.i_listen) add_ties(context, session, wish.reader, row);
  if (reading.stamps) return Opened{reading, std::move(row), wish.now};
  // Somebody else was faster, or an earlier run of this transaction.
  const auto place = storage::load_reading_place(session, wish.reader, wish.thread, wish.upto);
  return Opened{reading, std::move(row), place && wish.upto > 0 ? place->read_at : std::nullopt};
}

// Whether the place says that opening would change nothing.
bool is_nothing_new(const storage::ReadingPlace& place, long long upto) {
  const bool all_read = place.unread == 0 && !place.marked_unread;
  return all_read || (upto <= place.read_upto && !place.marked_unread);
}

}  // namespace

std::optional<ReadingResult> read_thread(Context& context, const std::string& reader,
                                         long long thread, long long upto, rules::Time now) {
  const Wish wish{reader, thread, upto, now};
  const auto place = context.database.read(
      [&](Session& session) { return storage::load_reading_place(session, reader, thread, upto); });
  if (!place) return std::nullopt;
  if (is_nothing_new(*place, upto)) {
    return ReadingResult{place->unread, upto > 0 ? place->read_at : std::nullopt};
  }
  const auto opened =
      context.database.write([&](Session& session) { return open(context, session, wish); });
  if (!opened) return std::nullopt;
  if (opened->reading.stamps) {
    announce_reading(context, reader, opened->row, opened->reading.upto, now);
  } else {
    announce_thread(context, reader, opened->row, now);
  }
  return ReadingResult{opened->reading.unread, opened->read_at};
}

}  // namespace chalkline::app
