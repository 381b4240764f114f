#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "http/request.h"
#include "http/shapes.h"
#include "storage/threads.h"

namespace chalkline::app {

// Adds what decide_can looks at and the rows do not hold: what courses make of each pair, on sites
// whose policy looks at courses, and what the students of parent threads have with the tutors. One
// statement for all courses, and one for all parent threads; none where there is nothing to ask.
void add_ties(Context& context, storage::Session& session, const std::string& person,
              std::vector<storage::ThreadRow>& rows);
void add_ties(Context& context, storage::Session& session, const std::string& person,
              storage::ThreadRow& row);
// Likewise of threads of several people, in no more statements.
void add_ties(Context& context, storage::Session& session,
              std::vector<storage::ListenedThread>& threads);

// The part of courses alone, whatever the policy.
void add_course_ties(storage::Session& session, const std::string& person,
                     std::vector<storage::ThreadRow>& rows);

// A direct thread of the two, empty as yet, with its two members, who find each other by name from
// now on (S0-07). Where another process has just begun it, that is a conflict: the transaction runs
// again and finds it.
rules::Thread begin_thread(storage::Session& session, const rules::Pair& pair, rules::Time now);

// Likewise of a triple (S2-04), on a link that has been taken and stands. It begins with its first
// message, in the same transaction (S2-17).
rules::Thread begin_parent_thread(storage::Session& session, const rules::Triple& triple,
                                  rules::Time now);

// The sender's texts in front of message `before` of the thread that contact details may be split
// over; nothing is read where the site's policy does not look for them.
std::vector<std::string> load_earlier_texts(Context& context, storage::Session& session,
                                            const std::string& sender,
                                            const storage::ThreadRow& row, long long before);
// Likewise those behind message `after`, which is being changed.
std::vector<std::string> load_later_texts(Context& context, storage::Session& session,
                                          const std::string& sender, const storage::ThreadRow& row,
                                          long long after);

// What is told of contact details in `text` where it is what message `first` was sent with; none
// where that was another text. What was found then may be no longer: the texts in front of it, the
// relationship and the policy may have changed since.
std::optional<rules::ContactDecision> find_told_again(Context& context, storage::Session& session,
                                                      const storage::ThreadRow& row,
                                                      const rules::Message& first,
                                                      std::string_view text);

// The working hours of the other one at `now` (S1-22); none where they have set none, or in a zone
// that this machine does not know.
std::optional<rules::HoursNow> hours_of_other(const storage::ThreadRow& row, rules::Time now);

// The contract's Thread of this row, with what its member may do at `now`.
boost::json::object thread_json(const Context& context, const storage::ThreadRow& row,
                                rules::Time now, const boost::json::storage_ptr& memory = {});

// The id of a thread as clients write it; 0, which no thread has, for anything else.
long long thread_id(std::string_view text);
// Likewise the seq of a message in a path.
long long message_seq(std::string_view text);

}  // namespace chalkline::app
