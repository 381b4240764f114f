#include "app/guardians.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/json.hpp>

#include "app/sending.h"
#include "app/zones.h"
#include "http/canonical_json.h"
#include "storage/guardians.h"
#include "storage/parent_threads.h"
#include "storage/people.h"
#include "storage/thread_changes.h"

namespace chalkline::app {
namespace {

using rules::GuardianMode;
using storage::Session;

constexpr std::string_view lapsed = "parent_access_lapsed";

// What a thread is told; without a name, as a name may have to be erased.
std::string_view sentence_of(std::string_view code) {
  if (code == rules::name_of(GuardianMode::parent_copied)) {
    return "Linked parents of the student can read this conversation.";
  }
  if (code == rules::name_of(GuardianMode::parent_digest)) {
    return "Linked parents of the student get a daily summary of this conversation: who has "
           "written, and how much.";
  }
  if (code == lapsed) return "Parents have no access here any more, as the student is of age.";
  return "Parents see nothing of this conversation any more.";
}

rules::Message notice_of(std::string_view code, rules::Time now) {
  return {.kind = rules::MessageKind::auto_reply,
          .body = std::string(sentence_of(code)),
          .at = now,
          .notice = http::canonical_json(boost::json::object{{"code", code}})};
}

rules::ThreadParty party_of(const rules::Policy& policy, const storage::GuardedSide& side) {
  return {.id = side.id,
          .teaches = side.teaches,
          .of_age_at = of_age_at(policy, side.birth_date, side.time_zone),
          .parents = {}};
}

// A student's row is the lock of the question who their parents are: whoever makes or ends a link
// takes it too, so that no thread begins beside a link without either seeing the other.
void add_parents(Session& session, rules::ThreadParty& student, const rules::ThreadParty& tutor,
                 rules::Time now) {
  if (!rules::is_guarded(student, tutor, now)) return;
  storage::lock_person(session, student.id);
  for (auto& parent : storage::load_linked_parents(session, student.id)) {
    student.parents.push_back(std::move(parent.id));
  }
}

rules::GuardianState load_wanted(Session& session, const rules::Policy& policy,
                                 const storage::GuardedThread& thread, rules::Time now) {
  auto low = party_of(policy, thread.low);
  auto high = party_of(policy, thread.high);
  add_parents(session, low, high, now);
  add_parents(session, high, low, now);
  return rules::guardian_state(policy, low, high, now);
}

void move_readers(Session& session, const rules::Thread& thread,
                  const rules::GuardianChange& change, rules::Time now) {
  for (const auto& reader : change.leaving) close_thread(session, reader.parent, thread.id, now);
  for (const auto& reader : change.joining) {
    storage::insert_thread_reader(session, thread.id, reader,
                                  thread.pair.other_than(reader.student));
    storage::delete_closed_member(session, reader.parent, thread.id);
  }
}

// What a thread, which is taken, has been brought to, and the message that says so.
struct Settled {
  rules::GuardianChange change;
  rules::Message notice;
};

std::optional<Settled> settle(Session& session, const rules::Policy& policy, rules::Thread& thread,
                              storage::ThreadRow& row, rules::Time now, GuardianCause cause) {
  const auto found = storage::load_guarded_thread(session, thread.id);
  if (!found) return std::nullopt;
  const rules::GuardianState is{.mode = found->mode,
                                .readers = storage::load_thread_readers(session, thread.id)};
  auto change = rules::guardian_change(is, load_wanted(session, policy, *found, now));
  if (!change) return std::nullopt;
  storage::mark_guardian(session, thread.id, change->mode);
  move_readers(session, thread, *change, now);
  row.has_readers = change->mode == GuardianMode::parent_copied;
  const auto code = cause == GuardianCause::majority ? lapsed : rules::name_of(change->mode);
  auto notice = store_message(session, thread, row, notice_of(code, now));
  return Settled{*std::move(change), std::move(notice)};
}

std::vector<AccessChange> changes_of(Settled settled, const std::string& person,
                                     storage::ThreadRow row) {
  const auto thread = settled.notice.thread_id;
  std::vector<AccessChange> changes;
  changes.push_back(
      {.thread_id = thread, .told = Told{person, std::move(row), std::move(settled.notice)}});
  for (auto& reader : settled.change.joining) {
    changes.push_back({.thread_id = thread, .parent = std::move(reader.parent)});
  }
  for (auto& reader : settled.change.leaving) {
    changes.push_back({.thread_id = thread, .parent = std::move(reader.parent), .closed = true});
  }
  return changes;
}

std::vector<AccessChange> settle_locked(Session& session, const rules::Policy& policy,
                                        const std::string& person, storage::LockedThread& locked,
                                        rules::Time now, GuardianCause cause) {
  auto& [thread, row] = locked;
  auto settled = settle(session, policy, thread, row, now, cause);
  if (!settled) return {};
  return changes_of(*std::move(settled), person, std::move(row));
}

}  // namespace

std::optional<rules::Time> of_age_at(const rules::Policy& policy,
                                     const std::optional<std::string>& birth_date,
                                     const std::string& zone) {
  if (!birth_date) return std::nullopt;
  return rules::of_age_at(policy, birth_date, zone_or_utc(zone));
}

std::optional<Told> settle_first(Session& session, const rules::Policy& policy,
                                 const std::string& person, rules::Thread& thread,
                                 storage::ThreadRow& row, rules::Time now) {
  if (policy.guardian.mode == GuardianMode::kept_private) return std::nullopt;
  auto settled = settle(session, policy, thread, row, now, GuardianCause::link);
  if (!settled) return std::nullopt;
  ++row.mine.unread;
  return Told{person, row, std::move(settled->notice)};
}

std::vector<AccessChange> settle_threads_of(Session& session, const rules::Policy& policy,
                                            const std::string& student, rules::Time now,
                                            GuardianCause cause) {
  std::vector<AccessChange> changes;
  for (const auto thread : storage::load_direct_threads(session, student)) {
    auto locked = storage::lock_thread(session, student, thread);
    if (!locked) continue;
    auto some = settle_locked(session, policy, student, *locked, now, cause);
    std::ranges::move(some, std::back_inserter(changes));
  }
  return changes;
}

std::vector<AccessChange> settle_thread_of(Session& session, const rules::Policy& policy,
                                           const std::string& one, const std::string& other,
                                           rules::Time now) {
  auto locked = storage::lock_direct_thread(session, one, other);
  if (!locked || locked->thread.last_seq == 0) return {};
  return settle_locked(session, policy, one, *locked, now, GuardianCause::link);
}

std::vector<AccessChange> tell_of_majority(Session& session, const std::string& parent,
                                           const std::string& student, rules::Time now) {
  std::vector<AccessChange> changes;
  for (const auto& [id, tutor] : storage::lock_threads_of_link(session, parent, student)) {
    auto locked = storage::lock_thread(session, tutor, id);
    if (!locked) continue;
    auto notice = store_message(session, locked->thread, locked->row, notice_of(lapsed, now));
    // When this is announced the parent is not there any more.
    locked->row.other_listens = false;
    changes.push_back(
        {.thread_id = id, .told = Told{tutor, std::move(locked->row), std::move(notice)}});
  }
  return changes;
}

}  // namespace chalkline::app
