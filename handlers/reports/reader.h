#pragma once

#include <string>

#include "app/context.h"
#include "rules/time.h"
#include "rules/zones.h"

namespace chalkline {

enum class Language { english, german };

// Who reads: in their language, by their clock.
struct Reader {
  std::string id;
  std::string zone_name = "UTC";
  const rules::Zone* zone = nullptr;  // null: UTC
  Language language = Language::english;

  // 2026-11-21T13:00:00.000+01:00
  std::string local_time(rules::Time time) const;
  // "21 November 2026, 13:00:00", "21. November 2026, 13:00:00"
  std::string written_time(rules::Time time) const;
  // "UTC+01:00"
  std::string offset(rules::Time time) const;
};

// As the person has set it, or else as the platform says: German for German locales, English for
// all others.
Reader load_reader(storage::Session& session, const std::string& person);

}  // namespace chalkline
