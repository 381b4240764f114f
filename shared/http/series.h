#pragma once

#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "rules/series.h"

namespace chalkline::http {

// A series for one who sees it. Once it is answered `occurrences` is empty: what came of it are
// bookings with its id.
struct SeriesShape {
  const rules::SeriesRecord& series;
  const std::vector<rules::Occurrence>& occurrences;
  std::vector<std::string_view> actions;  // what the viewer may do now
};
boost::json::object to_json(const SeriesShape& shape);

}  // namespace chalkline::http
