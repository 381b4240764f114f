#include "rules/nights.h"

namespace chalkline::rules {

Date night_of(Time now) { return date_in(Zone{}, now - night_begins); }

}  // namespace chalkline::rules
