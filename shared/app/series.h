#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "app/context.h"
#include "rules/new_bookings.h"
#include "rules/series.h"
#include "storage/database.h"

namespace chalkline::app {

// What `person` is in a series; none: it is not theirs.
std::optional<rules::BookingActor> series_actor(const rules::SeriesRecord& series,
                                                const std::string& person);

// What `actor` may do with it now: accept, decline.
std::vector<std::string_view> series_actions(const rules::SeriesRecord& series,
                                             rules::BookingActor actor);

// When its first lesson begins.
rules::Time first_start(const rules::SeriesPlan& plan);

// What lies in its two people, for rules::refuse_pair. A tutor may propose to any student whom the
// tutor may write to, whatever the student's list says.
rules::NewBookingFacts load_series_facts(Context& context, storage::Session& session,
                                         const rules::SeriesRecord& series, rules::Time now);

// Every lesson of a series that waits for its answer, as it stands at `now`; none of one that has
// been answered.
std::vector<rules::Occurrence> load_occurrences(const Context& context, storage::Session& session,
                                                const rules::SeriesRecord& series, rules::Time now);

// Writes a new series with its card in the conversation of the two, in the session's open
// transaction. The guards have been taken.
rules::SeriesRecord store_series(storage::Session& session, const rules::Policy& policy,
                                 rules::SeriesRecord series, const std::string& client_id,
                                 rules::Time now);

// The series as `actor` sees it.
boost::json::object series_json(const rules::SeriesRecord& series,
                                const std::vector<rules::Occurrence>& occurrences,
                                rules::BookingActor actor);

}  // namespace chalkline::app
