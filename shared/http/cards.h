#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "rules/cards.h"
#include "rules/messages.h"
#include "rules/time.h"

namespace chalkline::http {

// How a message of kind `card` names what it shows: its `notice`, {code: "card", id, type} in
// canonical form.
std::string card_notice(const rules::CardName& name);
// None where the message is no card.
std::optional<rules::CardName> card_of(const rules::Message& message);

// The contract's Card (§2), in the words of one who sees it.
struct CardShape {
  const rules::CardName& name;
  std::string_view state;
  std::string title;
  std::vector<std::string> lines;
  std::optional<rules::Time> starts_at;
  std::optional<long long> minutes;
  std::vector<std::string_view> actions;  // what the viewer may do now
};
boost::json::object to_json(const CardShape& card);

}  // namespace chalkline::http
