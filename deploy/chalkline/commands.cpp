#include "commands.h"

namespace chalkline::tool {

app::Context& site_named(app::Sites& sites, const std::string& name) {
  auto* const context = sites.context(name);
  if (context != nullptr) return *context;
  std::string names;
  for (const auto& [known, site] : sites.settings()) names += (names.empty() ? "" : ", ") + known;
  throw CommandError("there is no site '" + name + "' in " + config::sites_folder().string() +
                     "; say --site with one of: " + names);
}

std::vector<app::Context*> sites_named(app::Sites& sites, const std::string& name) {
  if (!name.empty()) return {&site_named(sites, name)};
  std::vector<app::Context*> all;
  for (const auto& [known, site] : sites.settings()) all.push_back(sites.context(known));
  return all;
}

storage::Database patient_database(const app::Context& context) {
  auto address = app::address_of(context.site.database);
  constexpr int an_hour = 3600;
  address.patience = an_hour;
  return storage::Database(address);
}

std::string explain(const std::string& site, const storage::Fault& fault) {
  const std::string what = std::string(" (") + fault.what() + ")";
  const std::string mend = ": chalkline doctor --site " + site + " tells what to mend";
  switch (fault.kind) {
    case storage::Fault::Kind::unavailable:
      return site + ": the database cannot be reached" + what + mend;
    case storage::Fault::Kind::lost:
      return site + ": the connection to the database was lost" + what + ": run this again";
    case storage::Fault::Kind::conflict:
      return site + ": others keep the database busy" + what + ": run this again";
    case storage::Fault::Kind::duplicate:
    case storage::Fault::Kind::other:
      return site + ": the database refused" + what + mend;
  }
  return site + what;
}

}  // namespace chalkline::tool
