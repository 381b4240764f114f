#pragma once

#include <filesystem>

#include "config/yaml.h"
#include "rules/policy.h"

namespace chalkline::config {

// A site's policy: the preset that `preset` names, from `presets`/NAME.yaml, or the defaults where
// it is null; then the keys in `overrides`, a map, one by one. Throws Error for an unknown preset,
// for a preset that leaves a key out, and for values that do not go together.
rules::Policy load_policy(const Value* preset, const Value* overrides,
                          const std::filesystem::path& presets);

}  // namespace chalkline::config
