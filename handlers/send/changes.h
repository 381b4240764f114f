#pragma once

#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

// A new text for a message.
http::Parsed<std::string> parse_change(const http::Request& request);

// PATCH /api/send/{threadId}/{seq} {message}
//   200 Message with its new text and editedAt, and warnings as when sending; the text it has
//       already changes nothing
//   400 bad_input: message required
//   403 not_your_message, edit_window_over, not_allowed_to_message, communication_blocked,
//       negative_review, sender_suspended, sender_rejected, sender_needs_improvement,
//       parent_not_linked, tutor_not_eligible
//   404 not_found: no such message, or not in a thread of the caller's
//   409 message_removed
//   422 message_empty, message_too_long, contact_details_not_allowed
http::Response handle_change(app::Context& context, const http::Request& request);

// DELETE /api/send/{threadId}/{seq}
//   200 Message of kind removed, without a text; again: the same
//   403 not_your_message, edit_window_over; not_allowed_to_message: the caller is erased
//   404 as above
http::Response handle_removal(app::Context& context, const http::Request& request);

}  // namespace chalkline
