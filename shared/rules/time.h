#pragma once

#include <chrono>
#include <string>

namespace chalkline::rules {

// A moment in UTC, to the millisecond: the only time that rules, storage and answers know.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// YYYY-MM-DD and hh:mm:ss.mmm with `between` in between, for years 0 to 9999.
std::string date_and_time(Time time, char between);

}  // namespace chalkline::rules
