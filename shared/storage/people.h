#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/directory.h"
#include "rules/messages.h"
#include "storage/database.h"

namespace chalkline::storage {

// What is stored about one object, as far as an event is compared with it; none when it is not
// known yet. Takes the row until the end of the transaction.
struct StoredPerson {
  long long version = 0;
  std::string name;
  rules::Roles roles;
  std::string institution_id;                      // empty: none
  rules::Standing standing = rules::Standing::ok;  // told by lock_people alone
};
std::optional<StoredPerson> lock_person(Session& session, const std::string& person);

// Likewise of many people, those who are known. `ids` are best in rising order, as rows are taken
// in theirs.
std::map<std::string, StoredPerson> lock_people(Session& session,
                                                const std::vector<std::string>& ids);
// Each id once; none of the first known, all of the second.
void insert_people(Session& session, std::span<const rules::PersonRecord> people);
void update_people(Session& session, std::span<const rules::PersonRecord> people);

// Nobody's roles are those of somebody the directory does not know.
rules::Roles load_roles(Session& session, const std::string& person);
// To whom a mail goes, and where it reaches them: empty where nobody knows; both for nobody.
struct Addressee {
  std::string name;
  std::string email;
};
Addressee load_addressee(Session& session, const std::string& person);

// What is left of an erased person: id and version, without a name, roles or anything personal. A
// person who is not known yet is known from then on, as erased.
void insert_erased_person(Session& session, const rules::PersonErasure& erasure);
void mark_erased(Session& session, const rules::PersonErasure& erasure);
// What the person has chosen here.
void delete_settings(Session& session, const std::string& person);

// Both directions of one pair, with the versions of what told them, and who blocks whom.
struct PairState {
  rules::Relationship low_teaches = rules::Relationship::none;
  rules::Relationship high_teaches = rules::Relationship::none;
  long long low_version = 0;
  long long high_version = 0;
  bool low_blocks = false;  // low has blocked high
  bool high_blocks = false;
};
std::optional<PairState> lock_relationship(Session& session, const rules::Pair& pair);
void insert_relationship(Session& session, const rules::Pair& pair, const PairState& state);
void update_relationship(Session& session, const rules::Pair& pair, const PairState& state);

// By id, of those of `people` whom the directory has; of enrolments neither state nor version.
std::map<std::string, rules::Belonging> load_belongings(Session& session,
                                                        const std::vector<std::string>& people);
// Likewise but for the erased, locked against change until the transaction ends: of two that write
// about one person and then ask, the later one sees what the other has written.
std::map<std::string, rules::Belonging> lock_belongings(Session& session,
                                                        const std::vector<std::string>& people);

}  // namespace chalkline::storage
