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
  // numbers side by side are two, and one number drawn apart is one.
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
    for (const auto* first = run.data(); first != end;) {
      const auto* const next = end_of_number(first, end);
      if (begins_with_code(*first)) take(first, next);
      first = next;
    }
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

  // Up to the next code.
  static const Group* end_of_number(const Group* first, const Group* end) {
    return std::find_if(first + 1, end, begins_with_code);
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
