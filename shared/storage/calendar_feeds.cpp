#include "storage/calendar_feeds.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* put_calendar_feed_sql =
    "/* put_calendar_feed */ REPLACE INTO calendar_feeds (person_id, token_hash, salt, made_at)"
    " VALUES (:person, :hash, :salt, :made_at)";

constexpr const char* delete_calendar_feed_sql =
    "/* delete_calendar_feed */ DELETE FROM calendar_feeds WHERE person_id = :person";

constexpr const char* load_calendar_feed_sql =
    "/* load_calendar_feed */ SELECT token_hash, salt, made_at FROM calendar_feeds"
    " WHERE person_id = :person";

constexpr const char* load_calendar_owner_sql =
    "/* load_calendar_owner */ SELECT person_id FROM calendar_feeds WHERE token_hash = :hash";

}  // namespace

void put_calendar_feed(Session& session, const std::string& person, const CalendarFeed& feed) {
  const std::string at = sql_time(feed.made_at);
  Statement statement(session, put_calendar_feed_sql);
  statement.use(person, "person").use(feed.token_hash, "hash").use(feed.salt, "salt");
  statement.use(at, "made_at");
  statement.execute();
}

void delete_calendar_feed(Session& session, const std::string& person) {
  Statement statement(session, delete_calendar_feed_sql);
  statement.use(person, "person");
  statement.execute();
}

std::optional<CalendarFeed> load_calendar_feed(Session& session, const std::string& person) {
  CalendarFeed feed;
  std::string at;
  Statement statement(session, load_calendar_feed_sql);
  statement.use(person, "person").into(feed.token_hash, feed.salt, at);
  if (!statement.fetch_one()) return std::nullopt;
  feed.made_at = time_from_sql(at);
  return feed;
}

std::optional<std::string> load_calendar_owner(Session& session, const std::string& hash) {
  std::string person;
  Statement statement(session, load_calendar_owner_sql);
  statement.use(hash, "hash").into(person);
  return statement.fetch_one() ? std::optional(person) : std::nullopt;
}

}  // namespace chalkline::storage
