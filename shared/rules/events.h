#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chalkline::rules {

// What became of an event that another server has told.
enum class EventOutcome : std::uint8_t {
  applied,
  ignored,   // no news: a repeated event, or one that a newer one has overtaken
  recorded,  // of a type that nothing here takes
  failed,    // wrong in itself, or the database refused it
};

std::string_view name_of(EventOutcome outcome);
std::optional<EventOutcome> event_outcome_from(std::string_view name);

}  // namespace chalkline::rules
