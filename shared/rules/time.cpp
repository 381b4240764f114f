#include "rules/time.h"

namespace chalkline::rules {
namespace {

// Writes the last `width` decimal digits of `number`. Every row of a list has times: this is many
// times faster than printf.
void put_digits(char* at, int width, long long number) {
  for (int i = width - 1; i >= 0; --i, number /= 10) at[i] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string date_and_time(Time time, char between) {
  using namespace std::chrono;
  const auto midnight = floor<days>(time);
  const year_month_day date(midnight);
  const hh_mm_ss clock(time - midnight);
  std::string text = "0000-00-00 00:00:00.000";
  text[10] = between;
  put_digits(&text[0], 4, static_cast<int>(date.year()));
  put_digits(&text[5], 2, static_cast<unsigned>(date.month()));
  put_digits(&text[8], 2, static_cast<unsigned>(date.day()));
  put_digits(&text[11], 2, clock.hours().count());
  put_digits(&text[14], 2, clock.minutes().count());
  put_digits(&text[17], 2, clock.seconds().count());
  put_digits(&text[20], 3, clock.subseconds().count());
  return text;
}

}  // namespace chalkline::rules
