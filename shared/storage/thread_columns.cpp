#include "storage/thread_columns.h"

#include "storage/hours.h"

namespace chalkline::storage {
namespace {

// The bits of ThreadColumns::marks.
constexpr int low_blocks = 1;
constexpr int high_blocks = 2;
constexpr int low_negative = 4;
constexpr int high_negative = 8;
constexpr int other_erased = 16;
constexpr int i_am_parent = 32;
constexpr int i_read_along = 64;
constexpr int i_am_erased = 128;

rules::Party party(const std::string& id, int roles, const std::string& standing, bool erased) {
  return {.known = !id.empty() && !erased,
          .erased = erased,
          .roles = {static_cast<std::uint32_t>(roles)},
          .standing = rules::standing_from(standing).value_or(rules::Standing::ok)};
}

}  // namespace

void ThreadColumns::bind(Statement& statement) {
  statement.into(thread_id, kind, pinned, archived, muted, snoozed_until, wake_on_message, unread,
                 marked_unread, read_upto, last_seq, last_sender_id, last_kind, last_preview,
                 last_at, unanswered, my_id, my_roles, my_standing, other_id, other_name,
                 other_avatar_url, other_roles, other_standing, low_teaches, high_teaches, marks,
                 vacation_since, vacation_until, working_hours, student_id, student_name,
                 student_avatar_url, student_roles);
}
void ThreadColumns::bind_pair(Statement& statement) {
  statement.into(my_id, my_roles, my_standing, other_id, other_name, other_avatar_url, other_roles,
                 other_standing, low_teaches, high_teaches, marks, vacation_since, vacation_until,
                 working_hours);
}
void ThreadColumns::bind_closer_look(Statement& statement) {
  statement.into(i_listen, other_listens, i_hide_receipts, other_hides_receipts);
}

void ThreadColumns::bind_alert(Statement& statement) {
  statement.into(other_has_address, other_choice);
}
void ThreadColumns::bind_alert_in_thread(Statement& statement) {
  bind_alert(statement);
  statement.into(other_mutes, other_has_unread);
}

rules::AlertFacts ThreadColumns::alert() const {
  rules::AlertFacts facts{.has_address = other_has_address != 0,
                          .muted = other_mutes != 0,
                          .has_unread = other_has_unread != 0};
  if (other_choice >= 0) facts.choice = other_choice != 0;
  return facts;
}

rules::Membership ThreadColumns::membership() const {
  rules::Membership mine{
      .thread_id = thread_id,
      .kind = kind == "parent" ? rules::ThreadKind::parent : rules::ThreadKind::direct,
      .last_activity_at = optional_time_from_sql(last_at).value_or(rules::Time{}),
      .unread = unread,
      .marked_unread = marked_unread != 0,
      .pinned = pinned != 0,
      .archived = archived != 0,
      .muted = muted != 0,
      .snoozed_until = optional_time_from_sql(snoozed_until),
      .wake_on_message = wake_on_message != 0,
      .read_upto = read_upto,
      .unanswered = unanswered};
  if (last_seq > 0) {
    mine.last = rules::LastMessage{
        .seq = last_seq,
        .sender_id = optional_text(last_sender_id),
        .kind = rules::message_kind_from(last_kind).value_or(rules::MessageKind::text),
        .preview = last_preview,
        .at = mine.last_activity_at};
  }
  return mine;
}

rules::SendFacts ThreadColumns::facts() const {
  const auto low = rules::relationship_from(low_teaches).value_or(rules::Relationship::none);
  const auto high = rules::relationship_from(high_teaches).value_or(rules::Relationship::none);
  const bool i_am_low = my_id < other_id;
  rules::SendFacts facts{
      .same_person = my_id == other_id,
      .reads_along = reads_along(),
      .sender = party(my_id, my_roles, my_standing, (marks & i_am_erased) != 0),
      .recipient = party(other_id, other_roles, other_standing, (marks & other_erased) != 0),
      .teaches = i_am_low ? low : high,
      .taught_by = i_am_low ? high : low,
      .i_block = (marks & (i_am_low ? low_blocks : high_blocks)) != 0,
      .blocks_me = (marks & (i_am_low ? high_blocks : low_blocks)) != 0,
      .negative_review = (marks & (i_am_low ? low_negative : high_negative)) != 0,
      .has_messages = last_seq > 0,
      .unanswered = unanswered};
  if (is_about_student()) facts.about = {.sender_is_parent = (marks & i_am_parent) != 0};
  if (const auto since = optional_time_from_sql(vacation_since)) {
    facts.recipient.vacation = {*since, optional_time_from_sql(vacation_until)};
  }
  return facts;
}

ThreadRow ThreadColumns::pair() const {
  return {.other = {.id = other_id,
                    .name = other_name,
                    .avatar_url = optional_text(other_avatar_url),
                    .roles = {static_cast<std::uint32_t>(other_roles)}},
          .facts = facts(),
          .other_hours = hours_from(working_hours),
          .i_listen = i_listen != 0,
          .other_listens = other_listens != 0,
          .receipts_hidden = i_hide_receipts != 0 || other_hides_receipts != 0,
          .alert = alert()};
}

ThreadRow ThreadColumns::row() const {
  ThreadRow row = pair();
  row.mine = membership();
  if (!student_id.empty()) add_student(row);
  return row;
}

bool ThreadColumns::reads_along() const { return (marks & i_read_along) != 0; }
bool ThreadColumns::is_about_student() const { return !student_id.empty() && !reads_along(); }

void ThreadColumns::add_student(ThreadRow& row) const {
  if (is_about_student()) {
    row.triple = rules::triple_of((marks & i_am_parent) != 0 ? my_id : other_id, student_id, my_id,
                                  other_id);
  }
  row.student = {.id = student_id,
                 .name = student_name,
                 .avatar_url = optional_text(student_avatar_url),
                 .roles = {static_cast<std::uint32_t>(student_roles)}};
}

}  // namespace chalkline::storage
