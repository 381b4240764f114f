#pragma once

#include <string>

namespace chalkline::e2e {

// Runs one statement in a site's database: what tests need that no client may do. Returns the first
// column of the first row, or how many rows were changed.
std::string run_sql(const std::string& site, const std::string& statement);

// Whether the database takes work.
bool database_answers(const std::string& site);

}  // namespace chalkline::e2e
