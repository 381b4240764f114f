#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "app/parent_links.h"
#include "http/request.h"
#include "link_view.h"

namespace chalkline {

// What asking and answering share.

// The request waits from now on, an invitation for as long as the site's policy says; mails sent
// about it before are void.
void make_pending(app::Context& context, rules::LinkRequest& request, rules::Time now);

// Whoever owns the address gets a mail, if it is an email address; written in the open transaction.
void tell_owner(storage::Session& session, const rules::LinkRequest& request, rules::Time now);

// The link between asker and answerer stands by this request, both of which are locked.
app::LinkChange begin_link(app::Context& context, storage::Session& session,
                           rules::LinkRequest request, const std::string& answerer,
                           rules::Time now);

// What the caller sees of a request, or of the link where it came to one.
boost::json::object shown_to(app::Context& context, const http::Request& caller,
                             const std::optional<rules::LinkRequest>& request,
                             const std::optional<rules::StoredLink>& link);

}  // namespace chalkline
