#include "storage/fixture.h"

#include "rules/text.h"
#include "storage/thread_changes.h"

namespace chalkline::storage::tests {
namespace {

chalkline::tests::TestSite& the_site() {
  static chalkline::tests::TestSite site;
  return site;
}

}  // namespace

Fixture::Fixture() : site(the_site()), sql(site.root), database(site.address) { site.clear(); }

void Fixture::person(const std::string& id, std::initializer_list<rules::Role> roles) {
  rules::PersonRecord record{
      .id = id, .name = "Name of " + id, .time_zone = "Europe/Berlin", .locale = "de"};
  for (const auto role : roles) record.roles.add(role);
  run(insert_people, std::vector{record});
}

long long Fixture::thread(const std::string& one, const std::string& other, rules::Time at) {
  const auto pair = rules::pair_of(one, other);
  return database.write([&](Session& session) {
    const auto id = insert_thread(session, pair, at);
    insert_membership(session, pair.low, pair.high, id, at);
    insert_membership(session, pair.high, pair.low, id, at);
    return id;
  });
}

long long Fixture::send(long long thread, const std::string& sender, const std::string& text,
                        rules::Time at) {
  return database.write([&](Session& session) {
    auto locked = std::move(lock_thread(session, sender, thread)->thread);
    locked.unanswered = locked.unanswered_by(sender) + 1;
    locked.last_sender_id = sender;
    ++locked.last_seq;
    insert_message(
        session,
        {.thread_id = thread, .seq = locked.last_seq, .sender_id = sender, .body = text, .at = at});
    mark_sent(
        session, locked,
        {.seq = locked.last_seq, .sender_id = sender, .preview = rules::preview(text), .at = at},
        true);
    return locked.last_seq;
  });
}

std::string Fixture::kept(const std::string& column, const std::string& person, long long thread) {
  return sql.value("SELECT " + column + " FROM thread_members WHERE person_id = " +
                   sql.quoted(person) + " AND thread_id = " + std::to_string(thread));
}

}  // namespace chalkline::storage::tests
