#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/parent_access.h"
#include "app/thread_news.h"
#include "http/problem.h"
#include "rules/cards.h"
#include "rules/events.h"
#include "storage/bookings.h"

namespace chalkline::app {

// A card that an event has put into a conversation of `member`'s.
struct NewCard {
  std::string member;
  rules::CardPlace place;
};

// What became of one event; of a failed one with everything that is wrong.
struct Verdict {
  rules::EventOutcome outcome = rules::EventOutcome::applied;
  http::BadInput errors = {};
  // To be announced after COMMIT.
  std::vector<AccessChange> access = {};
  std::optional<NewCard> card = {};
  ThreadNews threads = {};
  // The booking that it has written.
  std::optional<storage::BookingPair> booking = {};
};

}  // namespace chalkline::app
