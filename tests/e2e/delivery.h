#pragma once

#include <string>

#include <boost/json.hpp>

#include "client.h"

namespace chalkline::e2e {

// What another server tells a site, signed as a webhook: one event to /api/webhooks/`family`.
Answer deliver(const std::string& site, const std::string& family, const std::string& type,
               const std::string& timestamp, const boost::json::object& data);

}  // namespace chalkline::e2e
