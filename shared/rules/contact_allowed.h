#pragma once

#include <span>
#include <string>
#include <vector>

#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {

// A site's own contacts. A domain stands for every address and link below it, and a phone number
// for itself with and without its country's code.
class AllowedContacts {
 public:
  explicit AllowedContacts(std::span<const std::string> allowed);

  bool have(const Finding& finding) const;

 private:
  std::vector<std::string> keys_;
};

}  // namespace chalkline::rules::contacts
