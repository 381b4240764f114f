#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace chalkline::http {

// Which of `offers`, media types in lower case, a client likes best by its header Accept (RFC 9110
// §12.5.1); of equals the first. An empty header takes anything. None: it takes none of them.
std::optional<std::string_view> preferred_type(std::string_view accept,
                                               std::span<const std::string_view> offers);

}  // namespace chalkline::http
