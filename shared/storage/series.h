#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/series.h"
#include "storage/database.h"

namespace chalkline::storage {

// Series of bookings (S0-20). Whoever writes one has taken the guards of its two people.

// Its id. A key that is taken is a duplicate: `proposer_client`, `external`. `client_id` is the
// proposer's; empty: none.
long long insert_series(Session& session, const rules::SeriesRecord& series,
                        const std::string& client_id);
void mark_series_state(Session& session, long long series, rules::SeriesState state,
                       rules::Time now);
// What it has been told anew: its plan, and the version of that.
void update_told_series(Session& session, const rules::SeriesRecord& series);
void mark_series_card(Session& session, long long series, const rules::CardPlace& place);

std::optional<rules::SeriesRecord> load_series(Session& session, long long series);
// Those of these ids that are there, in no order.
std::vector<rules::SeriesRecord> load_series_of(Session& session,
                                                const std::vector<std::string>& ids);
std::optional<rules::SeriesRecord> load_series_by_client_id(Session& session,
                                                            const std::string& proposer,
                                                            const std::string& client_id);
std::optional<rules::SeriesRecord> load_external_series(Session& session,
                                                        const std::string& external);

}  // namespace chalkline::storage
