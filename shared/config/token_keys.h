#pragma once

#include <vector>

#include "config/site.h"
#include "config/yaml.h"

namespace chalkline::config {

// Reads `tokens.keys`: at least one key, no kid twice, each with the material its algorithm takes.
std::vector<TokenKey> read_token_keys(const Value& list);

}  // namespace chalkline::config
