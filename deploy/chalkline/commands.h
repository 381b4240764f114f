#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "app/sites.h"
#include "options.h"
#include "storage/database.h"

namespace chalkline::tool {

// Every command takes the words behind its name and returns the exit code: 0 done, 1 could not, 2
// wrong usage. What it throws becomes one line on stderr and 1.
int run_migrate(Words words);
int run_import(Words words);
int run_events(Words words);
int run_seed(Words words);
int run_token(Words words);
int run_doctor(Words words);
int run_policy(Words words);
int run_verify(Words words);
int run_audit(Words words);

// Why a command cannot do what it was told: one line that says what to do.
class CommandError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The site of that name. Throws CommandError naming those that there are.
app::Context& site_named(app::Sites& sites, const std::string& name);

// The site of that name, or all of them for an empty name.
std::vector<app::Context*> sites_named(app::Sites& sites, const std::string& name);

// A database for work that takes its time: one statement may take an hour.
storage::Database patient_database(const app::Context& context);

// What a fault of a site's database means and what to do.
std::string explain(const std::string& site, const storage::Fault& fault);

}  // namespace chalkline::tool
