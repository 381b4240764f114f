#pragma once

#include <string>

#include "storage/sql.h"
#include "storage/threads.h"

namespace chalkline::storage {

// What lists need not know. Who may have a stream open, for what is about to be announced: streams
// live by the machine's clock, whatever the site's.
#define CHALKLINE_CLOSER_LOOK                     \
  " IFNULL(me.live_until > UTC_TIMESTAMP(3), 0)," \
  " IFNULL(o.live_until > UTC_TIMESTAMP(3), 0), me.hides_receipts, o.hides_receipts"
// The same in a thread, whose other side may have lost access: `z` is their row.
#define CHALKLINE_CLOSER_LOOK_AT_THREAD                                      \
  " IFNULL(me.live_until > UTC_TIMESTAMP(3), 0),"                            \
  " IFNULL(o.live_until > UTC_TIMESTAMP(3) AND z.thread_id IS NOT NULL, 0)," \
  " me.hides_receipts, o.hides_receipts"

// Whether a mail would tell the other of a new message: `w` are their settings, `z` is their row of
// the thread.
#define CHALKLINE_ALERT " IFNULL(o.email, '') <> '', IFNULL(w.message_email, -1)"
#define CHALKLINE_ALERT_IN_THREAD CHALKLINE_ALERT ", IFNULL(z.muted, 0), IFNULL(z.unread, 0) > 0"

// The bits of ThreadColumns::marks, in one cell, as every cell of a list costs.
#define CHALKLINE_MARKS                                                                        \
  "(IFNULL(r.low_blocks | r.high_blocks << 1 | r.low_negative << 2 | r.high_negative << 3, 0)" \
  " | (o.erased_at IS NOT NULL) << 4 | (me.erased_at IS NOT NULL) << 7)"

// The columns of a ThreadRow: `m` is the member's row, `me`, `o` and the student `s` are people,
// `r` is the relationship of `me` and `o`.
#define CHALKLINE_THREAD_COLUMNS                                                    \
  " m.thread_id, m.kind, m.pinned, m.archived, m.muted, m.snoozed_until,"           \
  " m.wake_on_message, m.unread, m.marked_unread, m.read_upto, m.last_seq,"         \
  " m.last_sender_id, m.last_kind, m.last_preview, m.last_at, m.unanswered,"        \
  " me.id, me.roles, me.standing, o.id, o.name, o.avatar_url, o.roles, o.standing," \
  " r.low_teaches, r.high_teaches, " CHALKLINE_MARKS                                \
  " | (m.parent_id <=> m.person_id) << 5 | IFNULL(m.reads_along, 0) << 6,"          \
  " o.vacation_since, o.vacation_until, o.working_hours,"                           \
  " m.student_id, s.name, s.avatar_url, s.roles"

// The places of a ThreadRow's columns while a statement runs: `bind` those of
// CHALKLINE_THREAD_COLUMNS, `bind_pair` those of a pair that know of no thread, the others those of
// the macros of their names.
struct ThreadColumns {
  void bind(Statement& statement);
  void bind_pair(Statement& statement);
  void bind_closer_look(Statement& statement);
  void bind_alert(Statement& statement);
  void bind_alert_in_thread(Statement& statement);

  // What the last row said. `pair`: what two people are to each other; of a thread nothing but what
  // facts say.
  ThreadRow pair() const;
  ThreadRow row() const;

  long long thread_id = 0;
  std::string kind;
  int pinned = 0;
  int archived = 0;
  int muted = 0;
  std::string snoozed_until;
  int wake_on_message = 1;
  int unread = 0;
  int marked_unread = 0;
  long long read_upto = 0;
  long long last_seq = 0;
  std::string last_sender_id;
  std::string last_kind;
  std::string last_preview;
  std::string last_at;
  int unanswered = 0;
  std::string my_id;
  int my_roles = 0;
  std::string my_standing;
  std::string other_id;
  std::string other_name;
  std::string other_avatar_url;
  int other_roles = 0;
  std::string other_standing;
  std::string low_teaches;
  std::string high_teaches;
  int marks = 0;
  std::string vacation_since;
  std::string vacation_until;
  std::string working_hours;
  std::string student_id;
  std::string student_name;
  std::string student_avatar_url;
  int student_roles = 0;
  int i_listen = 0;
  int other_listens = 0;
  int i_hide_receipts = 0;
  int other_hides_receipts = 0;
  int other_has_address = 0;
  int other_choice = -1;
  int other_mutes = 0;
  int other_has_unread = 0;

 private:
  rules::AlertFacts alert() const;
  rules::Membership membership() const;
  rules::SendFacts facts() const;
  bool reads_along() const;
  bool is_about_student() const;
  void add_student(ThreadRow& row) const;
};

}  // namespace chalkline::storage
