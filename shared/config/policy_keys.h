#pragma once

#include <filesystem>

#include "config/yaml.h"
#include "rules/policy.h"

namespace chalkline::config {

// A site's policy: the preset that `preset` names, from `presets`/NAME.yaml, or the defaults where
// it is null; then the keys in `overrides`, a map, one by one. At a demo site the limits of the
// preset are a hundred times as high; those in `overrides` stand as they are. Throws Error for an
// unknown preset, for a preset that leaves a key out, and for values that do not go together.
rules::Policy load_policy(const Value* preset, const Value* overrides,
                          const std::filesystem::path& presets, bool demo);

// `policy` with the keys of a file laid over it, one by one: a map of policy keys. Throws Error as
// load_policy does.
rules::Policy overlaid_policy(rules::Policy policy, const std::filesystem::path& file);

}  // namespace chalkline::config
