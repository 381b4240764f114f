#pragma once

#include "rules/contact_letters.h"

namespace chalkline::rules::contacts {

// Links with a scheme, hosts that begin with www, and bare domains.
void find_links(Reading& reading, Letters& letters);

}  // namespace chalkline::rules::contacts
