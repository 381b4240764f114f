#pragma once

#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

// POST /api/parent/links/{id}/confirm (S2-10): by the student whom a parent asks, or of whom the
//      platform says that a parent waits
//   200 the link, which stands from now on; again: the same
//   403 not_your_action: by the parent; of an invitation, which its mail accepts
//   404 not_found: no such request or link, or not the caller's, or its asker is gone
//   409 wrong_state {state}: declined, revoked or ended
http::Response handle_confirm(app::Context& context, const http::Request& request);

// POST /api/parent/links/{id}/decline: by whoever owns the address that was asked
//   200 the request, declined; again: the same
//   403 not_your_action; 404, 409 as above, also confirmed
http::Response handle_decline(app::Context& context, const http::Request& request);

// POST /api/parent/links/{id}/resend (S2-13): by the asker
//   200 the request; the mail goes out once more, and the one before is void
//   403 not_your_action; 404 as above; 409 wrong_state: any but pending and expired, or by phone
//   429 rate_limited
http::Response handle_resend(app::Context& context, const http::Request& request);

// POST /api/parent/links/{id}/renew (S2-06): by the student, from 30 days before they are of age
// on,
//      also of a link that has lapsed by then
//   200 the link, which stands beyond the student's majority; again: the same
//   403 not_your_action: by the parent; a request; 404 as above
//   409 wrong_state {state}: not yet, or a link that does not lapse, or has ended otherwise
http::Response handle_renew(app::Context& context, const http::Request& request);

// DELETE /api/parent/links/{id}: ends a link, by either side; takes a request back, by its asker
//   204 it does not stand any more; again: the same
//   403 not_your_action: a request of somebody else, which can be declined
//   404 as above
http::Response handle_end(app::Context& context, const http::Request& request);

http::Parsed<std::string> parse_accept(const http::Request& request);

// POST /api/parent/links/accept {token} (S2-13): by the parent who owns the invited address
//   200 the link, which stands from now on
//   400 bad_input: token required
//   403 link_for_another_address, role_missing
//   422 link_expired: a token that is unknown, used, replaced by a newer one, revoked or too old;
//       link_to_yourself
//   429 rate_limited: after many that were no good
http::Response handle_accept(app::Context& context, const http::Request& request);

}  // namespace chalkline
