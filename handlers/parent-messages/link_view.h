#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "app/context.h"
#include "rules/parent_links.h"
#include "storage/link_requests.h"
#include "storage/parent_links.h"

namespace chalkline {

// How links and requests for them are named and shown.

// The name of a link in routes: that of the request that made it, or its own where the platform
// has told it. A request keeps its name when it has come to a link.
struct LinkName {
  bool of_request = false;
  long long number = 0;

  std::string text() const { return (of_request ? "r" : "l") + std::to_string(number); }
};
LinkName name_of(const rules::LinkRequest& request);
LinkName name_of(const rules::StoredLink& link);
std::optional<LinkName> link_name_from(std::string_view text);

// The caller, as far as links go; without roles and addresses where the directory does not know
// them.
rules::LinkPerson load_caller(app::Context& context, storage::Session& session,
                              const std::string& person);

// {id, state, askedBy, parent, student, address, at, expiresAt, lapsesAt, actions}. Of a request
// the side that nobody has answered for is null, whether or not somebody owns the address.
boost::json::object to_json(const storage::LinkRequestRow& row, const rules::LinkPerson& viewer,
                            rules::Time now);
// Of a link {…, lapsesAt}: when it ends by itself, as the student comes of age.
boost::json::object to_json(const rules::Policy& policy, const storage::LinkRow& row,
                            const std::string& viewer, rules::Time now);

}  // namespace chalkline
