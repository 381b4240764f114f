#include "storage/bookings.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "rules/new_bookings.h"
#include "rules/threads.h"
#include "storage/booking_columns.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* mark_booking_guards_sql =
    "/* mark_booking_guards */ UPDATE booking_guards SET turns = turns + 1"
    " WHERE person_id IN (:low, :high)";

constexpr const char* put_booking_guards_sql =
    "/* put_booking_guards */ INSERT INTO booking_guards (person_id, turns)"
    " VALUES (:low, 1), (:high, 1) ON DUPLICATE KEY UPDATE turns = turns + 1";

constexpr const char* load_booking_pair_sql =
    "/* load_booking_pair */ SELECT id, tutor_id, student_id, booked_by FROM bookings WHERE id = "
    ":booking";

constexpr const char* load_external_booking_pair_sql =
    "/* load_external_booking_pair */ SELECT id, tutor_id, student_id, booked_by FROM bookings"
    " WHERE external_id = :external";

constexpr const char* load_booking_sql =
    "/* load_booking */ SELECT" CHALKLINE_BOOKING_COLUMNS " FROM bookings b" CHALKLINE_BOOKING_JOINS
    " WHERE b.id = :booking";

constexpr const char* load_bookings_sql =
    "/* load_bookings */ SELECT" CHALKLINE_BOOKING_COLUMNS
    " FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT PATH '$')) AS x"
    " STRAIGHT_JOIN bookings b ON b.id = x.id" CHALKLINE_BOOKING_JOINS;

constexpr const char* load_booking_by_client_id_sql =
    "/* load_booking_by_client_id */ SELECT" CHALKLINE_BOOKING_COLUMNS
    " FROM bookings b" CHALKLINE_BOOKING_JOINS
    " WHERE b.booked_by = :booker AND b.client_id = :client_id";

#define CHALKLINE_HELD "state IN ('awaiting_payment', 'requested', 'confirmed', 'in_session')"

// Each half reads its own index in its order, and no more rows than a page has.
constexpr const char* load_held_bookings_sql =
    "/* load_held_bookings */ SELECT" CHALKLINE_BOOKING_COLUMNS
    " FROM ((SELECT id AS page_id FROM bookings WHERE tutor_id = :person AND " CHALKLINE_HELD
    "   AND starts_at >= :since AND (starts_at, id) > (:starts_at, :id) ORDER BY starts_at, id "
    "LIMIT :rows)"
    "  UNION (SELECT id FROM bookings WHERE student_id = :person2 AND " CHALKLINE_HELD
    "   AND starts_at >= :since2 AND (starts_at, id) > (:starts_at2, :id2) ORDER BY starts_at, id "
    "LIMIT :rows2)) AS page"
    " JOIN bookings b ON b.id = page.page_id" CHALKLINE_BOOKING_JOINS
    " ORDER BY b.starts_at, b.id LIMIT :rows3";

constexpr const char* load_ended_bookings_sql =
    "/* load_ended_bookings */ SELECT" CHALKLINE_BOOKING_COLUMNS
    " FROM ((SELECT id AS page_id FROM bookings WHERE tutor_id = :person"
    "   AND (NOT " CHALKLINE_HELD
    " OR due_at < :now)"
    "   AND (starts_at, id) < (:starts_at, :id) ORDER BY starts_at DESC, id DESC LIMIT :rows)"
    "  UNION (SELECT id FROM bookings WHERE student_id = :person2"
    "   AND (NOT " CHALKLINE_HELD
    " OR due_at < :now2)"
    "   AND (starts_at, id) < (:starts_at2, :id2) ORDER BY starts_at DESC, id DESC LIMIT :rows2))"
    "  AS page"
    " JOIN bookings b ON b.id = page.page_id" CHALKLINE_BOOKING_JOINS
    " ORDER BY b.starts_at DESC, b.id DESC LIMIT :rows3";

constexpr const char* load_bookings_since_sql =
    "/* load_bookings_since */ SELECT" CHALKLINE_BOOKING_COLUMNS
    " FROM ((SELECT id AS page_id FROM bookings WHERE tutor_id = :person AND starts_at >= :since"
    "   ORDER BY starts_at, id LIMIT :rows)"
    "  UNION (SELECT id FROM bookings WHERE student_id = :person2 AND starts_at >= :since2"
    "   ORDER BY starts_at, id LIMIT :rows2)) AS page"
    " JOIN bookings b ON b.id = page.page_id" CHALKLINE_BOOKING_JOINS
    " ORDER BY b.starts_at, b.id LIMIT :rows3";

constexpr const char* insert_booking_sql =
    "/* insert_booking */ INSERT INTO bookings (external_id, tutor_id, student_id, booked_by,"
    " client_id, state, decided, closed_here, starts_at, minutes, wall_start, time_zone, booked_at,"
    " asked_at, paid, told_version, told_state_version, told_time_version, cancelled_by,"
    " cancelled_at, cancelled_late, cancel_reason, changes, subject, price, currency, series_id,"
    " due_at)"
    " VALUES (NULLIF(:external, ''), :tutor, :student, NULLIF(:booker, ''), NULLIF(:client_id, ''),"
    " :state, :decided, :closed_here, :starts_at, :minutes, :wall_start, :time_zone, :booked_at,"
    " :asked_at, :paid, NULLIF(:told, -1), NULLIF(:told_state, -1), NULLIF(:told_time, -1),"
    " NULLIF(:cancelled_by, ''), NULLIF(:cancelled_at, ''), :cancelled_late, :cancel_reason,"
    " :changes, NULLIF(:subject, ''), NULLIF(:price, -1), NULLIF(:currency, ''),"
    " NULLIF(:series, 0), NULLIF(:due_at, ''))";

constexpr const char* update_booking_sql =
    "/* update_booking */ UPDATE bookings SET external_id = NULLIF(:external, ''), state = :state,"
    " decided = :decided, closed_here = :closed_here, starts_at = :starts_at, minutes = :minutes,"
    " wall_start = :wall_start, booked_at = :booked_at, asked_at = :asked_at, paid = :paid,"
    " told_version = NULLIF(:told, -1), told_state_version = NULLIF(:told_state, -1),"
    " told_time_version = NULLIF(:told_time, -1), cancelled_by = NULLIF(:cancelled_by, ''),"
    " cancelled_at = NULLIF(:cancelled_at, ''), cancelled_late = :cancelled_late,"
    " cancel_reason = :cancel_reason, changes = :changes, price = NULLIF(:price, -1),"
    " currency = NULLIF(:currency, ''), due_at = NULLIF(:due_at, ''),"
    " student_entered_at = NULLIF(:student_entered_at, ''), student_in = :student_in,"
    " tutor_entered_at = NULLIF(:tutor_entered_at, ''), tutor_in = :tutor_in,"
    " started_at = NULLIF(:started_at, ''), proposals = :proposals,"
    " sequence = :sequence WHERE id = :id";

constexpr const char* mark_booking_card_sql =
    "/* mark_booking_card */ UPDATE bookings SET card_thread_id = :thread, card_seq = :seq"
    " WHERE id = :booking";

constexpr const char* put_booking_proposal_sql =
    "/* put_booking_proposal */ INSERT INTO booking_proposals"
    " (booking_id, number, proposed_by, starts_at, reason, state)"
    " VALUES (:id, :number, :actor, :starts_at, :reason, :state)"
    " ON DUPLICATE KEY UPDATE state = :state2";

constexpr const char* insert_proposal_client_sql =
    "/* insert_proposal_client */ INSERT INTO booking_proposal_clients"
    " (booking_id, proposer_id, client_id, number) VALUES (:id, :proposer, :client_id, :number)";

constexpr const char* load_proposal_by_client_id_sql =
    "/* load_proposal_by_client_id */ SELECT p.number, p.proposed_by, p.starts_at, p.reason,"
    " p.state FROM booking_proposal_clients c STRAIGHT_JOIN booking_proposals p"
    "  ON p.booking_id = c.booking_id AND p.number = c.number"
    " WHERE c.booking_id = :id AND c.proposer_id = :proposer AND c.client_id = :client_id";

constexpr const char* insert_booking_quanta_sql =
    "/* insert_booking_quanta */ INSERT INTO booking_quanta (person_id, quantum, booking_id)"
    " SELECT held.person, held.quantum, :booking FROM JSON_TABLE(:held, '$[*]' COLUMNS"
    " (person TEXT CHARACTER SET utf8mb4 PATH '$[0]', quantum BIGINT PATH '$[1]')) AS held";

constexpr const char* delete_booking_quanta_sql =
    "/* delete_booking_quanta */ DELETE FROM booking_quanta WHERE booking_id = :booking";

constexpr const char* find_booked_quantum_sql =
    "/* find_booked_quantum */ SELECT booking_id FROM booking_quanta"
    " WHERE person_id IN (:one, :other)"
    " AND quantum >= :first AND quantum < :end AND booking_id <> :booking LIMIT 1 FOR UPDATE";

// From the bookings, one row each, and not from the quanta, of which an hour has twelve. Each half
// is sent as it is read: what is to be in order as a whole goes through a table of its own.
constexpr const char* load_booked_sql =
    "/* load_booked */ (SELECT starts_at, minutes FROM bookings WHERE tutor_id IN (:one, :other)"
    " AND starts_at >= :since AND starts_at < :until AND " CHALKLINE_HELD
    " AND (state = 'in_session' OR due_at >= :now) LIMIT 10000)"
    " UNION ALL (SELECT starts_at, minutes FROM bookings WHERE student_id IN (:one2, :other2)"
    " AND starts_at >= :since2 AND starts_at < :until2 AND " CHALKLINE_HELD
    " AND (state = 'in_session' OR due_at >= :now2) LIMIT 10000)";

constexpr const char* load_booked_of_many_sql =
    "/* load_booked_of_many */ SELECT x.id, b.starts_at, b.minutes"
    " FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN bookings b ON b.tutor_id = x.id AND b.starts_at >= :since"
    "  AND b.starts_at < :until WHERE " CHALKLINE_HELD
    " AND (state = 'in_session' OR due_at >= :now)"
    " UNION ALL SELECT x.id, b.starts_at, b.minutes"
    " FROM JSON_TABLE(:ids2, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN bookings b ON b.student_id = x.id AND b.starts_at >= :since2"
    "  AND b.starts_at < :until2 WHERE " CHALKLINE_HELD
    " AND (state = 'in_session' OR due_at >= :now2)";

constexpr const char* load_overdue_bookings_sql =
    "/* load_overdue_bookings */ SELECT id FROM bookings WHERE due_at < :now"
    " AND (tutor_id IN (:one, :other) OR student_id IN (:one2, :other2)) ORDER BY id LIMIT 100";

constexpr const char* load_due_bookings_sql =
    "/* load_due_bookings */ SELECT id, tutor_id, student_id, booked_by FROM bookings WHERE due_at "
    "<= :now"
    " ORDER BY due_at LIMIT :rows";

// What holds its time is due some day: the index of that leaves out all that is over.
constexpr const char* load_booked_walls_sql =
    "/* load_booked_walls */ SELECT id, time_zone, wall_start, starts_at, due_at FROM bookings"
    " WHERE due_at >= :after_due AND (due_at, id) > (:due_at, :id) AND " CHALKLINE_HELD
    " AND starts_at >= :since ORDER BY due_at, id LIMIT :rows";

constexpr const char* mark_booking_due_sql =
    "/* mark_booking_due */ UPDATE bookings SET due_at = NULLIF(:due_at, '') WHERE id = :booking";

// No session lasts longer, its running on included: what began before holds no time any more,
// whatever its row says.
constexpr std::chrono::hours longest_session{48};

// Quanta that hold some of the time: [first, end).
struct Quanta {
  long long first;
  long long end;
};
Quanta quanta_of(const rules::Interval<rules::Time>& time) {
  const auto from = time.from.time_since_epoch();
  const auto until = time.until.time_since_epoch();
  const std::chrono::milliseconds quantum = rules::booking_quantum;
  return {std::chrono::floor<std::chrono::minutes>(from).count() / rules::booking_quantum.count(),
          (until + quantum - std::chrono::milliseconds(1)) / quantum};
}

rules::Time time_of(long long quantum) { return rules::Time(rules::booking_quantum * quantum); }

// The quanta that a booking holds, as far as they lie within the time.
void add_held(rules::Intervals<rules::Time>& booked, rules::Time from, int minutes,
              const rules::Interval<rules::Time>& time) {
  const auto held = quanta_of({from, from + std::chrono::minutes(minutes)});
  const rules::Interval<rules::Time> within{std::max(time_of(held.first), time.from),
                                            std::min(time_of(held.end), time.until)};
  if (within.from < within.until) booked.push_back(within);
}

std::optional<BookingPair> fetch_pair(Statement& statement) {
  BookingPair pair;
  statement.into(pair.id, pair.tutor_id, pair.student_id, pair.booked_by);
  return statement.fetch_one() ? std::optional(std::move(pair)) : std::nullopt;
}

// The columns that an insert and an update have alike.
struct WrittenBooking {
  explicit WrittenBooking(const rules::BookingRecord& record)
      : external(record.external_id.value_or("")),
        state(rules::name_of(record.booking().state)),
        decided(rules::name_of(record.booking().decided)),
        closed_here(record.booking().closed_here ? 1 : 0),
        starts_at(sql_time(record.booking().starts_at)),
        minutes(static_cast<int>(record.booking().length.count())),
        wall_start(sql_time(rules::Time(record.wall_start.time_since_epoch()))),
        booked_at(sql_time(record.booking().booked_at)),
        asked_at(sql_time(record.booking().asked_at)),
        paid(record.booking().paid ? 1 : 0),
        told(record.booking().told.newest.value_or(-1)),
        told_state(record.booking().told.state.value_or(-1)),
        told_time(record.booking().told.time.value_or(-1)),
        price(record.price ? record.price->amount : -1),
        currency(record.price ? record.price->currency : ""),
        changes(record.booking().changes),
        due_at(sql_time(record.due_at)) {
    const auto& cancellation = record.booking().cancellation;
    if (!cancellation) return;
    cancelled_by = rules::name_of(cancellation->by);
    cancelled_at = sql_time(cancellation->at);
    cancelled_late = cancellation->late ? 1 : 0;
    cancel_reason = cancellation->reason;
  }

  void bind(Statement& statement) const {
    statement.use(external, "external").use(state, "state").use(decided, "decided");
    statement.use(closed_here, "closed_here").use(starts_at, "starts_at").use(minutes, "minutes");
    statement.use(wall_start, "wall_start").use(booked_at, "booked_at").use(asked_at, "asked_at");
    statement.use(paid, "paid").use(told, "told").use(told_state, "told_state");
    statement.use(told_time, "told_time").use(cancelled_by, "cancelled_by");
    statement.use(cancelled_at, "cancelled_at").use(cancelled_late, "cancelled_late");
    statement.use(cancel_reason, "cancel_reason").use(changes, "changes").use(price, "price");
    statement.use(currency, "currency").use(due_at, "due_at");
  }

  std::string external, state, decided;
  int closed_here;
  std::string starts_at;
  int minutes;
  std::string wall_start, booked_at, asked_at;
  int paid;
  long long told, told_state, told_time, price;
  std::string currency;
  int changes;
  std::string due_at, cancelled_by, cancelled_at, cancel_reason;
  int cancelled_late = 0;
};

}  // namespace

void lock_booking_guards(Session& session, const std::string& one, const std::string& other) {
  const auto pair = rules::pair_of(one, other);
  Statement marking(session, mark_booking_guards_sql);
  marking.use(pair.low, "low").use(pair.high, "high");
  if (marking.execute() == 2) return;
  Statement putting(session, put_booking_guards_sql);
  putting.use(pair.low, "low").use(pair.high, "high");
  putting.execute();
}

std::optional<BookingPair> load_booking_pair(Session& session, long long booking) {
  Statement statement(session, load_booking_pair_sql);
  statement.use(booking, "booking");
  return fetch_pair(statement);
}

std::optional<BookingPair> load_external_booking_pair(Session& session,
                                                      const std::string& external) {
  Statement statement(session, load_external_booking_pair_sql);
  statement.use(external, "external");
  return fetch_pair(statement);
}

std::optional<rules::BookingRecord> load_booking(Session& session, long long booking) {
  Statement statement(session, load_booking_sql);
  statement.use(booking, "booking");
  return fetch_booking(statement);
}

std::optional<rules::BookingRecord> load_booking_by_client_id(Session& session,
                                                              const std::string& booker,
                                                              const std::string& client_id) {
  Statement statement(session, load_booking_by_client_id_sql);
  statement.use(booker, "booker").use(client_id, "client_id");
  return fetch_booking(statement);
}

std::vector<rules::BookingRecord> load_held_bookings(Session& session, const std::string& person,
                                                     const std::optional<BookingPlace>& after,
                                                     int limit, rules::Time now) {
  const auto place = after.value_or(BookingPlace{});
  const std::string starts_at = sql_time(place.starts_at);
  const std::string since = sql_time(std::max(place.starts_at, now - longest_session));
  Statement statement(session, load_held_bookings_sql);
  statement.use(person, "person").use(person, "person2").use(place.id, "id").use(place.id, "id2");
  statement.use(starts_at, "starts_at").use(starts_at, "starts_at2").use(since, "since");
  statement.use(since, "since2").use(limit, "rows").use(limit, "rows2").use(limit, "rows3");
  return fetch_bookings(statement);
}

std::vector<rules::BookingRecord> load_ended_bookings(Session& session, const std::string& person,
                                                      const std::optional<BookingPlace>& after,
                                                      int limit, rules::Time now) {
  const std::string at = sql_time(now);
  const std::string starts_at = after ? sql_time(after->starts_at) : "9999-12-31 00:00:00.000";
  const long long id = after ? after->id : 0;
  Statement statement(session, load_ended_bookings_sql);
  statement.use(person, "person").use(person, "person2").use(id, "id").use(id, "id2");
  statement.use(starts_at, "starts_at").use(starts_at, "starts_at2").use(at, "now").use(at, "now2");
  statement.use(limit, "rows").use(limit, "rows2").use(limit, "rows3");
  return fetch_bookings(statement);
}

long long insert_booking(Session& session, const rules::BookingRecord& record,
                         const Booker& booker) {
  const WrittenBooking written(record);
  const std::string subject = record.subject.value_or("");
  const long long series = record.series_id.value_or(0);
  Statement statement(session, insert_booking_sql);
  written.bind(statement);
  statement.use(record.tutor.id, "tutor").use(record.student.id, "student");
  statement.use(booker.person, "booker").use(booker.client_id, "client_id");
  statement.use(record.time_zone, "time_zone").use(subject, "subject").use(series, "series");
  statement.execute();
  long long id = 0;
  session.soci.get_last_insert_id("bookings", id);
  return id;
}

void update_booking(Session& session, const rules::BookingRecord& record) {
  const auto& booking = record.booking();
  const WrittenBooking written(record);
  const std::string student_entered_at = sql_time(booking.student.entered_at);
  const std::string tutor_entered_at = sql_time(booking.tutor.entered_at);
  const std::string started_at = sql_time(booking.started_at);
  const int student_in = booking.student.in ? 1 : 0;
  const int tutor_in = booking.tutor.in ? 1 : 0;
  const int proposals = booking.proposal ? booking.proposal->number : 0;
  Statement statement(session, update_booking_sql);
  written.bind(statement);
  statement.use(student_entered_at, "student_entered_at").use(student_in, "student_in");
  statement.use(tutor_entered_at, "tutor_entered_at").use(tutor_in, "tutor_in");
  statement.use(started_at, "started_at").use(proposals, "proposals").use(record.id, "id");
  statement.use(record.sequence, "sequence");
  statement.execute();
}

void put_booking_proposal(Session& session, long long booking, const rules::Proposal& proposal) {
  const std::string actor(rules::name_of(proposal.by));
  const std::string starts_at = sql_time(proposal.starts_at);
  const std::string state(rules::name_of(proposal.state));
  Statement statement(session, put_booking_proposal_sql);
  statement.use(booking, "id").use(proposal.number, "number").use(actor, "actor");
  statement.use(starts_at, "starts_at").use(proposal.reason, "reason").use(state, "state");
  statement.use(state, "state2");
  statement.execute();
}

void insert_proposal_client(Session& session, long long booking, const ProposalClient& client,
                            int number) {
  Statement statement(session, insert_proposal_client_sql);
  statement.use(booking, "id").use(client.proposer, "proposer");
  statement.use(client.client_id, "client_id").use(number, "number");
  statement.execute();
}

std::optional<rules::Proposal> load_proposal_by_client_id(Session& session, long long booking,
                                                          const ProposalClient& client) {
  Statement statement(session, load_proposal_by_client_id_sql);
  statement.use(booking, "id").use(client.proposer, "proposer");
  statement.use(client.client_id, "client_id");
  return fetch_proposal(statement);
}

void insert_booked_time(Session& session, const std::vector<std::string>& people, long long booking,
                        const rules::Interval<rules::Time>& time) {
  const auto quanta = quanta_of(time);
  std::vector<std::vector<std::string>> held;
  for (const auto& person : people) {
    for (auto each = quanta.first; each < quanta.end; ++each) {
      held.push_back({person, std::to_string(each)});
    }
  }
  const std::string json = json_rows(held);
  Statement statement(session, insert_booking_quanta_sql);
  statement.use(booking, "booking").use(json, "held");
  execute_unless_raced(statement);
}

void delete_booked_time(Session& session, long long booking) {
  Statement statement(session, delete_booking_quanta_sql);
  statement.use(booking, "booking");
  statement.execute();
}

bool is_booked(Session& session, const std::string& person, long long booking,
               const rules::Interval<rules::Time>& time) {
  return is_either_booked(session, person, person, booking, time);
}

bool is_either_booked(Session& session, const std::string& one, const std::string& other,
                      long long booking, const rules::Interval<rules::Time>& time) {
  const auto quanta = quanta_of(time);
  long long found = 0;
  Statement statement(session, find_booked_quantum_sql);
  statement.use(one, "one").use(other, "other");
  statement.use(quanta.first, "first").use(quanta.end, "end");
  statement.use(booking, "booking").into(found);
  return statement.fetch_one();
}

rules::Intervals<rules::Time> load_booked_of_two(Session& session, const std::string& one,
                                                 const std::string& other,
                                                 const rules::Interval<rules::Time>& time,
                                                 rules::Time now) {
  const std::string since = sql_time(time.from - longest_session);
  const std::string until = sql_time(time.until);
  const std::string at = sql_time(now);
  rules::Intervals<rules::Time> booked;
  std::string starts_at;
  int minutes = 0;
  Statement statement(session, load_booked_sql);
  statement.use(one, "one").use(other, "other").use(one, "one2").use(other, "other2");
  statement.use(since, "since").use(until, "until").use(since, "since2").use(until, "until2");
  statement.use(at, "now").use(at, "now2").into(starts_at, minutes);
  statement.fetch_all([&] { add_held(booked, time_from_sql(starts_at), minutes, time); });
  return booked;
}

std::map<std::string, rules::Intervals<rules::Time>> load_booked_of_many(
    Session& session, const std::vector<std::string>& people,
    const rules::Interval<rules::Time>& time, rules::Time now) {
  const std::string ids = json_array(people);
  const std::string since = sql_time(time.from - longest_session);
  const std::string until = sql_time(time.until);
  const std::string at = sql_time(now);
  std::map<std::string, rules::Intervals<rules::Time>> booked;
  std::string person;
  std::string starts_at;
  int minutes = 0;
  Statement statement(session, load_booked_of_many_sql);
  statement.use(ids, "ids").use(ids, "ids2").use(since, "since").use(since, "since2");
  statement.use(until, "until").use(until, "until2").use(at, "now").use(at, "now2");
  statement.into(person, starts_at, minutes);
  statement.fetch_all([&] { add_held(booked[person], time_from_sql(starts_at), minutes, time); });
  return booked;
}

rules::Intervals<rules::Time> load_booked(Session& session, const std::string& person,
                                          const rules::Interval<rules::Time>& time,
                                          rules::Time now) {
  return load_booked_of_two(session, person, person, time, now);
}

std::vector<long long> load_overdue_bookings(Session& session, const std::string& one,
                                             const std::string& other, rules::Time now) {
  const std::string at = sql_time(now);
  std::vector<long long> overdue;
  long long id = 0;
  Statement statement(session, load_overdue_bookings_sql);
  statement.use(at, "now").use(one, "one").use(one, "one2").use(other, "other");
  statement.use(other, "other2").into(id);
  statement.fetch_all([&] { overdue.push_back(id); });
  return overdue;
}

std::vector<BookingPair> load_due_bookings(Session& session, rules::Time now, int limit) {
  const std::string at = sql_time(now);
  std::vector<BookingPair> due;
  BookingPair pair;
  Statement statement(session, load_due_bookings_sql);
  statement.use(at, "now")
      .use(limit, "rows")
      .into(pair.id, pair.tutor_id, pair.student_id, pair.booked_by);
  statement.fetch_all([&] { due.push_back(pair); });
  return due;
}

std::vector<rules::BookingRecord> load_bookings(Session& session,
                                                const std::vector<std::string>& ids) {
  const std::string list = json_array(ids);
  Statement statement(session, load_bookings_sql);
  statement.use(list, "ids");
  return fetch_bookings(statement);
}

std::vector<rules::BookingRecord> load_bookings_since(Session& session, const std::string& person,
                                                      rules::Time since, int limit) {
  const std::string at = sql_time(since);
  Statement statement(session, load_bookings_since_sql);
  statement.use(person, "person").use(person, "person2").use(at, "since").use(at, "since2");
  statement.use(limit, "rows").use(limit, "rows2").use(limit, "rows3");
  return fetch_bookings(statement);
}

void mark_booking_card(Session& session, long long booking, const rules::CardPlace& place) {
  Statement statement(session, mark_booking_card_sql);
  statement.use(place.thread_id, "thread").use(place.seq, "seq").use(booking, "booking");
  statement.execute();
}

std::vector<BookedWall> load_booked_walls(Session& session, rules::Time since,
                                          const DuePlace& after, int limit) {
  const std::string from = sql_time(since);
  const std::string behind = sql_time(after.due_at);
  std::vector<BookedWall> walls;
  BookedWall row;
  std::string wall;
  std::string starts_at;
  std::string due_at;
  Statement statement(session, load_booked_walls_sql);
  statement.use(behind, "after_due").use(behind, "due_at").use(after.id, "id");
  statement.use(from, "since").use(limit, "rows");
  statement.into(row.id, row.time_zone, wall, starts_at, due_at);
  statement.fetch_all([&] {
    row.wall_start = rules::WallTime(time_from_sql(wall).time_since_epoch());
    row.starts_at = time_from_sql(starts_at);
    row.due_at = time_from_sql(due_at);
    walls.push_back(row);
  });
  return walls;
}

void mark_booking_due(Session& session, long long booking,
                      const std::optional<rules::Time>& due_at) {
  const std::string at = sql_time(due_at);
  Statement statement(session, mark_booking_due_sql);
  statement.use(at, "due_at").use(booking, "booking");
  statement.execute();
}

}  // namespace chalkline::storage
