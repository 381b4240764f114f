#include "storage/dates.h"

#include <chrono>

#include "storage/sql.h"

namespace chalkline::storage {

std::string sql_date(rules::Date date) {
  return rules::date_and_time(rules::Time(date.time_since_epoch()), ' ').substr(0, 10);
}

rules::Date date_from_sql(const std::string& text) {
  return std::chrono::floor<std::chrono::days>(
      rules::WallTime(time_from_sql(text).time_since_epoch()));
}

}  // namespace chalkline::storage
