#pragma once

#include "app/context.h"
#include "http/request.h"

namespace chalkline {

// PUT /api/inbox/blocks/{personId} (S0-25 to S0-27)
//   204 neither can write to the other in direct threads, nor in parent threads where the policy
//       has blocks there; again: the same
//   403 block_not_allowed: the site's policy: block.direct, or block.parent where the two have
//       nothing but parent threads
//   404 not_found: nobody the caller could hear from, directly or in a parent thread
http::Response handle_block(app::Context& context, const http::Request& request);

// DELETE /api/inbox/blocks/{personId} (S0-28)
//   204 the caller's block is lifted; again: the same
//   404 as above
http::Response handle_unblock(app::Context& context, const http::Request& request);

}  // namespace chalkline
