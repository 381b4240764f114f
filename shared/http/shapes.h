#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "rules/contact_details.h"
#include "rules/feed.h"
#include "rules/hours.h"
#include "rules/messages.h"
#include "rules/people.h"
#include "rules/receipts.h"
#include "rules/refusals.h"
#include "rules/threads.h"

namespace chalkline::http {

// The contract's shapes (§2). Each value is made in `memory`, so that an answer of many rows costs
// few allocations.

boost::json::array names_of(const std::vector<rules::Lift>& lifts);

// Where contact details stand in a text: [{from, to, kind}], in code points.
boost::json::array to_json(const std::vector<rules::ContactSpan>& spans);
// What the sender of an accepted message is told (`warnings`): code contact_details, or
// contact_details_masked where the others see "•••" instead; the spans are of the text as sent.
boost::json::object to_json(const rules::ContactDecision& warning);

boost::json::object to_json(const rules::Person& person,
                            const boost::json::storage_ptr& memory = {});
// Likewise with `hours`, where somebody is about to write to that person (S1-22).
boost::json::object to_json(const rules::Person& person,
                            const std::optional<rules::HoursNow>& hours,
                            const boost::json::storage_ptr& memory = {});
boost::json::object to_json(const rules::Badge& badge);

// A thread for the member who keeps it so.
struct ThreadShape {
  const rules::Membership& mine;
  const rules::Person& other;
  std::optional<rules::HoursNow> other_hours;   // S1-22
  const std::optional<rules::Person>& student;  // of a parent thread
  rules::Relationship relationship = rules::Relationship::none;
  bool blocked_by_me = false;
  bool communication_disabled = false;  // by either (S0-26)
  const rules::Can& can;
};
boost::json::object to_json(const ThreadShape& thread, const boost::json::storage_ptr& memory = {});

// A message for `viewer`: clientId only for its sender, readAt as the other's reading on mine and
// mine on theirs; in a parent thread with whom it is of and about, and the sender's role (S2-03).
// `card` is what a message of that kind shows the viewer; null: nothing.
struct MessageShape {
  const rules::Message& message;
  const std::string& viewer;
  std::optional<rules::Time> read_at;
  const std::optional<rules::Triple>& triple;
  const boost::json::object* card = nullptr;
};
boost::json::object to_json(const MessageShape& shape, const boost::json::storage_ptr& memory = {});

boost::json::object to_json(const rules::Order& order, const boost::json::storage_ptr& memory = {});

}  // namespace chalkline::http
