#include "app/threads.h"

#include <charconv>
#include <utility>

#include "app/zones.h"
#include "storage/messages.h"
#include "storage/people.h"

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

}  // namespace

void add_course_ties(Context& context, storage::Session& session, const std::string& person,
                     std::vector<storage::ThreadRow>& rows) {
  if (!context.policy().may_start.course || rows.empty()) return;
  std::vector<std::string> others;
  others.reserve(rows.size());
  for (const auto& row : rows) others.push_back(row.other.id);
  const auto ties = storage::load_course_ties(session, person, others);
  for (auto& row : rows) {
    const auto found = ties.find(row.other.id);
    if (found != ties.end()) row.facts.ties = found->second;
  }
}

void add_course_ties(Context& context, storage::Session& session, const std::string& person,
                     storage::ThreadRow& row) {
  if (!context.policy().may_start.course || !row.facts.recipient.known) return;
  const auto ties = storage::load_course_ties(session, person, {row.other.id});
  if (!ties.empty()) row.facts.ties = ties.begin()->second;
}

rules::Thread begin_thread(storage::Session& session, const rules::Pair& pair, rules::Time now) {
  const auto id = storage::insert_thread(session, pair, now);
  storage::insert_membership(session, pair.low, pair.high, id, now);
  storage::insert_membership(session, pair.high, pair.low, id, now);
  return {.id = id, .pair = pair, .created_at = now};
}

std::vector<std::string> load_earlier_texts(Context& context, storage::Session& session,
                                            const std::string& sender,
                                            const storage::ThreadRow& row, long long before) {
  // Among so many messages of both: what lies further back is another conversation.
  constexpr long long window = 20;
  if (row.mine.thread_id == 0 || !rules::looks_for_contact_details(context.policy(), row.facts)) {
    return {};
  }
  return storage::load_texts_of(session, row.mine.thread_id, sender, before - window, before);
}

std::optional<rules::HoursNow> hours_of_other(const storage::ThreadRow& row, rules::Time now) {
  const auto* const zone = row.other_hours ? find_zone(row.other_hours->time_zone) : nullptr;
  if (zone == nullptr) return std::nullopt;
  return rules::hours_now(*zone, *row.other_hours, now);
}

boost::json::object thread_json(const Context& context, const storage::ThreadRow& row,
                                rules::Time now, const boost::json::storage_ptr& memory) {
  const auto can = rules::decide_can(context.policy(), row.facts, now);
  return http::to_json(
      http::ThreadShape{.mine = row.mine,
                        .other = row.other,
                        .other_hours = hours_of_other(row, now),
                        .relationship = rules::stronger(row.facts.teaches, row.facts.taught_by),
                        .blocked_by_me = row.facts.i_block,
                        .communication_disabled = row.facts.i_block || row.facts.blocks_me,
                        .can = can},
      memory);
}

long long thread_id(std::string_view text) { return canonical_number(text); }
long long message_seq(std::string_view text) { return canonical_number(text); }

}  // namespace chalkline::app
