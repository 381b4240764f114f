#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace chalkline::rules {

// Cards in a conversation (S0-18 to S0-21): a message names what it shows, and whoever reads it
// sees that as it is then.
enum class CardType : std::uint8_t { booking, package, schedule };
std::string_view name_of(CardType type);
std::optional<CardType> card_type_from(std::string_view name);

// What a card shows: a booking, an order that is a package, a series of bookings.
struct CardName {
  CardType type = CardType::booking;
  std::string id;

  friend bool operator<(const CardName& one, const CardName& other) {
    return std::tie(one.type, one.id) < std::tie(other.type, other.id);
  }
};

// Where a card stands.
struct CardPlace {
  long long thread_id = 0;
  long long seq = 0;
};

}  // namespace chalkline::rules
