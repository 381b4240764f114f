#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "rules/contact_details.h"
#include "rules/courses.h"
#include "rules/paper_trail.h"
#include "rules/people.h"
#include "rules/policy.h"
#include "rules/refusals.h"
#include "rules/threads.h"
#include "rules/time.h"

namespace chalkline::rules {

// A message as it is kept. It is named by its thread and seq: 1, 2, 3 … per thread, without gaps,
// in the order of commits.
struct Message {
  long long thread_id = 0;
  long long seq = 0;
  MessageKind kind = MessageKind::text;
  std::optional<std::string> sender_id;
  std::string body;
  Time at{};
  std::optional<Time> edited_at;
  std::optional<std::string> client_id;
  // Of a message that nobody sent: what it says as a JSON object {code, …} in canonical form, so
  // that a page can word it itself; `body` says the same in English. Of a card: what it shows.
  std::optional<std::string> notice = {};
  std::optional<Seal> seal = {};  // of what it says now; none: it is to be sealed, or older
};

// A message to all parents of a student is kept once in each one's thread. The first copy has the
// clientId that the sender gave, the others one that goes on with a zero byte and the parent, which
// no sender can give.
std::string copy_client_id(const std::string& given, const std::string& parent);
// What the sender gave.
std::optional<std::string> client_id_given(const Message& message);

// What permission looks at in one of two people.
struct Party {
  bool known = false;   // the directory has them
  bool erased = false;  // it had: the platform has erased them, and they are not known any more
  Roles roles;
  Standing standing = Standing::ok;
  std::optional<Vacation> vacation;
};

// What lies between a parent, a tutor and the student they write about (S2-06, S2-11, S2-16).
struct ParentFacts {
  bool sender_is_parent = false;  // else the sender is the tutor
  bool student_known = false;     // the directory has them
  bool linked = false;            // the parent is confirmed as one of the student's
  bool purchased = false;         // a paid order or package of the student with the tutor
  bool enrolled = false;  // the student is enrolled in a course that the tutor teaches, both now
  Relationship relationship = Relationship::none;  // of the tutor and the student
};

// Everything decide_send looks at.
struct SendFacts {
  bool same_person = false;
  bool reads_along = false;  // a parent, who is none of the two: the others are the tutor's
  Party sender;
  Party recipient;
  Relationship teaches = Relationship::none;    // the sender is the recipient's tutor
  Relationship taught_by = Relationship::none;  // the recipient is the sender's tutor
  CourseTies ties;                              // of the sender
  bool i_block = false;                         // the sender has blocked the recipient
  bool blocks_me = false;                       // the recipient has blocked the sender
  bool negative_review = false;                 // the recipient has left the sender a negative one
  bool has_messages = false;                    // the thread holds at least one message
  int unanswered = 0;                           // messages in a row by the sender without an answer
  std::optional<ParentFacts> about;             // of a parent thread; none: a direct one
};

// How far the teaching has come that the two write about: between them, or of the student.
Relationship relationship_of(const SendFacts& facts);

struct Draft {
  std::string_view text;
  bool has_attachment = false;
  // The sender's last texts in the thread, the newest last, where looks_for_contact_details; and
  // those behind it, the oldest first, where it takes the place of another.
  std::span<const std::string> earlier = {};
  std::span<const std::string> later = {};
};

struct Acceptance {
  std::optional<int> remaining;  // unanswered messages left after this one; none: no cap (S0-24)
  bool begins_relationship = false;  // the sender becomes, as a student, exploring with this tutor
  ContactDecision contact_details;   // accept, warn or mask (S1-19)
};

// Whether contact details matter between the two at all: without, nothing need be read for it.
bool looks_for_contact_details(const Policy& policy, const SendFacts& facts);
// The text as it is stored: with "•••" where it is masked.
std::string stored_text(std::string_view text, const ContactDecision& contact_details);

// Whether the sender may put this draft into the thread with the recipient at `now`, and if not,
// why and what would lift it; a parent thread by decide_parent_send. Reasons that lie in the pair
// come before those that lie in the text, so that a stranger learns nothing from the text's length.
std::variant<Acceptance, Refusal> decide_send(const Policy& policy, const SendFacts& facts,
                                              const Draft& draft, Time now);

// What a page needs before the user types: decide_send for a draft that nothing in the text stops.
struct Can {
  bool send = false;
  bool attach = false;
  std::optional<Refusal> refusal;
  std::optional<int> remaining;  // unanswered messages left (S0-24); none: no cap
};
Can decide_can(const Policy& policy, const SendFacts& facts, Time now);

// Whether the recipient's vacation answers this sender, who may write although it lasts (S0-31).
// Once per sender and vacation: whether it has done so is for storage to tell.
bool is_answered_by_vacation(const SendFacts& facts, Time now);
// What it answers this sender, as it is stored: contact details that would be hidden or refused in
// a message are hidden, as nobody is there to be told (S1-19).
std::string vacation_answer(const Policy& policy, const SendFacts& facts, std::string_view message);

// Whether one of two people may block the other (S0-25), and if not, why: only whom there is a way
// to hear from. block.direct decides where they write to each other directly, or may; block.parent
// where all they have is a parent thread, `share_parent_thread`: one that the blocker may read.
std::optional<Refusal> refuse_block(const Policy& policy, const SendFacts& facts,
                                    bool share_parent_thread);

// What a change of one's own message looks at: PATCH, or DELETE where there is no new text.
struct EditFacts {
  MessageKind kind = MessageKind::text;
  bool mine = false;  // the one who asks has sent it
  Time sent_at{};
};
// Whether a message can be changed to `draft` at `now`, and what of contact details in it. The
// window is policy's edit_window, from sending on; its last moment still counts. `pair` is who sent
// it and to whom: a change says something new, so a block and a bad standing stop it as they stop
// sending.
std::variant<ContactDecision, Refusal> decide_edit(const Policy& policy, const SendFacts& pair,
                                                   const EditFacts& facts, const Draft& draft,
                                                   Time now);
// Why a message cannot be removed; none where it can. Nothing between the two stops it, and one
// that is removed already may be removed again; who is no longer known changes nothing.
std::optional<Refusal> refuse_removal(const Policy& policy, const SendFacts& pair,
                                      const EditFacts& facts, Time now);
// When a message is changed that is changed at `now`: later than any change before, so that who
// sees two of them knows which one stands. Requests overtake one another on their way to the lock.
Time time_of_change(const Message& message, Time now);

}  // namespace chalkline::rules
