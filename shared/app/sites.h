#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "app/context.h"
#include "config/site.h"
#include "http/identity.h"
#include "storage/database.h"

namespace chalkline::app {

storage::Address address_of(const config::Database& database);

// Every site this process serves, each with its own session and keys. The site files are read once,
// when the process starts.
class Sites {
 public:
  // Throws config::Error.
  static Sites load();

  explicit Sites(config::Sites settings);
  ~Sites();
  Sites(Sites&&) noexcept;

  const http::Tenant* tenant(std::string_view site) const;
  // None for a name that is no site.
  Context* context(std::string_view site);
  const config::Sites& settings() const { return settings_; }

 private:
  struct Site;
  config::Sites settings_;
  std::map<std::string, std::unique_ptr<Site>, std::less<>> sites_;
};

}  // namespace chalkline::app
