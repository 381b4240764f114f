#include "storage/link_requests.h"

#include "rules/addresses.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

#define CHALKLINE_REQUEST                                                       \
  " r.id, r.asker_id, r.asked_as, r.address, IFNULL(r.client_id, ''), r.state," \
  " r.changed_at, IFNULL(r.expires_at, ''), r.mailing, IFNULL(r.link_id, 0)"
#define CHALKLINE_ASKER                                                 \
  ", IFNULL(p.name, ''), IFNULL(p.avatar_url, ''), IFNULL(p.roles, 0)," \
  " IFNULL(p.locale, 'en')"                                             \
  " FROM link_requests r LEFT JOIN people p ON p.id = r.asker_id"

constexpr const char* load_link_person_sql =
    "/* load_link_person */ SELECT name, IFNULL(avatar_url, ''), roles, standing,"
    " IFNULL(email, ''), IFNULL(phone, ''), locale FROM people"
    " WHERE id = :person AND erased_at IS NULL";

constexpr const char* lock_link_request_sql =
    "/* lock_link_request */ SELECT" CHALKLINE_REQUEST
    " FROM link_requests r WHERE r.asker_id = :asker AND r.asked_as = :asked_as"
    " AND r.address = :address FOR UPDATE";

constexpr const char* lock_link_request_by_id_sql =
    "/* lock_link_request_by_id */ SELECT" CHALKLINE_REQUEST
    " FROM link_requests r WHERE r.id = :id FOR UPDATE";

constexpr const char* lock_link_request_by_client_sql =
    "/* lock_link_request_by_client */ SELECT" CHALKLINE_REQUEST
    " FROM link_requests r WHERE r.asker_id = :asker AND r.client_id = :client FOR UPDATE";

constexpr const char* lock_link_request_by_token_sql =
    "/* lock_link_request_by_token */ SELECT" CHALKLINE_REQUEST
    " FROM link_requests r WHERE r.token_hash = :hash FOR UPDATE";

constexpr const char* insert_link_request_sql =
    "/* insert_link_request */ INSERT INTO link_requests (asker_id, asked_as, address, client_id,"
    " state, changed_at, expires_at, mailing, link_id) VALUES (:asker, :asked_as, :address,"
    " NULLIF(:client, ''), :state, :at, NULLIF(:expires_at, ''), :mailing, NULLIF(:link, 0))";

constexpr const char* update_link_request_sql =
    "/* update_link_request */ UPDATE link_requests SET client_id = NULLIF(:client, ''),"
    " state = :state, changed_at = :at, expires_at = NULLIF(:expires_at, ''),"
    " mailing = :mailing, token_hash = NULL, link_id = NULLIF(:link, 0) WHERE id = :id";

constexpr const char* mark_link_token_sql =
    "/* mark_link_token */ UPDATE link_requests SET token_hash = :hash"
    " WHERE id = :id AND mailing = :mailing AND state = 'pending'";

constexpr const char* load_asked_links_sql =
    "/* load_asked_links */ SELECT" CHALKLINE_REQUEST CHALKLINE_ASKER
    " WHERE r.asker_id = :value AND r.state IN ('pending', 'declined')"
    " ORDER BY r.id DESC LIMIT 500";

// roles: 4 a parent, 2 a student.
constexpr const char* load_link_requests_to_sql =
    "/* load_link_requests_to */ SELECT" CHALKLINE_REQUEST CHALKLINE_ASKER
    " WHERE r.address = :value AND r.state = 'pending'"
    " AND (p.roles & IF(r.asked_as = 'parent', 4, 2)) > 0"
    " ORDER BY r.id DESC LIMIT 500";

constexpr const char* load_link_request_sql =
    "/* load_link_request */ SELECT" CHALKLINE_REQUEST CHALKLINE_ASKER " WHERE r.id = :value";

constexpr const char* load_mail_owners_sql =
    "/* load_mail_owners */ SELECT p.email, p.id, p.name, p.roles, IFNULL(s.locale, p.locale)"
    " FROM people p LEFT JOIN settings s ON s.person_id = p.id"
    " WHERE p.email = :address AND p.erased_at IS NULL LIMIT 20";

constexpr const char* delete_link_requests_of_sql =
    "/* delete_link_requests_of */ DELETE FROM link_requests WHERE asker_id = :asker";

constexpr const char* delete_old_link_requests_sql =
    "/* delete_old_link_requests */ DELETE FROM link_requests"
    " WHERE state IN ('declined', 'revoked') AND changed_at < :before LIMIT 10000";

constexpr const char* delete_expired_link_requests_sql =
    "/* delete_expired_link_requests */ DELETE FROM link_requests"
    " WHERE state = 'pending' AND expires_at < :before LIMIT 10000";

// A request's columns on their way from a row.
struct RequestColumns {
  rules::LinkRequest request = {};
  std::string asked_as = {};
  std::string client_id = {};
  std::string state = {};
  std::string changed_at = {};
  std::string expires_at = {};
  long long link_id = 0;

  void bind(Statement& statement) {
    statement.into(request.id, request.asker_id, asked_as, request.address, client_id, state,
                   changed_at, expires_at, request.mailing, link_id);
  }
  rules::LinkRequest taken() const {
    auto whole = request;
    whole.asked_as = asked_as == "parent" ? rules::LinkSide::parent : rules::LinkSide::student;
    whole.client_id = optional_text(client_id);
    whole.state = rules::request_state_from(state).value_or(rules::RequestState::revoked);
    whole.changed_at = time_from_sql(changed_at);
    whole.expires_at = optional_time_from_sql(expires_at);
    if (link_id != 0) whole.link_id = link_id;
    return whole;
  }
};

std::optional<rules::LinkRequest> fetch_request(Statement& statement) {
  RequestColumns columns;
  columns.bind(statement);
  return statement.fetch_one() ? std::optional(columns.taken()) : std::nullopt;
}

template <class Value>
std::vector<LinkRequestRow> load_request_rows(Session& session, const char* sql,
                                              const Value& value) {
  std::vector<LinkRequestRow> rows;
  RequestColumns columns;
  std::string name;
  std::string avatar_url;
  int roles = 0;
  std::string locale;
  Statement statement(session, sql);
  statement.use(value, "value");
  columns.bind(statement);
  statement.into(name, avatar_url, roles, locale);
  statement.fetch_all([&] {
    auto request = columns.taken();
    rules::Person asker{
        request.asker_id, name, optional_text(avatar_url), {static_cast<std::uint32_t>(roles)}};
    rows.push_back({std::move(request), std::move(asker), locale});
  });
  return rows;
}

}  // namespace

std::optional<rules::LinkPerson> load_link_person(Session& session, const std::string& person,
                                                  const std::string& country) {
  rules::Person found{.id = person};
  std::string avatar_url;
  int roles = 0;
  std::string standing;
  std::string email;
  std::string phone;
  std::string locale;
  Statement statement(session, load_link_person_sql);
  statement.use(person, "person");
  statement.into(found.name, avatar_url, roles, standing, email, phone, locale);
  if (!statement.fetch_one()) return std::nullopt;
  found.avatar_url = optional_text(avatar_url);
  found.roles = {static_cast<std::uint32_t>(roles)};
  return rules::link_person(std::move(found),
                            rules::standing_from(standing).value_or(rules::Standing::ok), email,
                            phone, rules::country_of(locale, country));
}

std::optional<rules::LinkRequest> lock_link_request(Session& session, const std::string& asker,
                                                    rules::LinkSide asked_as,
                                                    const std::string& address) {
  const std::string side(rules::name_of(asked_as));
  Statement statement(session, lock_link_request_sql);
  statement.use(asker, "asker").use(side, "asked_as").use(address, "address");
  return fetch_request(statement);
}

std::optional<rules::LinkRequest> lock_link_request(Session& session, long long id) {
  Statement statement(session, lock_link_request_by_id_sql);
  statement.use(id, "id");
  return fetch_request(statement);
}

std::optional<rules::LinkRequest> lock_link_request_by_client(Session& session,
                                                              const std::string& asker,
                                                              const std::string& client_id) {
  Statement statement(session, lock_link_request_by_client_sql);
  statement.use(asker, "asker").use(client_id, "client");
  return fetch_request(statement);
}

std::optional<rules::LinkRequest> lock_link_request_by_token(Session& session,
                                                             const std::string& hash) {
  Statement statement(session, lock_link_request_by_token_sql);
  statement.use(hash, "hash");
  return fetch_request(statement);
}

long long insert_link_request(Session& session, const rules::LinkRequest& request) {
  const std::string side(rules::name_of(request.asked_as));
  const std::string client = request.client_id.value_or("");
  const std::string state(rules::name_of(request.state));
  const std::string at = sql_time(request.changed_at);
  const std::string expires_at = sql_time(request.expires_at);
  const long long link = request.link_id.value_or(0);
  Statement statement(session, insert_link_request_sql);
  statement.use(request.asker_id, "asker").use(side, "asked_as").use(request.address, "address");
  statement.use(client, "client").use(state, "state").use(at, "at");
  statement.use(expires_at, "expires_at").use(request.mailing, "mailing").use(link, "link");
  execute_unless_raced(statement);
  return last_insert_id(session);
}

void update_link_request(Session& session, const rules::LinkRequest& request) {
  const std::string client = request.client_id.value_or("");
  const std::string state(rules::name_of(request.state));
  const std::string at = sql_time(request.changed_at);
  const std::string expires_at = sql_time(request.expires_at);
  const long long link = request.link_id.value_or(0);
  Statement statement(session, update_link_request_sql);
  statement.use(client, "client").use(state, "state").use(at, "at");
  statement.use(expires_at, "expires_at").use(request.mailing, "mailing").use(link, "link");
  statement.use(request.id, "id");
  execute_unless_raced(statement);
}

bool mark_link_token(Session& session, long long request, long long mailing,
                     const std::string& hash) {
  Statement statement(session, mark_link_token_sql);
  statement.use(hash, "hash").use(request, "id").use(mailing, "mailing");
  return statement.execute() > 0;
}

std::vector<LinkRequestRow> load_asked_links(Session& session, const std::string& asker) {
  return load_request_rows(session, load_asked_links_sql, asker);
}

std::vector<LinkRequestRow> load_link_requests_to(Session& session, const std::string& address) {
  return load_request_rows(session, load_link_requests_to_sql, address);
}

std::optional<LinkRequestRow> load_link_request(Session& session, long long id) {
  auto rows = load_request_rows(session, load_link_request_sql, id);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::vector<MailOwner> load_mail_owners(Session& session, const std::string& address) {
  std::vector<MailOwner> owners;
  MailOwner owner;
  int roles = 0;
  Statement statement(session, load_mail_owners_sql);
  statement.use(address, "address");
  statement.into(owner.email, owner.person.id, owner.person.name, roles, owner.locale);
  statement.fetch_all([&] {
    owner.person.roles = {static_cast<std::uint32_t>(roles)};
    owners.push_back(owner);
  });
  return owners;
}

void delete_link_requests_of(Session& session, const std::string& asker) {
  Statement statement(session, delete_link_requests_of_sql);
  statement.use(asker, "asker");
  statement.execute();
}

long long delete_old_link_requests(Session& session, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, delete_old_link_requests_sql);
  statement.use(at, "before");
  return statement.execute();
}

long long delete_expired_link_requests(Session& session, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, delete_expired_link_requests_sql);
  statement.use(at, "before");
  return statement.execute();
}

}  // namespace chalkline::storage
