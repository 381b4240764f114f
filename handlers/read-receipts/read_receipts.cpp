#include "read_receipts.h"

#include <optional>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "app/reading.h"
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

bool shows_receipts(const app::Context& context, const storage::ThreadRow& row) {
  return rules::shows_receipts(context.policy(), row.mine.kind, row.receipts_hidden);
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
  const auto result =
      app::read_thread(context, request.person, draft.thread_id, draft.upto, request.now);
  if (!result) return http::refused(request, {rules::RefusalCode::not_found});
  return reply(result->unread, result->read_at);
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
