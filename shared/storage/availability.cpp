#include "storage/availability.h"

#include <chrono>
#include <utility>

#include "rules/threads.h"
#include "storage/dates.h"
#include "storage/hours.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// Of `p` and its exceptions `e`; an empty date where there are none.
#define CHALKLINE_HOURS                                           \
  " p.working_hours, IFNULL(e.date, ''), IFNULL(e.from_time, 0)," \
  " IFNULL(e.to_time, 0), IFNULL(e.is_open, 0)"

// A row at least of whoever is known.
constexpr const char* load_availability_sql =
    "/* load_availability */ SELECT" CHALKLINE_HOURS
    " FROM people p"
    " LEFT JOIN availability_exceptions e ON e.person_id = p.id WHERE p.id = :person"
    " ORDER BY e.date, e.from_time LIMIT 1000";

constexpr const char* load_availabilities_sql =
    "/* load_availabilities */ SELECT p.id," CHALKLINE_HOURS
    " FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN people p ON p.id = x.id"
    " LEFT JOIN availability_exceptions e ON e.person_id = p.id AND e.date BETWEEN :first AND :last"
    " WHERE p.working_hours IS NOT NULL AND p.roles & 1 = 1 ORDER BY p.id, e.date, e.from_time";

constexpr const char* mark_working_hours_sql =
    "/* mark_working_hours */ UPDATE people SET working_hours = NULLIF(:hours, '')"
    " WHERE id = :person";

constexpr const char* delete_availability_exceptions_sql =
    "/* delete_availability_exceptions */ DELETE FROM availability_exceptions"
    " WHERE person_id = :person";

constexpr const char* insert_availability_exceptions_sql =
    "/* insert_availability_exceptions */ INSERT INTO availability_exceptions"
    " (person_id, date, from_time, to_time, is_open)"
    " SELECT CAST(:person AS CHAR CHARACTER SET ascii), date, from_time, to_time, is_open"
    " FROM JSON_TABLE(:exceptions, '$[*]' COLUMNS (date DATE PATH '$[0]',"
    "  from_time INT PATH '$[1]', to_time INT PATH '$[2]', is_open INT PATH '$[3]')) AS x";

constexpr const char* load_time_zone_sql =
    "/* load_time_zone */ SELECT IFNULL(s.time_zone, p.time_zone) FROM people p"
    " LEFT JOIN settings s ON s.person_id = p.id WHERE p.id = :person";

constexpr const char* load_offer_sql =
    "/* load_offer */ SELECT p.roles & 1,"
    " IFNULL(IF(:low_teaches = 1, r.low_teaches, r.high_teaches) IN ('active', 'ended'), 0)"
    "  OR EXISTS (SELECT 1 FROM bookings b WHERE b.tutor_id = :tutor AND b.student_id = :student"
    "   AND b.state = 'completed'),"
    " IFNULL(IF(:low_teaches2 = 1, r.low_referred, r.high_referred), 0),"
    " p.standing = 'ok' AND p.working_hours IS NOT NULL"
    "  AND (:subject = '' OR JSON_CONTAINS(IFNULL(p.subjects, '[]'), JSON_QUOTE(:subject2))),"
    " IFNULL(IFNULL(s.time_zone, c.time_zone), '')," CHALKLINE_HOURS
    " FROM people p LEFT JOIN people c ON c.id = :student2"
    " LEFT JOIN settings s ON s.person_id = c.id"
    " LEFT JOIN relationships r ON r.low_id = :low AND r.high_id = :high"
    " LEFT JOIN availability_exceptions e ON e.person_id = p.id WHERE p.id = :tutor2"
    " ORDER BY e.date, e.from_time LIMIT 1000";

constexpr const char* load_past_tutors_sql =
    "/* load_past_tutors */ SELECT low_id FROM relationships"
    "  WHERE high_id = :student AND low_teaches IN ('active', 'ended')"
    " UNION SELECT high_id FROM relationships"
    "  WHERE low_id = :student2 AND high_teaches IN ('active', 'ended')"
    " UNION SELECT tutor_id FROM bookings WHERE student_id = :student3 AND state = 'completed'";

// The places of the columns CHALKLINE_HOURS while a statement runs.
struct HoursColumns {
  std::string hours;
  std::string date;
  int from = 0;
  int to = 0;
  int open = 0;

  void bind(Statement& statement) { statement.into(hours, date, from, to, open); }
  void add_exception(std::vector<rules::ExceptionalHours>& exceptions) const {
    if (date.empty()) return;
    exceptions.push_back({date_from_sql(date), rules::Clock(from), rules::Clock(to), open != 0});
  }
};

// Of one person: all rows are theirs.
std::optional<rules::Availability> fetch_hours(Statement& statement) {
  HoursColumns columns;
  std::vector<rules::ExceptionalHours> exceptions;
  columns.bind(statement);
  statement.fetch_all([&] { columns.add_exception(exceptions); });
  auto hours = hours_from(columns.hours);
  if (hours) hours->exceptions = std::move(exceptions);
  return hours;
}

// The date on wall clocks is at most a day from that of UTC.
std::string date_near(rules::Time time, std::chrono::days away) {
  const auto day = std::chrono::floor<std::chrono::days>(time) + away;
  return sql_date(rules::Date(day.time_since_epoch()));
}

// "[["2026-12-24",540,1080,0]]"
std::string exceptions_json(const std::vector<rules::ExceptionalHours>& exceptions) {
  std::string json;
  for (const auto& each : exceptions) {
    json += (json.empty() ? "[\"" : ",[\"") + sql_date(each.date) + "\"," +
            std::to_string(each.from.count()) + "," + std::to_string(each.to.count()) +
            (each.open ? ",1]" : ",0]");
  }
  return "[" + json + "]";
}

}  // namespace

std::optional<rules::Availability> load_availability(Session& session, const std::string& tutor) {
  Statement statement(session, load_availability_sql);
  statement.use(tutor, "person");
  return fetch_hours(statement);
}

std::map<std::string, rules::Availability> load_availabilities(
    Session& session, const std::vector<std::string>& tutors,
    const rules::Interval<rules::Time>& time) {
  const std::string ids = json_array(tutors);
  const std::string first = date_near(time.from, std::chrono::days(-1));
  const std::string last = date_near(time.until, std::chrono::days(1));
  std::map<std::string, rules::Availability> found;
  std::string tutor;
  HoursColumns columns;
  Statement statement(session, load_availabilities_sql);
  statement.use(ids, "ids").use(first, "first").use(last, "last").into(tutor);
  columns.bind(statement);
  statement.fetch_all([&] {
    const auto [row, is_new] = found.try_emplace(tutor);
    if (is_new) row->second = hours_from(columns.hours).value_or(rules::Availability());
    columns.add_exception(row->second.exceptions);
  });
  return found;
}

bool mark_working_hours(Session& session, const std::string& person,
                        const rules::WorkingHours& hours) {
  const std::string text = hours_text(hours);
  Statement statement(session, mark_working_hours_sql);
  statement.use(text, "hours").use(person, "person");
  return statement.execute() > 0;
}

void delete_availability_exceptions(Session& session, const std::string& person) {
  Statement statement(session, delete_availability_exceptions_sql);
  statement.use(person, "person");
  statement.execute();
}

void insert_availability_exceptions(Session& session, const std::string& person,
                                    const std::vector<rules::ExceptionalHours>& exceptions) {
  const std::string json = exceptions_json(exceptions);
  Statement statement(session, insert_availability_exceptions_sql);
  statement.use(person, "person").use(json, "exceptions");
  statement.execute();
}

std::string load_time_zone(Session& session, const std::string& person) {
  std::string zone;
  Statement statement(session, load_time_zone_sql);
  statement.use(person, "person").into(zone);
  return statement.fetch_one() ? zone : std::string();
}

OfferRow load_offer(Session& session, const std::string& student, const std::string& tutor,
                    const std::string& subject) {
  const auto pair = rules::pair_of(student, tutor);
  const int low_teaches = pair.low == tutor ? 1 : 0;
  int is_tutor = 0;
  int taught = 0;
  int referred = 0;
  int matches = 0;
  OfferRow offer;
  Statement statement(session, load_offer_sql);
  statement.use(low_teaches, "low_teaches").use(low_teaches, "low_teaches2");
  statement.use(student, "student").use(student, "student2").use(tutor, "tutor");
  statement.use(subject, "subject").use(subject, "subject2");
  statement.use(pair.low, "low").use(pair.high, "high").use(tutor, "tutor2");
  statement.into(is_tutor, taught, referred, matches, offer.student_zone);
  offer.availability = fetch_hours(statement);
  offer.is_tutor = is_tutor != 0;
  offer.facts = {.taught = taught != 0, .referred = referred != 0, .matches = matches != 0};
  return offer;
}

std::vector<std::string> load_past_tutors(Session& session, const std::string& student) {
  std::vector<std::string> tutors;
  std::string id;
  Statement statement(session, load_past_tutors_sql);
  statement.use(student, "student").use(student, "student2").use(student, "student3").into(id);
  statement.fetch_all([&] { tutors.push_back(id); });
  return tutors;
}

}  // namespace chalkline::storage
