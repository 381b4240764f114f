#include "transcripts.h"

#include <array>
#include <charconv>
#include <tuple>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/oversight.h"
#include "app/threads.h"
#include "http/accept.h"
#include "http/problem.h"
#include "http/token.h"
#include "rules/receipts.h"
#include "storage/oversight.h"
#include "storage/receipts.h"
#include "storage/threads.h"
#include "transcript.h"
#include "transcript_page.h"

namespace chalkline {
namespace {

using http::TrailPlace;
using storage::Session;

constexpr int lines_of_a_part = 500;

// "entry.seq.chain": where the next part begins.
std::string cursor_of(const TrailPlace& place) {
  return http::base64url(std::to_string(place.head.entry) + "." + std::to_string(place.seq) + "." +
                         place.head.chain);
}

// The whole number, without sign, that ends at the next '.', which goes with it.
std::optional<long long> take_number(std::string_view& text) {
  long long number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end == text.data() + text.size() || *end != '.') return std::nullopt;
  if (number < 0 || number > http::max_integer) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

// The chain in it is held against the part's first line by whoever checks the transcript.
std::optional<TrailPlace> place_from(std::string_view cursor) {
  const auto text = http::from_base64url(cursor);
  if (!text) return std::nullopt;
  std::string_view rest(*text);
  const auto entry = take_number(rest);
  const auto seq = entry ? take_number(rest) : std::nullopt;
  if (!seq || rest.size() != 64) return std::nullopt;
  if (rest.find_first_not_of("0123456789abcdef") != rest.npos) return std::nullopt;
  return TrailPlace{.head = {.entry = *entry, .chain = std::string(rest)}, .seq = *seq};
}

// By what right somebody reads.
struct Right {
  std::optional<rules::Grant> grant;  // none: as one of the two
  bool receipts_hidden = false;
};

// An overseer sees what is true.
bool shows_receipts(const app::Context& context, const Right& right, rules::ThreadKind kind) {
  return right.grant || rules::shows_receipts(context.policy(), kind, right.receipts_hidden);
}

std::optional<Right> find_grant(Session& session, const http::Request& request, long long thread) {
  auto grant = storage::load_standing_grant(session, request.person, thread, request.now);
  if (!grant) return std::nullopt;
  const auto overseer = storage::load_overseer(session, request.person);
  const auto row = storage::load_overseen_thread(session, request.person, thread);
  if (!overseer || !row || !rules::may_oversee(*overseer, row->thread)) return std::nullopt;
  return Right{.grant = std::move(grant)};
}

// A member reads as one; whoever is none needs a grant that stands, and still the role.
std::optional<Right> find_right(Session& session, const http::Request& request, long long thread) {
  if (const auto row = storage::load_thread(session, request.person, thread)) {
    // A parent who reads along is no party to the receipts of the two.
    return Right{.receipts_hidden = row->receipts_hidden || row->facts.reads_along};
  }
  return find_grant(session, request, thread);
}

// The lines behind `from`, and whether there are others behind them.
rules::TrailLines load_lines(Session& session, const Transcript& transcript) {
  const auto& from = transcript.from;
  const auto& head = transcript.head;
  const auto last = std::min(head.seq, from.seq + lines_of_a_part);
  auto sent = storage::load_sent_lines(session, transcript.thread_id, from.seq + 1, last);
  sent.more = last < head.seq;
  auto changes = storage::load_changed_lines(session, transcript.thread_id, from.head.entry,
                                             head.head.entry, lines_of_a_part);
  return rules::merge_trail(std::move(sent), std::move(changes), lines_of_a_part);
}

TrailPlace end_of(const rules::TrailLines& lines, TrailPlace place) {
  for (const auto& line : lines.lines) {
    if (line.seal) place.head = {line.seal->entry, line.seal->chain};
    if (line.version == 1) place.seq = line.seq;
  }
  return place;
}

std::vector<rules::ReadMark> load_marks(Session& session, const Transcript& transcript) {
  if (!transcript.receipts_shown) return {};
  const auto& thread = transcript.thread;
  return storage::load_read_marks(session, transcript.thread_id, thread.low.id, thread.high.id,
                                  transcript.from.seq + 1,
                                  static_cast<int>(transcript.through.seq - transcript.from.seq));
}

// A receipt belongs to the message, not to what it was changed to.
std::optional<rules::Time> read_at(const Transcript& transcript,
                                   const std::vector<rules::ReadMark>& marks,
                                   const rules::TrailLine& line) {
  if (line.version != 1 || !line.sender_id) return std::nullopt;
  const auto& [low, high] = std::tie(transcript.thread.low.id, transcript.thread.high.id);
  return rules::read_at(marks, line.sender_id == low ? high : low, line.seq);
}

void fill_lines(Session& session, Transcript& transcript) {
  auto found = load_lines(session, transcript);
  transcript.through = end_of(found, transcript.from);
  if (found.more) transcript.next_cursor = cursor_of(transcript.through);
  const auto marks = load_marks(session, transcript);
  for (auto& line : found.lines) {
    ShownLine shown{.line = std::move(line)};
    shown.withheld = rules::withhold(shown.line, transcript.grant.has_value());
    shown.read_at = read_at(transcript, marks, shown.line);
    transcript.lines.push_back(std::move(shown));
  }
}

// In the transaction that reads.
void record_reading(Session& session, const Transcript& transcript) {
  if (!transcript.grant) return;
  const auto first = std::to_string(transcript.from.head.entry + 1);
  const auto last = std::to_string(transcript.through.head.entry);
  app::record(session, *transcript.grant, storage::AuditAction::read, transcript.now,
              "entries " + first + " to " + last);
}

// Beyond the thread's end there is nothing to begin behind.
bool is_within(const TrailPlace& from, const TrailPlace& head) {
  return from.seq <= head.seq && from.head.entry <= head.head.entry;
}

std::optional<Transcript> load(app::Context& context, Session& session,
                               const http::Request& request, const TranscriptQuery& query) {
  const auto id = app::thread_id(request.captures.at(0));
  const auto right = find_right(session, request, id);
  auto thread = right ? storage::load_trail_thread(session, id) : std::nullopt;
  if (!thread) return std::nullopt;
  const TrailPlace head{.head = thread->head, .seq = thread->last_seq};
  if (!is_within(query.from, head)) return std::nullopt;
  const auto kind = thread->kind;
  Transcript transcript{.site = context.site.name,
                        .thread_id = id,
                        .thread = std::move(*thread),
                        .reader = load_reader(session, request.person),
                        .grant = right->grant,
                        .receipts_shown = shows_receipts(context, *right, kind),
                        .now = request.now,
                        .from = query.from,
                        .head = head};
  fill_lines(session, transcript);
  record_reading(session, transcript);
  return transcript;
}

http::Response reply(const app::Context& context, const Transcript& transcript, bool html) {
  const auto& pem = context.site.transcript_key;
  const auto key = pem.empty() ? std::nullopt : http::make_signing_key(pem);
  http::Response response;
  if (html) {
    response = transcript_page(transcript, key);
  } else {
    response.body = http::transcript_text(to_json(transcript), key);
  }
  response.headers.emplace_back("Vary", "Accept");
  response.headers.emplace_back("Content-Disposition", "inline; filename=\"transcript-" +
                                                           std::to_string(transcript.thread_id) +
                                                           (html ? ".html\"" : ".json\""));
  return response;
}

}  // namespace

http::Parsed<TranscriptQuery> parse_transcript(const http::Request& request) {
  static constexpr std::array<std::string_view, 2> offers{"application/json", "text/html"};
  http::QueryFields fields(request);
  const auto cursor = fields.text("cursor");
  const auto from = cursor ? place_from(*cursor) : std::optional(TrailPlace{});
  if (!from) fields.error("cursor", "malformed", "Must be the nextCursor of a part before.");
  const auto type = http::preferred_type(request.parameter("HTTP_ACCEPT"), offers);
  return http::parsed(TranscriptQuery{.html = type == "text/html",
                                      .acceptable = type.has_value(),
                                      .from = from.value_or(TrailPlace{})},
                      fields.finish());
}

http::Response handle_transcript(app::Context& context, const http::Request& request) {
  const auto parsed = parse_transcript(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<TranscriptQuery>(parsed);
  if (!query.acceptable) {
    return http::problem(request, 406, "not_acceptable", "Ask for text/html or application/json.");
  }
  const auto transcript = context.database.write(
      [&](Session& session) { return load(context, session, request, query); });
  if (!transcript) return http::refused(request, {rules::RefusalCode::not_found});
  return reply(context, *transcript, query.html);
}

}  // namespace chalkline
