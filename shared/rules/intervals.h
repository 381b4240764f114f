#pragma once

#include <algorithm>
#include <vector>

namespace chalkline::rules {

// From `from` to before `until`; empty unless from < until.
template <class Point>
struct Interval {
  Point from;
  Point until;

  friend bool operator==(const Interval&, const Interval&) = default;
};

// Intervals in order, each apart from the next: what touches is one.
template <class Point>
using Intervals = std::vector<Interval<Point>>;

// Adds one that begins no earlier than all that are there.
template <class Point>
void append(Intervals<Point>& all, Interval<Point> next) {
  if (!(next.from < next.until)) return;
  if (all.empty() || all.back().until < next.from) {
    all.push_back(next);
  } else {
    all.back().until = std::max(all.back().until, next.until);
  }
}

// Those of `any`, which may overlap and stand in any order.
template <class Point>
Intervals<Point> united(Intervals<Point> any) {
  std::sort(any.begin(), any.end(),
            [](const auto& one, const auto& other) { return one.from < other.from; });
  Intervals<Point> all;
  for (const auto& interval : any) append(all, interval);
  return all;
}

// What is left of `all` outside of `taken`.
template <class Point>
Intervals<Point> without(const Intervals<Point>& all, const Intervals<Point>& taken) {
  Intervals<Point> left;
  auto next = taken.begin();
  for (auto [from, until] : all) {
    while (next != taken.end() && next->until <= from) ++next;
    for (auto other = next; other != taken.end() && other->from < until; ++other) {
      append(left, {from, other->from});
      from = other->until;
    }
    append(left, {from, until});
  }
  return left;
}

}  // namespace chalkline::rules
