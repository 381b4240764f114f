#pragma once

#include <cstddef>

#include "rules/contact_letters.h"

namespace chalkline::rules::contacts {

// Links with a scheme, hosts that begin with www, and bare domains.
void find_links(Reading& reading, Letters& letters);

// The end of the handle that begins at `first`: Latin letters, digits, '_', '.' and '-' inside.
std::size_t end_of_handle(const Letters& letters, std::size_t first);

}  // namespace chalkline::rules::contacts
