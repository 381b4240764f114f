#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/time.h"

namespace chalkline::rules {

// What people are to be told outside of the pages: written in the transaction of what it tells,
// sent later by the scheduler.

// `app`: on the pages that the person has open.
enum class TellingChannel : std::uint8_t { email, sms, push, app };
std::string_view name_of(TellingChannel channel);

struct Telling {
  std::string event;
  std::string about;         // id of what it is about
  long long version = 0;     // of what it is about, at this moment
  std::string recipient_id;  // a person; or
  std::string address;       // an address, whosever it is
  TellingChannel channel = TellingChannel::email;
  Time not_before{};
  std::string collapse_key;  // a newer telling takes the place of waiting ones; empty: none
  // When it is pointless; of channel app, how long it waits for a page to be opened. None: it does
  // not wait.
  std::optional<Time> not_after = {};
};

// Whether it still waits at `now` for somebody to be there.
bool waits_at(const Telling& telling, Time now);

// What became of one. `dropped`: there is nothing to tell any more, or nobody to be told.
enum class TellingDecision : std::uint8_t { sent, dropped, given_up };
std::string_view name_of(TellingDecision decision);

// How long a worker may take for one; then another one takes it.
inline constexpr std::chrono::minutes telling_lease{5};

// How long to wait after so many failed attempts, the pauses growing; none: enough were made.
std::optional<std::chrono::minutes> pause_after(int attempts);

}  // namespace chalkline::rules
