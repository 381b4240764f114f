#include "storage/savepoints.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* set_savepoint_sql = "/* set_savepoint */ SAVEPOINT part";

constexpr const char* roll_back_to_savepoint_sql =
    "/* roll_back_to_savepoint */ ROLLBACK TO SAVEPOINT part";

}  // namespace

void set_savepoint(Session& session) { Statement(session, set_savepoint_sql).execute(); }

void roll_back_to_savepoint(Session& session) {
  Statement(session, roll_back_to_savepoint_sql).execute();
}

}  // namespace chalkline::storage
