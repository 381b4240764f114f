#include "read_receipts.h"

#include <optional>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "app/live.h"
#include "app/threads.h"
#include "http/problem.h"
#include "http/times.h"
#include "rules/receipts.h"
#include "storage/receipts.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;

constexpr int most_receipts = 100;

json::value time_or_null(const std::optional<rules::Time>& time) {
  return time ? json::value(http::time_text(*time)) : json::value(nullptr);
}

http::Response reply(int unread, const std::optional<rules::Time>& read_at) {
  return {.body =
              json::serialize(json::object{{"unread", unread}, {"readAt", time_or_null(read_at)}})};
}

rules::ReadingFacts facts_of(Session& session, const std::string& person,
                             const storage::LockedThread& locked, const ReadDraft& draft) {
  const auto& mine = locked.row.mine;
  const long long end = rules::reading_end(draft.upto, locked.thread.last_seq);
  const bool all = end == locked.thread.last_seq;
  return {.read_upto = mine.read_upto,
          .unread = mine.unread,
          .marked_unread = mine.marked_unread,
          .asked_upto = end,
          .unread_above = all ? 0 : storage::count_unread(session, person, draft.thread_id, end)};
}

// What an opening came to; `row` is the reader's afterwards.
struct Opened {
  rules::Reading reading;
  storage::ThreadRow row;
  std::optional<rules::Time> read_at;  // when the reader first had read as far as asked
};

bool shows_receipts(const app::Context& context, const storage::ThreadRow& row) {
  return rules::shows_receipts(context.policy(), row.mine.kind, row.receipts_hidden);
}

// Decides again under the thread's lock, as a message may have come in between.
std::optional<Opened> open(app::Context& context, Session& session, const http::Request& request,
                           const ReadDraft& draft) {
  auto locked = storage::lock_thread(session, request.person, draft.thread_id);
  if (!locked) return std::nullopt;
  auto& row = locked->row;
  const auto reading = rules::decide_reading(facts_of(session, request.person, *locked, draft));
  if (reading.stamps) {
    storage::insert_read_mark(session, draft.thread_id,
                              {request.person, reading.upto, request.now});
  }
  if (reading.changes) {
    storage::mark_read(session, request.person, draft.thread_id, reading.upto, reading.unread);
  }
  row.mine = rules::after_reading(std::move(row.mine), reading);
  app::add_course_ties(context, session, request.person, row);
  if (reading.stamps) return Opened{reading, std::move(row), request.now};
  // Somebody else was faster, or an earlier run of this transaction.
  const auto place =
      storage::load_reading_place(session, request.person, draft.thread_id, draft.upto);
  return Opened{reading, std::move(row), place && draft.upto > 0 ? place->read_at : std::nullopt};
}

}  // namespace

http::Parsed<ReadDraft> parse_read(const http::Request& request) {
  http::JsonFields fields(request);
  ReadDraft draft;
  draft.thread_id = app::thread_id(fields.text("threadId", 64).value_or(""));
  draft.upto = fields.integer("upTo", 0, http::max_integer).value_or(0);
  fields.require("threadId");
  fields.require("upTo");
  return http::parsed(draft, fields.finish());
}

http::Response handle_read(app::Context& context, const http::Request& request) {
  const auto parsed = parse_read(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& draft = std::get<ReadDraft>(parsed);
  const auto place = context.database.read([&](Session& session) {
    return storage::load_reading_place(session, request.person, draft.thread_id, draft.upto);
  });
  if (!place) return http::refused(request, {rules::RefusalCode::not_found});
  const bool nothing_new = place->unread == 0 && !place->marked_unread;
  if (nothing_new || (draft.upto <= place->read_upto && !place->marked_unread)) {
    return reply(place->unread, draft.upto > 0 ? place->read_at : std::nullopt);
  }
  const auto opened = context.database.write(
      [&](Session& session) { return open(context, session, request, draft); });
  if (!opened) return http::refused(request, {rules::RefusalCode::not_found});
  if (opened->reading.stamps) {
    app::announce_reading(context, request.person, opened->row, opened->reading.upto, request.now);
  } else {
    app::announce_thread(context, request.person, opened->row, request.now);
  }
  return reply(opened->reading.unread, opened->read_at);
}

http::Parsed<ReceiptsQuery> parse_receipts(const http::Request& request) {
  http::QueryFields fields(request);
  ReceiptsQuery query;
  query.thread_id = app::thread_id(fields.text("threadId").value_or(""));
  query.from = fields.integer("from", 1, http::max_integer).value_or(1);
  fields.require("threadId");
  return http::parsed(query, fields.finish());
}

http::Response handle_receipts(app::Context& context, const http::Request& request) {
  const auto parsed = parse_receipts(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<ReceiptsQuery>(parsed);
  std::vector<long long> seqs;
  std::vector<rules::ReadMark> marks;
  const auto row = context.database.read([&](Session& session) {
    auto found = storage::load_thread(session, request.person, query.thread_id);
    if (!found) return found;
    seqs = storage::load_sent_seqs(session, query.thread_id, request.person, query.from,
                                   most_receipts);
    if (!seqs.empty()) {
      if (!shows_receipts(context, *found)) return found;
      marks = storage::load_read_marks(session, query.thread_id, request.person, found->other.id,
                                       seqs.front(), static_cast<int>(seqs.size()));
    }
    return found;
  });
  if (!row) return http::refused(request, {rules::RefusalCode::not_found});
  json::array list;
  for (const auto seq : seqs) {
    list.push_back(
        {{"seq", seq}, {"readAt", time_or_null(rules::read_at(marks, row->other.id, seq))}});
  }
  return {.body = json::serialize(list)};
}

}  // namespace chalkline
