#include "storage/health.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_health_sql =
    "/* load_health */ SELECT COUNT(*) FROM (SELECT id FROM threads LIMIT 1) AS any";

}  // namespace

bool load_health(Session& session) {
  int count = 0;
  Statement statement(session, load_health_sql);
  statement.into(count);
  return statement.fetch_one();
}

}  // namespace chalkline::storage
