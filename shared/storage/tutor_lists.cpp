#include "storage/tutor_lists.h"

#include <chrono>
#include <utility>

#include "storage/dates.h"
#include "storage/hours.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_known_tutors_sql =
    "/* load_known_tutors */ SELECT k.reason, p.name, p.id,"
    " (k.reason, p.name, p.id) > (:reason, :name, :id)"
    " FROM (SELECT tutor, MIN(reason) AS reason FROM"
    "   (SELECT low_id AS tutor, IF(low_teaches IN ('active', 'ended'), 0, 1) AS reason"
    "     FROM relationships WHERE high_id = :student"
    "     AND (low_teaches IN ('active', 'ended') OR low_referred = 1)"
    "    UNION ALL SELECT high_id, IF(high_teaches IN ('active', 'ended'), 0, 1)"
    "     FROM relationships WHERE low_id = :student2"
    "     AND (high_teaches IN ('active', 'ended') OR high_referred = 1)"
    "    UNION ALL SELECT tutor_id, 0 FROM bookings"
    "     WHERE student_id = :student3 AND state = 'completed') AS ties GROUP BY tutor) AS k"
    " STRAIGHT_JOIN people p ON p.id = k.tutor"
    " WHERE p.roles & 1 = 1 AND p.id <> :student4 ORDER BY k.reason, p.name, p.id";

// The name alone says where to begin in the index.
constexpr const char* load_matching_tutors_sql =
    "/* load_matching_tutors */ SELECT name, id FROM people"
    " WHERE name >= :from AND (name, id) > (:name, :id)"
    " AND roles & 1 = 1 AND standing = 'ok' AND working_hours IS NOT NULL"
    " AND (:subject = '' OR JSON_CONTAINS(IFNULL(subjects, '[]'), JSON_QUOTE(:subject2)))"
    " AND (:age_group = '' OR JSON_CONTAINS(IFNULL(age_groups, '[]'), JSON_QUOTE(:age_group2)))"
    " AND (:gender = '' OR gender = :gender2) ORDER BY name, id LIMIT :rows";

constexpr const char* load_availabilities_sql =
    "/* load_availabilities */ SELECT p.id, p.working_hours, IFNULL(e.date, ''),"
    " IFNULL(e.from_time, 0), IFNULL(e.to_time, 0), IFNULL(e.is_open, 0)"
    " FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN people p ON p.id = x.id"
    " LEFT JOIN availability_exceptions e ON e.person_id = p.id AND e.date BETWEEN :first AND :last"
    " WHERE p.working_hours IS NOT NULL AND p.roles & 1 = 1 ORDER BY p.id, e.date, e.from_time";

// The date on wall clocks is at most a day from that of UTC.
std::string date_near(rules::Time time, std::chrono::days away) {
  const auto day = std::chrono::floor<std::chrono::days>(time) + away;
  return sql_date(rules::Date(day.time_since_epoch()));
}

}  // namespace

std::vector<KnownTutor> load_known_tutors(Session& session, const std::string& student,
                                          const std::optional<TutorPlace>& place) {
  const int reason = place ? static_cast<int>(place->reason) : -1;
  const auto from = place.value_or(TutorPlace{});
  std::vector<KnownTutor> known;
  KnownTutor row;
  int why = 0;
  int behind = 0;
  Statement statement(session, load_known_tutors_sql);
  statement.use(reason, "reason").use(from.name, "name").use(from.id, "id");
  statement.use(student, "student").use(student, "student2").use(student, "student3");
  statement.use(student, "student4").into(why, row.place.name, row.place.id, behind);
  statement.fetch_all([&] {
    row.place.reason = static_cast<rules::OfferReason>(why);
    row.is_behind = behind != 0;
    known.push_back(row);
  });
  return known;
}

std::vector<TutorPlace> load_matching_tutors(Session& session, const TutorWish& wish,
                                             const TutorPlace& place, int limit) {
  std::vector<TutorPlace> matching;
  TutorPlace row{.reason = rules::OfferReason::matching};
  Statement statement(session, load_matching_tutors_sql);
  statement.use(place.name, "from").use(place.name, "name").use(place.id, "id");
  statement.use(wish.subject, "subject").use(wish.subject, "subject2");
  statement.use(wish.age_group, "age_group").use(wish.age_group, "age_group2");
  statement.use(wish.gender, "gender").use(wish.gender, "gender2").use(limit, "rows");
  statement.into(row.name, row.id);
  statement.fetch_all([&] { matching.push_back(row); });
  return matching;
}

std::map<std::string, rules::Availability> load_availabilities(
    Session& session, const std::vector<std::string>& tutors,
    const rules::Interval<rules::Time>& time) {
  const std::string ids = json_array(tutors);
  const std::string first = date_near(time.from, std::chrono::days(-1));
  const std::string last = date_near(time.until, std::chrono::days(1));
  std::map<std::string, rules::Availability> found;
  std::string tutor, hours, date;
  int from = 0, to = 0, open = 0;
  Statement statement(session, load_availabilities_sql);
  statement.use(ids, "ids").use(first, "first").use(last, "last");
  statement.into(tutor, hours, date, from, to, open);
  statement.fetch_all([&] {
    const auto [row, is_new] = found.try_emplace(tutor);
    if (is_new) row->second = hours_from(hours).value_or(rules::Availability());
    if (date.empty()) return;
    row->second.exceptions.push_back(
        {date_from_sql(date), rules::Clock(from), rules::Clock(to), open != 0});
  });
  return found;
}

}  // namespace chalkline::storage
