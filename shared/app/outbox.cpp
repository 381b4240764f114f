#include "app/outbox.h"

#include "storage/outbox.h"

namespace chalkline::app {

void tell(storage::Session& session, const rules::Telling& telling, rules::Time now) {
  if (!telling.collapse_key.empty()) {
    storage::drop_replaced_tellings(session, telling.collapse_key, now);
  }
  storage::insert_telling(session, telling, now);
}

}  // namespace chalkline::app
