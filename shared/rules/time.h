#pragma once

#include <chrono>

namespace chalkline::rules {

// A moment in UTC, to the millisecond: the only time that rules, storage and answers know.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace chalkline::rules
