#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/contact_details.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

constexpr std::string_view mask_dot = "•";
constexpr std::string_view mask_text = "•••";

// What stands around the masks. All dots in a row are one mask: what was typed of them beside one
// cannot be told from it.
std::vector<std::string_view> pieces_around_masks(std::string_view stored) {
  std::vector<std::string_view> pieces;
  std::size_t from = 0;
  for (auto at = stored.find(mask_text); at != stored.npos; at = stored.find(mask_text, from)) {
    pieces.push_back(stored.substr(from, at - from));
    from = at + mask_text.size();
    while (stored.substr(from).starts_with(mask_dot)) from += mask_dot.size();
  }
  pieces.push_back(stored.substr(from));
  return pieces;
}

// Up to what it finds, Boyer and Moore's search is linear whatever the texts.
std::size_t find_piece(std::string_view text, std::string_view piece, std::size_t from) {
  const auto rest = text.substr(std::min(from, text.size()));
  const std::boyer_moore_searcher searcher(piece.begin(), piece.end());
  const auto at = std::search(rest.begin(), rest.end(), searcher);
  return at == rest.end() ? text.npos : text.size() - static_cast<std::size_t>(rest.end() - at);
}

}  // namespace

std::string masked(std::string_view text, std::span<const ContactSpan> spans) {
  std::string result;
  std::size_t position = 0;
  auto span = spans.begin();
  for (std::size_t at = 0; at < text.size(); ++position) {
    const auto start = at;
    next_code_point(text, at);
    while (span != spans.end() && position >= span->to) ++span;
    if (span == spans.end() || position < span->from) {
      result += text.substr(start, at - start);
    } else if (position == span->from) {
      result += mask_text;
    }
  }
  return result;
}

// A piece is never empty between two masks, so the first place where each fits leaves the most room
// to those behind it; and no piece of UTF-8 fits within a character.
bool stands_for(std::string_view stored, std::string_view asked) {
  if (stored == asked) return true;
  const auto pieces = pieces_around_masks(stored);
  const auto& front = pieces.front();
  const auto& back = pieces.back();
  const bool framed = pieces.size() > 1 && asked.size() > front.size() + back.size() &&
                      asked.starts_with(front) && asked.ends_with(back);
  if (!framed) return false;
  const auto middle = asked.substr(front.size(), asked.size() - front.size() - back.size());
  std::size_t at = 0;
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    const auto found = find_piece(middle, pieces[i], at + 1);
    if (found == middle.npos) return false;
    at = found + pieces[i].size();
  }
  return at < middle.size();
}

}  // namespace chalkline::rules
