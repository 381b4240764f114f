#pragma once

#include <filesystem>

#include "config/site.h"

namespace chalkline::config {

// Reads one site file, whose name without .yaml is the site's; its secrets come from the files it
// names, its preset from `presets`. Throws Error for the first thing that is wrong.
Site load_site(const std::filesystem::path& file, const std::filesystem::path& presets);

}  // namespace chalkline::config
