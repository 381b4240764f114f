#pragma once

#include <string>

namespace chalkline::outbound {

// The driver `eml`: a mail becomes the file `name`.eml in a folder, for trying out and for servers
// that take mails from folders. It is written under a hidden name, brought to the disk, and
// renamed: who reads *.eml sees whole mails alone. False where the folder cannot be written.
bool write_eml(const std::string& folder, const std::string& name, const std::string& mail);

}  // namespace chalkline::outbound
