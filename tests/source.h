#pragma once

#include <filesystem>

namespace chalkline::tests {

// The checkout's folder, for tests that read files of it.
std::filesystem::path source();

}  // namespace chalkline::tests
