#include "app/people.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "app/threads.h"
#include "rules/messages.h"
#include "rules/names.h"
#include "storage/people.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using storage::NamedPerson;
using storage::NameRange;
using storage::Session;

// Few of those a ground finds are refused, or found by several words or circles: one more than the
// page tells whether there is a next. Where many are, the next look takes more at once.
constexpr int spare = 8;
constexpr int growth = 4;
constexpr int most_at_once = 1000;

// Who may be shown, by whatever ground; ties that the ground does not say are read later.
struct Candidates {
  using Ties = std::map<NamedPerson, rules::CourseTies>;
  Ties people;
  std::optional<NamedPerson> until;  // nobody is missing up to here; none: nobody at all
};

// A ground that gives as many as it may can have more behind them.
void stop_at(Candidates& all, const NamedPerson& last) {
  all.until = all.until ? std::min(*all.until, last) : last;
}

void add_candidates(Candidates& all, const std::vector<NamedPerson>& more, int limit) {
  for (const auto& named : more) all.people.try_emplace(named);
  if (std::cmp_equal(more.size(), limit)) stop_at(all, more.back());
}
void add_candidates(Candidates& all, const std::vector<storage::TiedPerson>& more, int limit) {
  for (const auto& found : more) {
    auto& ties = all.people[found.named];
    if (ties == rules::CourseTies{}) ties = found.ties;
  }
  if (std::cmp_equal(more.size(), limit)) stop_at(all, more.back().named);
}

// What people are looked for: for whom, by which words.
struct Wanted {
  const std::string& person;
  const std::vector<std::string>& asked;
  rules::Time now;
};

void add_in_circles(Candidates& found, Session& session, const std::string& person,
                    const NameRange& range) {
  const auto known = storage::load_named_in_circles(session, person, range);
  add_candidates(found, known.people, range.limit);
  for (const auto& circle : known.administered) {
    add_candidates(found, storage::load_named_administered(session, person, circle, range),
                   range.limit);
  }
}

// The next people in the order of words whom some ground of the site's policy makes known to
// the person.
Candidates load_candidates(const rules::Policy& policy, Session& session, const Wanted& wanted,
                           const NameRange& range) {
  Candidates found;
  if (policy.may_start.course) {
    add_in_circles(found, session, wanted.person, range);
  } else {
    add_candidates(found, storage::load_named_partners(session, wanted.person, range), range.limit);
  }
  if (policy.may_start.marketplace) {
    add_candidates(found, storage::load_named_tutors(session, wanted.person, range), range.limit);
  }
  if (found.until) found.people.erase(found.people.upper_bound(*found.until), found.people.end());
  return found;
}

using RowsByPerson = std::map<std::string, storage::ThreadRow>;
using Some = std::span<const Candidates::Ties::value_type>;

// What each of them is to the person, by id: tied as they were found.
RowsByPerson load_rows(Session& session, const Wanted& wanted, const Some& candidates) {
  std::vector<std::string> ids;
  for (const auto& [named, ties] : candidates) ids.push_back(named.person_id);
  RowsByPerson rows;
  if (ids.empty()) return rows;
  for (auto& row : storage::load_pairs(session, wanted.person, ids)) {
    rows.emplace(row.other.id, std::move(row));
  }
  for (const auto& [named, ties] : candidates) {
    const auto row = rows.find(named.person_id);
    if (row != rows.end() && ties != rules::CourseTies{}) row->second.facts.ties = ties;
  }
  return rows;
}

std::vector<storage::ThreadRow> take_refused(const rules::Policy& policy, rules::Time now,
                                             RowsByPerson& rows) {
  std::vector<storage::ThreadRow> refused;
  for (auto row = rows.begin(); row != rows.end();) {
    if (rules::decide_can(policy, row->second.facts, now).send) {
      ++row;
    } else {
      refused.push_back(std::move(row->second));
      row = rows.erase(row);
    }
  }
  return refused;
}

// Those of the candidates whom the person may write to. Whoever is refused as they were found may
// be let through by what else courses make of the two.
RowsByPerson load_permitted(const rules::Policy& policy, Session& session, const Wanted& wanted,
                            const Some& candidates) {
  auto rows = load_rows(session, wanted, candidates);
  auto refused = take_refused(policy, wanted.now, rows);
  if (!policy.may_start.course || refused.empty()) return rows;
  add_course_ties(session, wanted.person, refused);
  for (auto& row : refused) {
    if (rules::decide_can(policy, row.facts, wanted.now).send) {
      rows.emplace(row.other.id, std::move(row));
    }
  }
  return rows;
}

// Adds those of the candidates who are shown; false once the page is full and there is one more. A
// name with two words that fit is shown at the first of them alone.
bool fill(PeoplePage& page, const rules::Policy& policy, Session& session, const Wanted& wanted,
          const Some& candidates, std::size_t limit) {
  const auto rows = load_permitted(policy, session, wanted, candidates);
  for (const auto& [candidate, ties] : candidates) {
    const auto row = rows.find(candidate.person_id);
    if (row == rows.end()) continue;
    if (rules::found_word(wanted.asked, row->second.other.name) != candidate.word) continue;
    if (page.people.size() == limit) return false;
    page.people.push_back({row->second.other, hours_of_other(row->second, wanted.now)});
    page.next = candidate;
  }
  return true;
}

// Likewise: what fills the page if nobody is refused, then the others.
bool fill(PeoplePage& page, const rules::Policy& policy, Session& session, const Wanted& wanted,
          const Candidates& candidates, std::size_t limit) {
  const std::vector<Candidates::Ties::value_type> people(candidates.people.begin(),
                                                         candidates.people.end());
  const Some all(people);
  const auto few = std::min(all.size(), limit + 1 - page.people.size());
  return fill(page, policy, session, wanted, all.first(few), limit) &&
         fill(page, policy, session, wanted, all.subspan(few), limit);
}

}  // namespace

PeoplePage find_people(Context& context, const std::string& person,
                       const std::vector<std::string>& asked,
                       const std::optional<NamedPerson>& after, int limit, rules::Time now) {
  return context.database.read([&](Session& session) {
    PeoplePage page;
    const auto& policy = context.policy();
    const Wanted wanted{person, asked, now};
    NameRange range{asked.front(), asked.size() > 1 ? asked[1] : "", after.value_or(NamedPerson{}),
                    limit + spare};
    while (true) {
      const auto found = load_candidates(policy, session, wanted, range);
      const bool room = fill(page, policy, session, wanted, found, static_cast<std::size_t>(limit));
      if (!room) return page;
      if (!found.until) break;
      range.after = *found.until;
      range.limit = std::min(range.limit * growth, most_at_once);
    }
    page.next.reset();
    return page;
  });
}

}  // namespace chalkline::app
