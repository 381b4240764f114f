#pragma once

#include <optional>

#include "http/request.h"
#include "http/signature.h"
#include "transcript.h"

namespace chalkline {

// The transcript as a page of its own that can be read on a phone, printed on A4 or Letter, and
// saved: no scripts, nothing from elsewhere, and the signed document inside (S2-02). In the
// reader's language and by their clock, with UTC beside it.
http::Response transcript_page(const Transcript& transcript,
                               const std::optional<http::SigningKey>& key);

}  // namespace chalkline
