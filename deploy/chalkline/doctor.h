#pragma once

#include <string>
#include <vector>

#include "config/site.h"

namespace chalkline::tool {

// What the doctor finds, a line each as soon as it is found: ok, warn or FAIL, the site, what, and
// how to mend it.
class Report {
 public:
  explicit Report(std::string site) : site_(std::move(site)) {}

  void ok(const std::string& what);
  void warn(const std::string& what, const std::string& mend);
  void fail(const std::string& what, const std::string& mend);
  bool healthy() const { return healthy_; }

 private:
  void print(const char* verdict, const std::string& what, const std::string& mend);

  std::string site_;
  bool healthy_ = true;
};

// The site files that load. The others are told; of one site alone when `only` is not empty.
struct Examined {
  config::Sites sites;
  bool healthy = true;
};
Examined examine_files(const std::string& only);

// File, keys, clock and publish socket: what can be seen without the database.
void examine_settings(Report& report, const config::Site& site);

// Server, rights, tables, migrations, and whether rows agree with each other.
void examine_database(Report& report, const config::Site& site);

}  // namespace chalkline::tool
