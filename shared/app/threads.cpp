#include "app/threads.h"

#include <charconv>
#include <set>
#include <utility>

#include "app/zones.h"
#include "storage/known_names.h"
#include "storage/messages.h"
#include "storage/parent_threads.h"
#include "storage/people.h"
#include "storage/thread_changes.h"

namespace chalkline::app {
namespace {

// Digits alone, the first one not 0; else 0.
long long canonical_number(std::string_view text) {
  long long id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool canonical = fault == std::errc() && end == text.data() + text.size() &&
                         !text.empty() && text.front() != '0' && id > 0;
  return canonical ? id : 0;
}

// A row, and whose it is.
struct Owned {
  const std::string& person;
  storage::ThreadRow& row;
};
using Rows = std::vector<Owned>;

Rows rows_of(const std::string& person, std::vector<storage::ThreadRow>& rows) {
  Rows all;
  all.reserve(rows.size());
  for (auto& row : rows) all.push_back({person, row});
  return all;
}

void add_parent_facts(storage::Session& session, const Rows& rows) {
  std::vector<rules::Triple> triples;
  for (const auto& [person, row] : rows) {
    if (row.triple) triples.push_back(*row.triple);
  }
  if (triples.empty()) return;
  const auto facts = storage::load_parent_facts(session, triples);
  auto next = facts.begin();
  for (const auto& [person, row] : rows) {
    if (!row.triple) continue;
    const bool sender_is_parent = row.facts.about && row.facts.about->sender_is_parent;
    row.facts.about = *next++;
    row.facts.about->sender_is_parent = sender_is_parent;
  }
}

// Courses tie the pair of a direct thread only.
void add_course_ties(storage::Session& session, const Rows& rows) {
  std::set<std::string> people;
  for (const auto& [person, row] : rows) {
    if (!row.triple) people.insert({person, row.other.id});
  }
  if (people.empty()) return;
  const auto belongings = storage::load_belongings(session, {people.begin(), people.end()});
  for (const auto& [person, row] : rows) {
    const auto mine = belongings.find(person);
    const auto theirs = row.triple ? belongings.end() : belongings.find(row.other.id);
    if (mine == belongings.end() || theirs == belongings.end()) continue;
    row.facts.ties = rules::ties_between(mine->second, theirs->second);
  }
}

void add_ties(Context& context, storage::Session& session, const Rows& rows) {
  if (context.policy().may_start.course) add_course_ties(session, rows);
  add_parent_facts(session, rows);
}

bool may_be_split(const Context& context, const storage::ThreadRow& row) {
  return row.mine.thread_id != 0 && rules::looks_for_contact_details(context.policy(), row.facts);
}

}  // namespace

void add_course_ties(storage::Session& session, const std::string& person,
                     std::vector<storage::ThreadRow>& rows) {
  add_course_ties(session, rows_of(person, rows));
}

void add_ties(Context& context, storage::Session& session, const std::string& person,
              std::vector<storage::ThreadRow>& rows) {
  add_ties(context, session, rows_of(person, rows));
}

void add_ties(Context& context, storage::Session& session, const std::string& person,
              storage::ThreadRow& row) {
  const Rows rows{{person, row}};
  if (context.policy().may_start.course && row.facts.recipient.known) {
    add_course_ties(session, rows);
  }
  add_parent_facts(session, rows);
}

void add_ties(Context& context, storage::Session& session,
              std::vector<storage::ListenedThread>& threads) {
  Rows rows;
  rows.reserve(threads.size());
  for (auto& [person, row] : threads) rows.push_back({person, row});
  add_ties(context, session, rows);
}

rules::Thread begin_thread(storage::Session& session, const rules::Pair& pair, rules::Time now) {
  const auto id = storage::insert_thread(session, pair, now);
  storage::insert_membership(session, pair.low, pair.high, id, now);
  storage::insert_membership(session, pair.high, pair.low, id, now);
  storage::insert_known_pairs(session, {pair});
  return {.id = id, .pair = pair, .created_at = now};
}

rules::Thread begin_parent_thread(storage::Session& session, const rules::Triple& triple,
                                  rules::Time now) {
  const auto id = storage::insert_parent_thread(session, triple, now);
  storage::insert_parent_membership(session, triple.parent, triple.tutor, triple, id, now);
  storage::insert_parent_membership(session, triple.tutor, triple.parent, triple, id, now);
  return {.id = id, .pair = rules::pair_of(triple.parent, triple.tutor), .created_at = now};
}

std::vector<std::string> load_earlier_texts(Context& context, storage::Session& session,
                                            const std::string& sender,
                                            const storage::ThreadRow& row, long long before) {
  if (!may_be_split(context, row)) return {};
  return storage::load_texts_of(session, row.mine.thread_id, sender, before - rules::contact_window,
                                before);
}

std::vector<std::string> load_later_texts(Context& context, storage::Session& session,
                                          const std::string& sender, const storage::ThreadRow& row,
                                          long long after) {
  if (!may_be_split(context, row)) return {};
  return storage::load_texts_of(session, row.mine.thread_id, sender, after + 1,
                                after + 1 + rules::contact_window);
}

std::optional<rules::ContactDecision> find_told_again(Context& context, storage::Session& session,
                                                      const storage::ThreadRow& row,
                                                      const rules::Message& first,
                                                      std::string_view text) {
  const auto sent =
      storage::load_first_version(session, first.thread_id, first.seq).value_or(first.body);
  if (!rules::stands_for(sent, text)) return std::nullopt;
  const auto& policy = context.policy();
  const bool was_masked = sent != text;
  if (!was_masked && !rules::looks_for_contact_details(policy, row.facts)) {
    return rules::ContactDecision{};
  }
  const auto earlier =
      storage::load_texts_of(session, first.thread_id, first.sender_id.value_or(""),
                             first.seq - rules::contact_window, first.seq);
  return rules::told_again(policy.contact_details, rules::relationship_of(row.facts),
                           rules::find_contact_details(text, earlier, policy.allowed_contacts),
                           was_masked);
}

std::optional<rules::HoursNow> hours_of_other(const storage::ThreadRow& row, rules::Time now) {
  const auto* const zone = row.other_hours ? find_zone(row.other_hours->time_zone) : nullptr;
  if (zone == nullptr) return std::nullopt;
  return rules::hours_now(*zone, *row.other_hours, now);
}

boost::json::object thread_json(const Context& context, const storage::ThreadRow& row,
                                rules::Time now, const boost::json::storage_ptr& memory) {
  const auto& policy = context.policy();
  const auto& facts = row.facts;
  const bool blocks_count =
      !facts.reads_along && (!facts.about || policy.block.parent == rules::Policy::Block::allow);
  const auto can = rules::decide_can(policy, facts, now);
  return http::to_json(http::ThreadShape{.mine = row.mine,
                                         .other = row.other,
                                         .other_hours = hours_of_other(row, now),
                                         .student = row.student,
                                         .relationship = rules::relationship_of(facts),
                                         .blocked_by_me = blocks_count && facts.i_block,
                                         .communication_disabled =
                                             blocks_count && (facts.i_block || facts.blocks_me),
                                         .can = can},
                       memory);
}

long long thread_id(std::string_view text) { return canonical_number(text); }
long long message_seq(std::string_view text) { return canonical_number(text); }

}  // namespace chalkline::app
