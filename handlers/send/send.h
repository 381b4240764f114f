#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

// A message as its sender asked for it: to a person, or into a thread; exactly one of the two.
struct SendDraft {
  std::optional<std::string> to;
  std::optional<std::string> thread_id;
  std::string text;
  std::string client_id;  // the caller's, or one of our own, so that a transaction may run again
  bool has_attachment = false;
};
http::Parsed<SendDraft> parse_send(const http::Request& request);

// POST /api/send (S0-01, S0-07, S0-22 to -31, S1-01, S1-17, S1-19, S4-17 to -19)
//   201 {thread, message}; message.warnings where contact details were found or masked
//   200 the same, with Idempotent-Replay: true: this clientId has sent this message before
//   400 bad_input: message required; one of to (a person id), threadId; clientId or
//       Idempotency-Key of 1–64 characters
//   403 not_allowed_to_message (also to somebody who does not exist), sender_suspended,
//       sender_rejected, sender_needs_improvement, communication_blocked, negative_review,
//       tutor_on_vacation
//   404 not_found: no such thread, or not the caller's
//   422 unanswered_cap_reached, message_empty, message_too_long, attachments_not_allowed,
//       client_id_reused, contact_details_not_allowed
http::Response handle_send(app::Context& context, const http::Request& request);

// POST /api/send/typing
//   204 told to the other if they listen; never stored
//   400, 403, 404, 422 as above: whoever may not send does not type either
http::Response handle_typing(app::Context& context, const http::Request& request);

}  // namespace chalkline
