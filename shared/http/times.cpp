#include "http/times.h"

#include <chrono>

namespace chalkline::http {
namespace {

using namespace std::chrono;

// Reads a text from left to right; after the first thing that does not fit, `good` stays false.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int number(std::size_t count, int least, int most) {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!at_digit()) return fail(least);
      value = value * 10 + digit();
    }
    return value < least || value > most ? fail(least) : value;
  }

  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(std::string_view any_of) {
    if (!take(any_of)) good_ = false;
  }

  milliseconds fraction() {
    if (!take(".")) return {};
    if (!at_digit()) good_ = false;
    int value = 0;
    for (int scale = 100; at_digit(); scale /= 10) value += scale * digit();
    return milliseconds(value);
  }

  minutes offset() {
    if (take("Zz")) return {};
    const bool west = take("-");
    if (!west) expect("+");
    const int hour = number(2, 0, 23);
    expect(":");
    const minutes ahead(hour * 60 + number(2, 0, 59));
    return west ? -ahead : ahead;
  }

  bool finished() const { return good_ && rest_.empty(); }

 private:
  bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  int digit() {
    const int value = rest_.front() - '0';
    rest_.remove_prefix(1);
    return value;
  }
  int fail(int instead) {
    good_ = false;
    return instead;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::optional<rules::Time> parse_time(std::string_view text) {
  Reader reader(text);
  const year y(reader.number(4, 1, 9999));
  reader.expect("-");
  const month m(static_cast<unsigned>(reader.number(2, 1, 12)));
  reader.expect("-");
  const year_month_day date(y, m, day(static_cast<unsigned>(reader.number(2, 1, 31))));
  reader.expect("Tt");
  const hours h(reader.number(2, 0, 23));
  reader.expect(":");
  const minutes min(reader.number(2, 0, 59));
  reader.expect(":");
  const seconds s(reader.number(2, 0, 59));
  const milliseconds fraction = reader.fraction();
  const minutes offset = reader.offset();
  if (!reader.finished() || !date.ok()) return std::nullopt;
  const auto time = rules::Time(sys_days(date)) + h + min + s + fraction - offset;
  // An offset can lead out of the years that answers and tables hold.
  const auto utc_year = year_month_day(floor<days>(time)).year();
  return utc_year < year(1) || utc_year > year(9999) ? std::nullopt : std::optional(time);
}

std::string time_text(rules::Time time) { return rules::date_and_time(time, 'T') + 'Z'; }

}  // namespace chalkline::http
