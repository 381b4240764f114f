#pragma once

#include "config/site.h"
#include "http/identity.h"
#include "outbound/publisher.h"
#include "storage/database.h"

namespace chalkline::app {

// A site at work in this process: its settings, its one database session, its way to live streams.
// Nothing of one site reaches another.
struct Context {
  const config::Site& site;
  const http::Tenant& tenant;
  storage::Database& database;
  outbound::Publisher& publisher;

  const rules::Policy& policy() const { return site.policy; }
};

}  // namespace chalkline::app
