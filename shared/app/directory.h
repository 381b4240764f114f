#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/gathered.h"
#include "app/known_names.h"
#include "app/thread_news.h"
#include "app/verdicts.h"
#include "rules/directory.h"
#include "rules/policy.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// What is to be announced after COMMIT.
struct Aftermath {
  std::vector<AccessChange> access = {};
  std::optional<NewCard> card = {};
  ThreadNews threads = {};
};

// What a batch of events says, written down in the session's open transaction: as if each event
// were applied after the one before it, in few statements where events say something of their own
// object alone.
//
// Events may arrive in any order, an enrolment or a relationship before its people: the newest of
// each object decides, and of a pair each direction's relationship and review for itself. An invite
// that is accepted begins the pair's thread, empty as yet (S0-05, contract §5). An order that was
// not known lifts the cap on unanswered messages where the policy says so (S4-18). A link of parent
// and student that is confirmed, or is not any more, opens or closes the parent's threads about the
// student (S2-06); it stands only while neither of the two is erased. What parents see of a
// student's direct threads follows links, birth dates and relationships (app/guardians.h). A
// package that was not known stands as a card in the pair's thread, which it may begin (S0-19).
class Directory {
 public:
  // Takes the rows of people, enrolments and pairs that `events` are about. What becomes of known
  // names is added to `names`.
  Directory(storage::Session& session, const rules::Policy& policy, rules::Time now,
            const std::vector<const rules::DirectoryEvent*>& events, NameNews& names);

  // Applies one of `events`, the next one; false for what is no news: a repeated event, or one that
  // a newer one has overtaken. What it says may not be written yet.
  bool take(const rules::DirectoryEvent& event);
  // Writes what is not written yet.
  void write();
  // Likewise, before somebody else writes who may begin threads.
  void step_aside();

  // Of what has been written since this was asked last.
  Aftermath take_aftermath() { return std::exchange(aftermath_, {}); }

 private:
  bool take_said(const rules::PersonRecord& person);
  bool take_said(const rules::PersonErasure& erasure);
  bool take_said(const rules::Enrolment& enrolment);
  bool take_said(const rules::RelationshipChange& change);
  bool take_said(const rules::ParentLink& link);
  bool take_said(const rules::ReviewRecord& review);
  template <class Said>
  bool take_said(const Said& said);
  void settle_written(const std::vector<GatheredRelationships::Written>& pairs);
  void follow_links_of(const std::vector<std::string>& people);

  storage::Session& session_;
  const rules::Policy& policy_;
  rules::Time now_;
  NameNews& names_;
  Aftermath aftermath_;
  GatheredPeople people_;
  GatheredEnrolments enrolments_;
  GatheredRelationships relationships_;
  std::set<std::string> linked_;  // whose link of parent and student may hang on what they are
};

}  // namespace chalkline::app
