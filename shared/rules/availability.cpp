#include "rules/availability.h"

namespace chalkline::rules {
namespace {

// `time` itself or the next multiple of `step`.
Time rounded_up(Time time, std::chrono::minutes step) {
  const auto over = time.time_since_epoch() % step;
  return over == over.zero() ? time : time + (step - over);
}

}  // namespace

std::vector<Time> open_starts(const Zone& zone, const Availability& availability,
                              const Intervals<Time>& busy, const SlotQuery& query, Time now) {
  const Time earliest = std::max<Time>(query.from, now + query.lead);
  const auto open = open_between(zone, availability, earliest, query.until + query.length);
  std::vector<Time> starts;
  for (const auto& free : without(open, united(busy))) {
    const Time last = free.until - query.length;
    for (Time at = rounded_up(free.from, query.step); at <= last && at < query.until;
         at += query.step) {
      starts.push_back(at);
    }
  }
  return starts;
}

}  // namespace chalkline::rules
