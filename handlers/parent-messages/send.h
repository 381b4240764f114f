#pragma once

#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/parents.h"

namespace chalkline {

// A message as its sender asked for it.
struct ParentDraft {
  rules::ParentAddress address;
  std::string text;
  std::string client_id;  // the caller's, or one of our own, so that a transaction may run again
  bool has_attachment = false;
};
http::Parsed<ParentDraft> parse_parent_send(const http::Request& request);

// POST /api/parent/messages (S2-15 to S2-23, S2-03, S2-08, S2-11)
//   201 Message with parentId, tutorId, studentId, role, and warnings as when sending. With
//       parentId "all" {items: [Message]}: one to each confirmed parent, in their own threads, all
//       or none
//   200 the same, with Idempotent-Replay: true: this clientId has sent this before
//   400 bad_input: tutorId, studentId (person ids), message required; parentId a person id or
//       "all"; clientId as everywhere
//   403 parent_not_linked, tutor_not_eligible (also where there is no such person),
//       sender_suspended, sender_rejected, sender_needs_improvement, communication_blocked
//   409 no_parent_linked, ambiguous_parent {parents: [Person]}
//   422 attachment_not_yours, message_empty, message_too_long, contact_details_not_allowed,
//       client_id_reused
http::Response handle_parent_send(app::Context& context, const http::Request& request);

}  // namespace chalkline
