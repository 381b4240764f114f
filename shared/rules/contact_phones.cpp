#include <algorithm>
#include <cstddef>

#include "rules/contact_numbers.h"
#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {
namespace {

constexpr std::size_t fewest_digits = 7;
constexpr std::size_t most_digits = 15;

class Phones {
 public:
  explicit Phones(Reading& reading) : reading_(reading) {}

  // The parts between loose gaps and between digits and words first, then all of it at once: two
  // numbers side by side are two, and one number drawn apart is one. Then what other numbers stand
  // beside: "0171 5550123 14-16 h".
  void search(const Run& run) {
    const auto* const end = run.data() + run.size();
    bool found = false;
    for (const auto* first = run.data(); first != end;) {
      const auto* const next = std::find_if(first + 1, end, [](const Group& group) {
        return group.gap >= Gap::message || group.in_words != (&group - 1)->in_words;
      });
      found = take(first, next) || found;
      first = next;
    }
    if (found || take(run.data(), end)) return;
    const bool list = is_list(run);
    for (const auto* first = run.data(); first != end;) first = take_among(run, first, list);
  }

 private:
  bool take(const Group* first, const Group* end) {
    const auto count = digits_in(first, end);
    if (count < fewest_digits || count > most_digits) return false;
    const auto number = describe(reading_, first, end);
    if (!is_phone(number)) return false;
    if (is_pattern(first, end, number.digits) && !number.plus) return false;
    const auto& tokens = reading_.tokens;
    const auto first_token = first->token - (number.plus ? 1 : 0);
    reading_.take({ContactKind::phone, tokens[first_token].first,
                   tokens[(end - 1)->token_end - 1].end, number.digits});
    return true;
  }

  // "at 12 0171 5550123": a dialling code begins a number of its own.
  static bool begins_with_code(const Group& group) {
    return group.digits.size() >= 3 && group.digits[0] == '0';
  }

  // A plus is no part of a run, so it stands before its first group or none.
  bool begins_number(const Run& run, const Group* group) const {
    const bool plus =
        group == run.data() && group->token > 0 && reading_.tokens[group->token - 1].is_mark('+');
    return plus || begins_with_code(*group);
  }

  // From a plus or a code on, the longest that reads as a number, up to the next code; else the
  // group by itself, unless the run is a list. Where to go on.
  const Group* take_among(const Run& run, const Group* first, bool list) {
    const auto* const end = run.data() + run.size();
    if (!begins_number(run, first)) {
      if (!list) take(first, first + 1);
      return first + 1;
    }
    for (const auto* last = furthest_end(first, end); last != first; --last) {
      if (take(first, last)) return last;
    }
    return first + 1;
  }

  // Up to the next code, and no longer than a number may be.
  static const Group* furthest_end(const Group* first, const Group* end) {
    std::size_t count = first->digits.size();
    const auto* last = first + 1;
    for (; last != end && !begins_with_code(*last); ++last) {
      count += last->digits.size();
      if (count > most_digits) break;
    }
    return last;
  }

  // Long numbers side by side are more likely data than so many people's.
  static bool is_list(const Run& run) {
    constexpr int most_numbers = 2;
    return std::count_if(run.begin(), run.end(), [](const Group& group) {
             return group.digits.size() >= fewest_digits;
           }) > most_numbers;
  }

  static std::size_t digits_in(const Group* first, const Group* end) {
    std::size_t count = 0;
    for (const auto* group = first; group != end; ++group) count += group->digits.size();
    return count;
  }

  Reading& reading_;
};

}  // namespace

void find_phones(Reading& reading) {
  Phones phones(reading);
  for (const auto& run : find_runs(reading)) phones.search(run);
}

}  // namespace chalkline::rules::contacts
