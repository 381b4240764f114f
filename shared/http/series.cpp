#include "http/series.h"

#include <string>

#include "http/availability.h"
#include "http/shapes.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

json::object occurrence_json(const rules::Occurrence& occurrence) {
  json::array moved;
  if (occurrence.moves_for_tutor) moved.emplace_back("tutor");
  if (occurrence.moves_for_student) moved.emplace_back("student");
  const auto& other = occurrence.alternative;
  return {{"startsAt", time_text(occurrence.starts_at)},
          {"verdict", rules::name_of(occurrence.verdict)},
          {"alternative", other ? json::value(time_text(*other)) : json::value()},
          {"movedFor", std::move(moved)}};
}

}  // namespace

json::object to_json(const SeriesShape& shape) {
  const auto& series = shape.series;
  const auto& plan = series.plan;
  const auto& external = series.external_id;
  json::array occurrences;
  for (const auto& each : shape.occurrences) occurrences.push_back(occurrence_json(each));
  json::array actions;
  for (const auto action : shape.actions) actions.emplace_back(action);
  return {{"id", std::to_string(series.id)},
          {"externalId", external ? json::value(*external) : json::value()},
          {"state", rules::name_of(series.state)},
          {"tutor", to_json(series.tutor)},
          {"student", to_json(series.student)},
          {"proposedBy", rules::name_of(series.proposed_by)},
          {"timeZone", plan.time_zone},
          {"day", plan.day},
          {"at", rules::clock_text(plan.at)},
          {"from", date_text(plan.from)},
          {"minutes", plan.length.count()},
          {"count", plan.count},
          {"occurrences", std::move(occurrences)},
          {"actions", std::move(actions)}};
}

}  // namespace chalkline::http
