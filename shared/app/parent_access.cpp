#include "app/parent_access.h"

#include "app/live.h"
#include "app/threads.h"
#include "storage/parent_threads.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using storage::Session;

bool open_thread(Session& session, const std::string& parent, long long thread) {
  if (!storage::restore_membership(session, parent, thread)) return false;
  storage::delete_closed_member(session, parent, thread);
  return true;
}

// What `person` sees of the thread now.
void announce_to(Context& context, const std::string& person, long long thread, rules::Time now) {
  const auto row = context.database.read([&](Session& session) {
    auto found = storage::load_thread(session, person, thread);
    if (found) add_ties(context, session, person, *found);
    return found;
  });
  if (row) announce_thread(context, person, *row, now);
}

void announce(Context& context, const AccessChange& change, rules::Time now) {
  if (change.told) announce_message(context, *change.told, now);
  if (change.parent.empty()) return;
  if (change.closed) {
    announce_closed(context, change.parent, change.thread_id, now);
  } else {
    announce_to(context, change.parent, change.thread_id, now);
  }
  if (!change.tutor.empty()) announce_to(context, change.tutor, change.thread_id, now);
}

}  // namespace

bool close_thread(Session& session, const std::string& parent, long long thread, rules::Time now) {
  if (!storage::insert_closed_member(session, parent, thread, now)) return false;
  storage::delete_membership(session, parent, thread);
  return true;
}

std::vector<AccessChange> close_parent_access(Session& session, const std::string& parent,
                                              const std::string& student, rules::Time now) {
  std::vector<AccessChange> changes;
  for (const auto& thread : storage::lock_threads_of_link(session, parent, student)) {
    if (!close_thread(session, parent, thread.id, now)) continue;
    changes.push_back(
        {.thread_id = thread.id, .parent = parent, .tutor = thread.tutor_id, .closed = true});
  }
  return changes;
}

std::vector<AccessChange> open_parent_access(Session& session, const std::string& parent,
                                             const std::string& student, rules::Time /*now*/) {
  std::vector<AccessChange> changes;
  for (const auto& thread : storage::lock_threads_of_link(session, parent, student)) {
    if (!open_thread(session, parent, thread.id)) continue;
    changes.push_back({.thread_id = thread.id, .parent = parent, .tutor = thread.tutor_id});
  }
  return changes;
}

void announce_access(Context& context, const std::vector<AccessChange>& changes, rules::Time now) {
  for (const auto& change : changes) announce(context, change, now);
}

}  // namespace chalkline::app
