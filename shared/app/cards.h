#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "app/context.h"
#include "rules/booking_record.h"
#include "rules/cards.h"
#include "rules/directory.h"
#include "rules/messages.h"
#include "rules/series.h"
#include "storage/database.h"

namespace chalkline::app {

// Cards as one person sees them, by their names.
using Cards = std::map<rules::CardName, boost::json::object>;

// The cards that these messages are, as they stand at `now`: with what `viewer` may do (S0-21), in
// the viewer's language and on the viewer's clocks. Nothing is read where none is a card; what is
// not there or not the viewer's is left out.
Cards load_cards(const Context& context, storage::Session& session, const std::string& viewer,
                 const std::vector<const rules::Message*>& messages, rules::Time now);
// That of one message, for http::MessageShape; null where it has none.
const boost::json::object* find_card(const Cards& cards, const rules::Message& message);

// Writes the card of something new into the direct thread of the two, in the session's open
// transaction; the thread begins with it where there was none (S0-04), and before it both are told
// what parents see (app/guardians.h). Counts for no cap. None where the directory does not know
// both.
std::optional<rules::CardPlace> store_card(storage::Session& session, const rules::Policy& policy,
                                           const rules::BookingRecord& record, rules::Time now);
std::optional<rules::CardPlace> store_card(storage::Session& session, const rules::Policy& policy,
                                           const rules::OrderRecord& package, rules::Time now);
std::optional<rules::CardPlace> store_card(storage::Session& session, const rules::Policy& policy,
                                           const rules::SeriesRecord& series, rules::Time now);

// A card that is new or shows something else by now: live event `message` to both, after COMMIT and
// best effort. `member` is one of the two.
void announce_card(Context& context, const std::string& member, const rules::CardPlace& place,
                   rules::Time now);

}  // namespace chalkline::app
