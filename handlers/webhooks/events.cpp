#include "events.h"

#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "http/problem.h"
#include "http/strict_json.h"
#include "http/times.h"
#include "storage/outgoing.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::OutgoingEvent;
using storage::Session;

// Gives a seq to what was committed since the last reading. The counter comes first: whoever waits
// for it then sees what the other has numbered.
void number_events(storage::Database& database) {
  constexpr int most = 1000;
  if (!database.read([](Session& session) { return storage::has_unnumbered_events(session); })) {
    return;
  }
  database.write([](Session& session) {
    auto seq = storage::lock_outgoing_counter(session);
    for (const auto id : storage::load_unnumbered_events(session, most)) {
      storage::number_outgoing_event(session, id, ++seq);
    }
    storage::mark_outgoing_counter(session, seq);
    return true;
  });
}

json::object to_json(const OutgoingEvent& event) {
  return {{"seq", event.seq},
          {"type", event.type},
          {"timestamp", http::time_text(event.at)},
          {"data", http::parse_strict(event.data).value_or(json::value())}};
}

}  // namespace

http::Parsed<EventsPlace> parse_events_place(const http::Request& request) {
  constexpr long long most = 100;
  http::QueryFields fields(request);
  EventsPlace place;
  place.after = fields.integer("after", 0, http::max_integer).value_or(place.after);
  place.limit = static_cast<int>(fields.integer("limit", 1, most).value_or(place.limit));
  return http::parsed(place, fields.finish());
}

http::Response handle_events(app::Context& context, const http::Request& request) {
  const auto parsed = parse_events_place(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& place = std::get<EventsPlace>(parsed);
  number_events(context.database);
  auto events = context.database.read([&](Session& session) {
    return storage::load_outgoing_events(session, place.after, place.limit + 1);
  });
  const bool has_more = events.size() > static_cast<std::size_t>(place.limit);
  if (has_more) events.pop_back();
  json::array items;
  for (const auto& event : events) items.push_back(to_json(event));
  return {.body =
              json::serialize(json::object{{"items", std::move(items)}, {"hasMore", has_more}})};
}

}  // namespace chalkline
