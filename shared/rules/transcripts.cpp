#include "rules/transcripts.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace chalkline::rules {
namespace {

long long entry_of(const TrailLine& line) { return line.seal ? line.seal->entry : 0; }

// Up to which entry these lines are complete.
long long complete_to(const TrailLines& some) {
  if (!some.more) return std::numeric_limits<long long>::max();
  return some.lines.empty() ? 0 : entry_of(some.lines.back());
}

}  // namespace

Withheld withhold(TrailLine& line, bool overseer) {
  const bool erased = line.seal && line.seal->salt.empty();
  if (!erased && (overseer || !line.superseded)) return Withheld::no;
  line.body.clear();
  if (line.seal) line.seal->salt.clear();
  return erased ? Withheld::erased : Withheld::earlier;
}

TrailLines merge_trail(TrailLines sent, TrailLines changes, std::size_t most) {
  const auto last = std::min(complete_to(sent), complete_to(changes));
  TrailLines all{std::move(sent.lines), sent.more || changes.more};
  std::ranges::move(changes.lines, std::back_inserter(all.lines));
  std::ranges::stable_sort(all.lines, {}, entry_of);
  const auto beyond =
      std::ranges::find_if(all.lines, [&](const TrailLine& line) { return entry_of(line) > last; });
  const auto kept = std::min(most, static_cast<std::size_t>(beyond - all.lines.begin()));
  all.more = all.more || kept < all.lines.size();
  all.lines.resize(kept);
  return all;
}

}  // namespace chalkline::rules
