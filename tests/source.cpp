#include "source.h"

namespace chalkline::tests {

std::filesystem::path source() { return CHALKLINE_SOURCE; }

}  // namespace chalkline::tests
