#pragma once

#include "rules/paper_trail.h"

namespace chalkline::http {

// The entry of `version` behind `previous` in its thread's chain (S2-02), with a new random salt.
// Throws where the machine has no randomness to give.
rules::Seal make_seal(const rules::TrailHead& previous, const rules::Version& version);

}  // namespace chalkline::http
