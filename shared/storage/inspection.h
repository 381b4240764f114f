#pragma once

#include <string>
#include <vector>

#include "storage/database.h"

namespace chalkline::storage {

// What an operator's look into a site's database can find (chalkline doctor). Nothing here writes.

// How far a login gets.
enum class Access { open, no_server, wrong_login, no_database, other };
struct AccessTry {
  Access access = Access::other;
  unsigned int error = 0;  // the client library's or the server's number; 0 when open
};
AccessTry try_access(const Address& address);

struct ServerFacts {
  std::string version;
  int flush_log_at_commit = 0;
  std::string sql_mode;  // the server's own, for those who set none
  std::string charset;   // of the database
  std::string engine;    // of tables that name none
  long long largest_packet = 0;
};
ServerFacts load_server_facts(Session& session);

// Of a node of a Galera cluster: "Primary" and "Synced" while it may work. Both are empty
// elsewhere.
struct ClusterFacts {
  std::string status;
  std::string state;
};
ClusterFacts load_cluster_facts(Session& session);

// What the user may do in the database, as far as granted to the user directly: SELECT, INSERT …
std::vector<std::string> load_privileges(Session& session);

// Tables that are not InnoDB, or whose text is not utf8mb4.
std::vector<std::string> load_odd_tables(Session& session);

// Ways in which rows that belong together may not agree.
enum class Disagreement {
  last_seq,    // threads: last_seq is not that of the newest message
  gap,         // threads: not every seq up to last_seq has its message
  members,     // threads: without a row of the inbox for each of the two, or a closed one
  access,      // parent threads: open to a parent without a confirmed link, or closed to one with
  stray,       // rows of the inbox: of no thread, or of somebody else's
  copies,      // rows of the inbox: last_seq differs from the thread's
  unread,      // rows of the inbox: unread is not the messages of others above read_upto
  has_unread,  // rows of the inbox: has_unread is not what unread and marked_unread say
  read_upto,   // rows of the inbox: read_upto is not the reader's last mark
  known,       // owners of the search index: not as many messages as their threads are known up to
};
// How many there are among the threads above `above`, or their owners; gaps are looked for in the
// newest 500 threads with at most 10,000 messages.
long long count_disagreements(Session& session, Disagreement kind, long long above);

}  // namespace chalkline::storage
