#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/threads.h"

namespace chalkline {

// A place in an inbox as the opaque text that clients bring back.
std::string cursor_of(const storage::ThreadRow& last);
std::optional<storage::InboxPlace> place_from(std::string_view cursor);

}  // namespace chalkline
