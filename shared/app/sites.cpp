#include "app/sites.h"

#include <utility>

#include "http/webhook_signature.h"

namespace chalkline::app {
namespace {

http::VerificationKey::Algorithm algorithm_of(config::Algorithm algorithm) {
  switch (algorithm) {
    case config::Algorithm::hs256:
      return http::VerificationKey::Algorithm::hs256;
    case config::Algorithm::eddsa:
      return http::VerificationKey::Algorithm::eddsa;
    case config::Algorithm::rs256:
      return http::VerificationKey::Algorithm::rs256;
  }
  return http::VerificationKey::Algorithm::hs256;
}

http::Tenant tenant_of(const config::Site& site) {
  http::Tenant tenant{.name = site.name,
                      .cookie = site.cookie,
                      .origins = site.origins,
                      .keys = {},
                      .test_clock = site.clock == config::ClockMode::test,
                      .webhook_secrets = {}};
  for (const auto& key : site.keys) {
    auto ready = http::make_verification_key(key.kid, algorithm_of(key.algorithm), key.material);
    if (!ready) throw config::Error(site.name + ": tokens.keys: key " + key.kid + " is not usable");
    tenant.keys.push_back(std::move(*ready));
  }
  for (const auto& secret : site.webhook_secrets) {
    auto bytes = http::webhook_secret_bytes(secret);
    if (!bytes) throw config::Error(site.name + ": webhooks.secrets: one of them is not usable");
    tenant.webhook_secrets.push_back(std::move(*bytes));
  }
  return tenant;
}

}  // namespace

storage::Address address_of(const config::Database& database) {
  return {.socket = database.socket,
          .host = database.host,
          .port = database.port,
          .name = database.name,
          .user = database.user,
          .password = database.password};
}

struct Sites::Site {
  explicit Site(const config::Site& settings)
      : tenant(tenant_of(settings)),
        database(address_of(settings.database)),
        publisher(settings.publish_socket),
        context{settings, tenant, database, publisher} {}

  http::Tenant tenant;
  storage::Database database;
  outbound::Publisher publisher;
  Context context;
};

Sites Sites::load() {
  return Sites(config::load_sites(config::sites_folder(), config::share_folder()));
}

Sites::Sites(config::Sites settings) : settings_(std::move(settings)) {
  for (const auto& [name, site] : settings_) sites_.emplace(name, std::make_unique<Site>(site));
}
Sites::~Sites() = default;
Sites::Sites(Sites&&) noexcept = default;

const http::Tenant* Sites::tenant(std::string_view site) const {
  const auto found = sites_.find(site);
  return found == sites_.end() ? nullptr : &found->second->tenant;
}

Context* Sites::context(std::string_view site) {
  const auto found = sites_.find(site);
  return found == sites_.end() ? nullptr : &found->second->context;
}

}  // namespace chalkline::app
