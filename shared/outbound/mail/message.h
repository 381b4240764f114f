#pragma once

#include <string>

#include "rules/time.h"

namespace chalkline::outbound {

struct Mailbox {
  std::string name;  // as people see it, UTF-8; may be empty
  std::string address;
};

// A mail before it is written down. Line ends and other control characters in names and the subject
// are left out, so that no text can add a header.
struct Mail {
  Mailbox from;
  Mailbox to;
  std::string subject;
  std::string text;
  std::string html;
  std::string language;    // BCP 47, of all its texts
  std::string message_id;  // without angle brackets
  rules::Time at{};
};

// As it goes to a mail server (RFC 5322, MIME): multipart/alternative, the text first, both parts
// UTF-8; lines end with CR LF; Auto-Submitted: auto-generated (RFC 3834), so that nothing answers
// by itself. Throws std::runtime_error where an address is none.
std::string composed(const Mail& mail);

}  // namespace chalkline::outbound
