#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/known_names.h"
#include "app/thread_news.h"
#include "rules/directory.h"
#include "rules/threads.h"
#include "storage/database.h"
#include "storage/people.h"
#include "storage/relationships.h"

namespace chalkline::app {

// Rows of one table that events are about: what is known of them, as it is stored or will be, and
// what is yet to be written.
template <class Key, class Known, class Row>
class GatheredRows {
 public:
  explicit GatheredRows(std::map<Key, Known> stored) : known_(std::move(stored)) {}

  // Null where nothing is known.
  const Known* find(const Key& key) const {
    const auto found = known_.find(key);
    return found == known_.end() ? nullptr : &found->second;
  }
  // Of one row only the last is written.
  void put(const Key& key, Known known, Row row) {
    const bool stored = known_.contains(key) && !fresh_.contains(key);
    (stored ? changed_ : fresh_).insert_or_assign(key, std::move(row));
    note(key, std::move(known));
  }
  // What somebody else has written.
  void note(const Key& key, Known known) { known_.insert_or_assign(key, std::move(known)); }

  // What is to be inserted and to be updated, in rising order; it counts as stored from then on.
  std::vector<Row> take_fresh() { return take(fresh_); }
  std::vector<Row> take_changed() { return take(changed_); }

 private:
  static std::vector<Row> take(std::map<Key, Row>& rows) {
    std::vector<Row> taken;
    taken.reserve(rows.size());
    for (auto& [key, row] : rows) taken.push_back(std::move(row));
    rows.clear();
    return taken;
  }

  std::map<Key, Known> known_;
  std::map<Key, Row> fresh_;
  std::map<Key, Row> changed_;
};

// `take` compares an event with what is known of its object: false for what is no news. What it
// makes of known names is added to `names`, and of threads to `threads`. Nothing is written before
// `write`.
class GatheredPeople {
 public:
  // Takes the rows of `ids`, each one once, until the end of the transaction.
  GatheredPeople(storage::Session& session, const std::vector<std::string>& ids);

  bool take(const rules::PersonRecord& person, NameNews& names, ThreadNews& threads);
  // Somebody has been erased.
  void note(const rules::PersonErasure& erasure);
  // Whose rows were written.
  std::vector<std::string> write(storage::Session& session);

 private:
  GatheredRows<std::string, storage::StoredPerson, rules::PersonRecord> rows_;
};

class GatheredEnrolments {
 public:
  GatheredEnrolments(storage::Session& session, const std::vector<rules::Enrolment>& about);

  bool take(const rules::Enrolment& enrolment, NameNews& names, ThreadNews& threads);
  void write(storage::Session& session);

 private:
  using Key = std::tuple<std::string, std::string, std::string, rules::EnrolmentRole>;
  static Key key_of(const rules::Enrolment& enrolment);
  static std::map<Key, rules::Enrolment> load(storage::Session& session,
                                              const std::vector<rules::Enrolment>& about);

  GatheredRows<Key, rules::Enrolment, rules::Enrolment> rows_;
};

// Both directions of pairs, and with them whether the two know each other by name.
class GatheredRelationships {
 public:
  // Each of `pairs` once, best in rising order.
  GatheredRelationships(storage::Session& session, std::vector<rules::Pair> pairs);

  // That somebody was referred stays, also where a newer event has overtaken the one that says so.
  bool take(const rules::RelationshipChange& change, ThreadNews& threads);
  // Whether the two of a pair, one of those, have a direct thread.
  bool has_begun(storage::Session& session, const rules::Pair& pair);
  void note_begun(const rules::Pair& pair);
  // Somebody else may have begun any.
  void forget_begun() { begun_.reset(); }
  // There is a row of the pair, whoever has made it.
  void note_row(const rules::Pair& pair);

  // Whose relationship was written.
  struct Written {
    std::string tutor_id;
    std::string student_id;
  };
  std::vector<Written> write(storage::Session& session);
  // Those of `pairs` who have a direct thread now.
  static std::vector<Written> load_begun(storage::Session& session,
                                         const std::vector<Written>& pairs);

 private:
  // What is to be written of a pair.
  struct Pending {
    rules::Pair pair;
    bool was_open = false;
    Written parties;
  };

  void keep_known_pairs(storage::Session& session, const std::map<std::string, Pending>& pending);

  std::vector<rules::Pair> pairs_;
  GatheredRows<std::string, storage::RelationshipRow, storage::RelationshipRow> rows_;
  std::map<std::string, Pending> pending_;
  std::optional<std::set<std::string>> begun_;
};

}  // namespace chalkline::app
