#pragma once

#include <cstdint>

namespace chalkline::tool {

// SplitMix64: the same numbers for the same start, with every compiler and library.
class Random {
 public:
  explicit Random(std::uint64_t start) : state_(start) {}
  // A stream of its own for the nth of many things.
  Random(std::uint64_t start, std::uint64_t nth) : state_(start) {
    state_ = next() ^ (nth * 0xD1342543DE82EF95U);
  }

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  // 0 up to, not including, 1.
  double part() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  bool chance(double of_one) { return part() < of_one; }
  // 0 up to, not including, `end`, which must be positive.
  long long below(long long end) {
    return static_cast<long long>(part() * static_cast<double>(end));
  }
  long long between(long long least, long long most) { return least + below(most - least + 1); }

 private:
  std::uint64_t state_;
};

}  // namespace chalkline::tool
