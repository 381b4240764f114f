#include "storage/series.h"

#include <utility>

#include "storage/dates.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* insert_series_sql =
    "/* insert_series */ INSERT INTO booking_series (external_id, tutor_id, student_id, "
    "proposed_by,"
    " proposer_id, client_id, state, time_zone, day, at_time, minutes, lessons, from_date, made_at,"
    " told_version)"
    " VALUES (NULLIF(:external, ''), :tutor, :student, :actor, NULLIF(:proposer, ''),"
    " NULLIF(:client_id, ''), 'proposed', :time_zone, :day, :at, :minutes, :lessons, :from, :now,"
    " NULLIF(:told, -1))";

constexpr const char* mark_series_state_sql =
    "/* mark_series_state */ UPDATE booking_series SET state = :state, answered_at = :now"
    " WHERE id = :series";

constexpr const char* update_told_series_sql =
    "/* update_told_series */ UPDATE booking_series SET time_zone = :time_zone, day = :day,"
    " at_time = :at, minutes = :minutes, lessons = :lessons, from_date = :from,"
    " told_version = NULLIF(:told, -1) WHERE id = :series";

constexpr const char* mark_series_card_sql =
    "/* mark_series_card */ UPDATE booking_series SET card_thread_id = :thread, card_seq = :seq"
    " WHERE id = :series";

#define CHALKLINE_SERIES                                                                      \
  " b.id, b.external_id, b.tutor_id, b.student_id, t.name, t.avatar_url, IFNULL(t.roles, 0)," \
  " s.name, s.avatar_url, IFNULL(s.roles, 0), b.proposed_by, b.state, b.time_zone, b.day,"    \
  " b.at_time, b.minutes, b.lessons, b.from_date, b.made_at, IFNULL(b.card_thread_id, 0),"    \
  " IFNULL(b.card_seq, 0), IFNULL(b.told_version, -1)"
#define CHALKLINE_SERIES_PEOPLE \
  " LEFT JOIN people t ON t.id = b.tutor_id LEFT JOIN people s ON s.id = b.student_id"

constexpr const char* load_series_sql =
    "/* load_series */ SELECT" CHALKLINE_SERIES " FROM booking_series b" CHALKLINE_SERIES_PEOPLE
    " WHERE b.id = :series";

constexpr const char* load_series_of_sql =
    "/* load_series_of */ SELECT" CHALKLINE_SERIES
    " FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT PATH '$')) AS x"
    " STRAIGHT_JOIN booking_series b ON b.id = x.id" CHALKLINE_SERIES_PEOPLE;

constexpr const char* load_series_by_client_id_sql =
    "/* load_series_by_client_id */ SELECT" CHALKLINE_SERIES
    " FROM booking_series b" CHALKLINE_SERIES_PEOPLE
    " WHERE b.proposer_id = :proposer AND b.client_id = :client_id";

constexpr const char* load_external_series_sql =
    "/* load_external_series */ SELECT" CHALKLINE_SERIES
    " FROM booking_series b" CHALKLINE_SERIES_PEOPLE " WHERE b.external_id = :external";

// Places for one row, and what it says.
class SeriesColumns {
 public:
  explicit SeriesColumns(Statement& statement) {
    statement.into(series_.id, external_, series_.tutor.id, series_.student.id);
    statement.into(series_.tutor.name, tutor_avatar_, tutor_roles_);
    statement.into(series_.student.name, student_avatar_, student_roles_);
    statement.into(actor_, state_, series_.plan.time_zone, series_.plan.day, at_, minutes_,
                   series_.plan.count, from_, made_at_, card_.thread_id, card_.seq, told_);
  }

  rules::SeriesRecord record() const {
    auto series = series_;
    series.external_id = optional_text(external_);
    series.tutor.avatar_url = optional_text(tutor_avatar_);
    series.tutor.roles = {static_cast<std::uint32_t>(tutor_roles_)};
    series.student.avatar_url = optional_text(student_avatar_);
    series.student.roles = {static_cast<std::uint32_t>(student_roles_)};
    series.proposed_by = rules::booking_actor_from(actor_).value_or(rules::BookingActor::tutor);
    series.state = rules::series_state_from(state_).value_or(rules::SeriesState::declined);
    series.plan.at = rules::Clock(at_);
    series.plan.length = std::chrono::minutes(minutes_);
    series.plan.from = date_from_sql(from_);
    series.made_at = time_from_sql(made_at_);
    if (card_.seq > 0) series.card = card_;
    if (told_ >= 0) series.told_version = told_;
    return series;
  }

 private:
  rules::SeriesRecord series_;
  std::string external_, tutor_avatar_, student_avatar_, actor_, state_, from_, made_at_;
  int tutor_roles_ = 0, student_roles_ = 0, at_ = 0, minutes_ = 0;
  rules::CardPlace card_;
  long long told_ = -1;
};

// The columns that an insert and an update have alike.
struct WrittenSeries {
  explicit WrittenSeries(const rules::SeriesRecord& series)
      : plan(series.plan),
        at(static_cast<int>(series.plan.at.count())),
        minutes(static_cast<int>(series.plan.length.count())),
        from(sql_date(series.plan.from)),
        told(series.told_version.value_or(-1)) {}

  void bind(Statement& statement) const {
    statement.use(plan.time_zone, "time_zone").use(plan.day, "day").use(at, "at");
    statement.use(minutes, "minutes").use(plan.count, "lessons").use(from, "from");
    statement.use(told, "told");
  }

  const rules::SeriesPlan& plan;
  int at;
  int minutes;
  std::string from;
  long long told;
};

std::optional<rules::SeriesRecord> fetch_series(Statement& statement) {
  const SeriesColumns columns(statement);
  return statement.fetch_one() ? std::optional(columns.record()) : std::nullopt;
}

}  // namespace

long long insert_series(Session& session, const rules::SeriesRecord& series,
                        const std::string& client_id) {
  const WrittenSeries written(series);
  const std::string external = series.external_id.value_or("");
  const std::string actor(rules::name_of(series.proposed_by));
  const bool by_tutor = series.proposed_by == rules::BookingActor::tutor;
  const std::string proposer =
      series.external_id ? "" : (by_tutor ? series.tutor.id : series.student.id);
  const std::string now = sql_time(series.made_at);
  Statement statement(session, insert_series_sql);
  written.bind(statement);
  statement.use(external, "external").use(series.tutor.id, "tutor");
  statement.use(series.student.id, "student").use(actor, "actor").use(proposer, "proposer");
  statement.use(client_id, "client_id").use(now, "now");
  statement.execute();
  return last_insert_id(session);
}

void update_told_series(Session& session, const rules::SeriesRecord& series) {
  const WrittenSeries written(series);
  Statement statement(session, update_told_series_sql);
  written.bind(statement);
  statement.use(series.id, "series");
  statement.execute();
}

void mark_series_state(Session& session, long long series, rules::SeriesState state,
                       rules::Time now) {
  const std::string name(rules::name_of(state));
  const std::string at = sql_time(now);
  Statement statement(session, mark_series_state_sql);
  statement.use(name, "state").use(at, "now").use(series, "series");
  statement.execute();
}

void mark_series_card(Session& session, long long series, const rules::CardPlace& place) {
  Statement statement(session, mark_series_card_sql);
  statement.use(place.thread_id, "thread").use(place.seq, "seq").use(series, "series");
  statement.execute();
}

std::optional<rules::SeriesRecord> load_series(Session& session, long long series) {
  Statement statement(session, load_series_sql);
  statement.use(series, "series");
  return fetch_series(statement);
}

std::vector<rules::SeriesRecord> load_series_of(Session& session,
                                                const std::vector<std::string>& ids) {
  const std::string list = json_array(ids);
  std::vector<rules::SeriesRecord> found;
  Statement statement(session, load_series_of_sql);
  statement.use(list, "ids");
  const SeriesColumns columns(statement);
  statement.fetch_all([&] { found.push_back(columns.record()); });
  return found;
}

std::optional<rules::SeriesRecord> load_series_by_client_id(Session& session,
                                                            const std::string& proposer,
                                                            const std::string& client_id) {
  Statement statement(session, load_series_by_client_id_sql);
  statement.use(proposer, "proposer").use(client_id, "client_id");
  return fetch_series(statement);
}

std::optional<rules::SeriesRecord> load_external_series(Session& session,
                                                        const std::string& external) {
  Statement statement(session, load_external_series_sql);
  statement.use(external, "external");
  return fetch_series(statement);
}

}  // namespace chalkline::storage
