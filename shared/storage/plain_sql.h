#pragma once

#include <string>
#include <string_view>

#include "storage/database.h"

namespace chalkline::storage {

// Runs a text as the server's own client would. SOCI looks for bound names even in comments and
// takes one statement's values at a time; migrations and bulk inserts need neither. `name` is what
// a Fault tells. Results, if there are any, are thrown away.
void execute_plain(Session& session, std::string_view text, const std::string& name);

// Appends 'value', quoted and escaped by the client library for this connection.
void append_quoted(Session& session, std::string& text, std::string_view value);

}  // namespace chalkline::storage
