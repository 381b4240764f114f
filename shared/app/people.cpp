#include "app/people.h"

#include <algorithm>
#include <map>
#include <utility>

#include "app/threads.h"
#include "rules/messages.h"
#include "rules/names.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using storage::NamedPerson;
using storage::NameRange;
using storage::Session;

// Few of those a ground finds are refused: one more than the page tells whether there is a next.
// Where many are, the next look takes more at once.
constexpr int spare = 1;
constexpr int growth = 4;
constexpr int most_at_once = 1000;

void add(std::vector<NamedPerson>& all, std::vector<NamedPerson> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// The next people in the order of words whom some ground of the site's policy makes known to
// `person`; less than the range's limit only at the end.
std::vector<NamedPerson> load_candidates(const rules::Policy& policy, Session& session,
                                         const std::string& person, const NameRange& range) {
  auto found = storage::load_named_partners(session, person, range);
  if (policy.may_start.marketplace) {
    add(found, storage::load_named_tutors(session, person, range));
  }
  if (policy.may_start.course) {
    add(found, storage::load_named_in_courses(session, person, range));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > static_cast<std::size_t>(range.limit)) {
    found.resize(static_cast<std::size_t>(range.limit));
  }
  return found;
}

// What each of them is to `person`, by id.
std::map<std::string, storage::ThreadRow> load_rows(Context& context, Session& session,
                                                    const std::string& person,
                                                    const std::vector<NamedPerson>& people) {
  std::vector<std::string> ids;
  ids.reserve(people.size());
  for (const auto& found : people) ids.push_back(found.person_id);
  auto loaded = storage::load_pairs(session, person, ids);
  add_ties(context, session, person, loaded);
  std::map<std::string, storage::ThreadRow> rows;
  for (auto& row : loaded) rows.emplace(row.other.id, std::move(row));
  return rows;
}

// What people are looked for: for whom, by which words.
struct Wanted {
  const std::string& person;
  const std::vector<std::string>& asked;
  rules::Time now;
};

// Whether a candidate is shown here. A name with two words that fit is shown at the first of them
// alone.
bool is_shown(const rules::Policy& policy, const Wanted& wanted, const NamedPerson& candidate,
              const storage::ThreadRow& row) {
  const auto& name = row.other.name;
  return rules::matches_name(wanted.asked, name) &&
         rules::first_name_word(name, wanted.asked.front()) == candidate.word &&
         rules::decide_can(policy, row.facts, wanted.now).send;
}

// Adds those of the candidates who are shown; false once the page is full and there is one more.
bool fill(PeoplePage& page, Context& context, Session& session, const Wanted& wanted,
          const std::vector<NamedPerson>& candidates, std::size_t limit) {
  if (candidates.empty()) return true;
  auto rows = load_rows(context, session, wanted.person, candidates);
  for (const auto& candidate : candidates) {
    const auto row = rows.find(candidate.person_id);
    if (row == rows.end() || !is_shown(context.policy(), wanted, candidate, row->second)) continue;
    if (page.people.size() == limit) return false;
    page.people.push_back({row->second.other, hours_of_other(row->second, wanted.now)});
    page.next = candidate;
  }
  return true;
}

}  // namespace

PeoplePage find_people(Context& context, const std::string& person,
                       const std::vector<std::string>& asked,
                       const std::optional<NamedPerson>& after, int limit, rules::Time now) {
  return context.database.read([&](Session& session) {
    PeoplePage page;
    NameRange range{asked.front(), after.value_or(NamedPerson{}), limit + spare};
    while (true) {
      const auto found = load_candidates(context.policy(), session, person, range);
      const bool room = fill(page, context, session, {person, asked, now}, found,
                             static_cast<std::size_t>(limit));
      if (!room) return page;
      if (found.size() < static_cast<std::size_t>(range.limit)) break;
      range.after = found.back();
      range.limit = std::min(range.limit * growth, most_at_once);
    }
    page.next.reset();
    return page;
  });
}

}  // namespace chalkline::app
