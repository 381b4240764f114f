#include "http/accept.h"

#include <string>

namespace chalkline::http {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// What stands before the next `mark`, which goes with it.
std::string_view take_until(std::string_view& text, char mark) {
  const auto end = text.find(mark);
  const auto part = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return trimmed(part);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// Thousandths; what is no quality counts as 1, as if it were not there.
int quality_from(std::string_view text) {
  if (text.empty() || text[0] < '0' || text[0] > '1') return 1000;
  if (text[0] == '1') return 1000;
  int value = 0;
  for (std::size_t i = 2; i < 5; ++i) {
    const char c = i < text.size() ? text[i] : '0';
    if (c < '0' || c > '9') return 1000;
    value = value * 10 + (c - '0');
  }
  return value;
}

// One element of the header: a range and how much it is liked.
struct Range {
  std::string type;
  int quality = 1000;
};

Range range_from(std::string_view element) {
  Range range{.type = lower(take_until(element, ';'))};
  while (!element.empty()) {
    auto parameter = take_until(element, ';');
    if (lower(take_until(parameter, '=')) == "q") range.quality = quality_from(trimmed(parameter));
  }
  return range;
}

// How closely a range means a type: 3 itself, 2 its kind, 1 anything, 0 not at all.
int closeness(std::string_view range, std::string_view type) {
  if (range == type) return 3;
  if (range == "*/*") return 1;
  const auto kind = type.substr(0, type.find('/') + 1);
  return range.ends_with("/*") && range.substr(0, range.size() - 1) == kind ? 2 : 0;
}

// The quality of the range that means the type most closely.
int quality_of(std::string_view accept, std::string_view type) {
  int closest = 0;
  int quality = 0;
  while (!accept.empty()) {
    const auto range = range_from(take_until(accept, ','));
    const int close = closeness(range.type, type);
    if (close <= closest) continue;
    closest = close;
    quality = range.quality;
  }
  return quality;
}

}  // namespace

std::optional<std::string_view> preferred_type(std::string_view accept,
                                               std::span<const std::string_view> offers) {
  if (trimmed(accept).empty()) return offers.front();
  std::optional<std::string_view> best;
  int best_quality = 0;
  for (const auto offer : offers) {
    const int quality = quality_of(accept, offer);
    if (quality <= best_quality) continue;
    best = offer;
    best_quality = quality;
  }
  return best;
}

}  // namespace chalkline::http
