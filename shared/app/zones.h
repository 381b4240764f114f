#pragma once

#include <string>

#include "rules/zones.h"

namespace chalkline::app {

// The zone of an IANA name, such as Europe/Berlin, from the system's tzdata; null for any other
// name, and for "localtime", which is whatever this machine is set to. The one place that decides
// whether a zone is known: forms of requests say only what may be a name.
//
// Changes are told from 1970 on and as far as the system's table goes, which is to the end of 2037
// for rules that stand for ever; after it the last offset holds. Read once in the life of a
// process, also when tzdata is replaced meanwhile (zones_are_old).
const rules::Zone* find_zone(const std::string& name);
// The same, and UTC for any other name.
const rules::Zone& zone_or_utc(const std::string& name);

// Whether the system's tzdata was replaced since this was asked first: what this process has read
// of it, or will yet read, may not be what holds now.
bool zones_are_old();

// A time as clocks in a zone show it; as UTC where the zone is not known.
struct ShownTime {
  std::string day;   // "2026-11-23"
  std::string time;  // "13:00"
  std::string zone;  // whose clocks
};
ShownTime shown_time(rules::Time time, const std::string& zone);

}  // namespace chalkline::app
