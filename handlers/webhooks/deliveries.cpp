#include "deliveries.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "app/cards.h"
#include "app/events.h"
#include "http/deliveries.h"
#include "http/problem.h"
#include "storage/events.h"
#include "storage/live.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;

// What a delivery has come to: its rows of the record.
struct Taken {
  std::vector<storage::EventRow> rows;
  std::vector<app::Verdict> verdicts;  // none for a repeat
  bool repeated = false;
};

bool has_failed(const storage::EventRow& row) { return row.outcome == rules::EventOutcome::failed; }

// In their order. A failed one goes alone: its text may be as long as the whole delivery.
void record(Session& session, std::span<const storage::EventRow> rows) {
  while (!rows.empty()) {
    const auto good = std::ranges::find_if(rows, has_failed) - rows.begin();
    storage::insert_events(session, rows.first(static_cast<std::size_t>(good)));
    rows = rows.subspan(static_cast<std::size_t>(good));
    if (rows.empty()) return;
    storage::insert_event(session, rows.front());
    rows = rows.subspan(1);
  }
}

// The webhook-id goes first: of two requests with the same one, the other waits here for our
// COMMIT.
Taken take(app::Context& context, Session& session, const http::Request& request,
           const http::Delivery& delivery, app::Care care) {
  const std::string id(request.parameter("HTTP_WEBHOOK_ID"));
  if (!storage::insert_delivery(session, id, request.moment)) {
    return {.rows = storage::load_delivered(session, id), .verdicts = {}, .repeated = true};
  }
  Taken taken;
  taken.verdicts = app::apply_events(session, context.policy(), delivery.events, request.now, care);
  for (std::size_t i = 0; i < taken.verdicts.size(); ++i) {
    auto row = app::event_row(delivery.events[i], taken.verdicts[i]);
    row.delivery_id = id;
    row.item = static_cast<int>(i);
    row.received_at = request.moment;
    taken.rows.push_back(std::move(row));
  }
  record(session, taken.rows);
  return taken;
}

std::vector<storage::BookingPair> written_bookings(const Taken& taken) {
  std::vector<storage::BookingPair> written;
  for (const auto& verdict : taken.verdicts) {
    if (verdict.booking) written.push_back(*verdict.booking);
  }
  return written;
}

// Both people's open pages are told what has become of their bookings. Of most deliveries nobody
// has a page open, which one question tells for all.
void announce_bookings(app::Context& context, const http::Request& request, const Taken& taken) {
  const auto written = written_bookings(taken);
  if (written.empty()) return;
  std::vector<std::string> people;
  for (const auto& pair : written) people.insert(people.end(), {pair.tutor_id, pair.student_id});
  const auto listening = context.database.read(
      [&](Session& session) { return storage::load_listening(session, people); });
  for (const auto& pair : written) {
    if (!listening.contains(pair.tutor_id) && !listening.contains(pair.student_id)) continue;
    const auto record = context.database.read(
        [&](Session& session) { return storage::load_booking(session, pair.id); });
    if (record) app::announce_booking(context, *record, request.now);
  }
}

void announce(app::Context& context, const http::Request& request, const Taken& taken) {
  app::ThreadNews threads;
  for (const auto& verdict : taken.verdicts) {
    app::announce_access(context, verdict.access, request.now);
    if (verdict.card) {
      app::announce_card(context, verdict.card->member, verdict.card->place, request.now);
    }
    threads.add(verdict.threads);
  }
  app::announce_thread_news(context, threads, request.now);
  announce_bookings(context, request, taken);
}

http::Response reply(const Taken& taken) {
  json::array results;
  for (const auto& row : taken.rows) {
    json::object result{{"index", row.item}, {"status", rules::name_of(row.outcome)}};
    if (row.outcome == rules::EventOutcome::failed) result["errors"] = app::errors_json(row);
    results.push_back(std::move(result));
  }
  http::Response response{.body = json::serialize(json::object{{"results", std::move(results)}})};
  if (taken.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

}  // namespace

http::Response handle_delivery(app::Context& context, const http::Request& request) {
  const auto parsed = http::parse_delivery(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& delivery = std::get<http::Delivery>(parsed);
  const auto taken = app::write_events(context.database, [&](Session& session, app::Care care) {
    return take(context, session, request, delivery, care);
  });
  announce(context, request, taken);
  const bool refused = delivery.single && !taken.repeated &&
                       taken.rows.front().outcome == rules::EventOutcome::failed;
  return refused ? http::bad_input(request, taken.verdicts.front().errors) : reply(taken);
}

}  // namespace chalkline
