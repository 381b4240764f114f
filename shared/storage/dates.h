#pragma once

#include <string>

#include "rules/zones.h"

namespace chalkline::storage {

// DATE and back.
std::string sql_date(rules::Date date);
rules::Date date_from_sql(const std::string& text);

}  // namespace chalkline::storage
