#include "app/tutor_lists.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/threads.h"
#include "app/tutor_times.h"
#include "rules/messages.h"
#include "rules/new_bookings.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using rules::OfferReason;
using storage::KnownTutor;
using storage::Session;
using storage::TutorPlace;
using Places = std::vector<TutorPlace>;

// So many tutors are looked at together.
constexpr std::size_t together = 50;
// So often for one page, of those who match: their time may be all booked.
constexpr int most_looks = 20;

std::vector<std::string> place_ids(const Places& places) {
  std::vector<std::string> ids;
  for (const auto& place : places) ids.push_back(place.id);
  return ids;
}

// Puts a page together, and one more tutor, who tells that there is a next page.
class PageInWork {
 public:
  PageInWork(Context& context, Session& session, const std::string& student,
             const TutorQuery& query, rules::Time now)
      : context_(context), session_(session), student_(student), query_(query), now_(now) {}

  bool is_full() const { return page_.tutors.size() > static_cast<std::size_t>(query_.limit); }

  // Those of these who belong into the list, as far as there is room.
  void add(const Places& places) {
    const auto ids = place_ids(places);
    auto rows = load_rows(ids);
    const auto times = load_tutor_times(session_, student_, ids, now_);
    for (const auto& place : places) {
      const auto row = rows.find(place.id);
      if (!is_full() && row != rows.end()) add(place, row->second, times);
    }
  }

  TutorPage take() {
    if (is_full()) {
      page_.tutors.pop_back();
      page_.next = last_shown_;
    }
    return std::move(page_);
  }
  void goes_on_behind(const TutorPlace& place) { page_.next = place; }

 private:
  std::map<std::string, storage::ThreadRow> load_rows(const std::vector<std::string>& ids) {
    auto list = storage::load_pairs(session_, student_, ids);
    add_ties(context_, session_, student_, list);
    std::map<std::string, storage::ThreadRow> rows;
    for (auto& row : list) rows.emplace(row.other.id, std::move(row));
    return rows;
  }

  void add(const TutorPlace& place, storage::ThreadRow& row, const TutorTimes& times) {
    const auto& policy = context_.policy();
    const auto next = first_start(policy.bookings, times, place.id, query_.length);
    if (place.reason == OfferReason::matching) {
      const auto can = rules::decide_can(policy, row.facts, now_);
      if (!next || !rules::may_book(can.refusal)) return;
    }
    page_.tutors.push_back({std::move(row.other), place.reason, next});
    if (!is_full()) last_shown_ = place;
  }

  Context& context_;
  Session& session_;
  const std::string& student_;
  const TutorQuery& query_;
  rules::Time now_;
  TutorPage page_;
  TutorPlace last_shown_;
};

void add_known(PageInWork& page, const std::vector<KnownTutor>& known) {
  Places places;
  for (const auto& tutor : known) {
    if (tutor.is_behind) places.push_back(tutor.place);
  }
  for (std::size_t at = 0; at < places.size() && !page.is_full(); at += together) {
    const auto from = places.begin() + static_cast<std::ptrdiff_t>(at);
    const auto size = std::min(together, places.size() - at);
    page.add({from, from + static_cast<std::ptrdiff_t>(size)});
  }
}

bool has_few(const Context& context, Session& session, const std::string& student,
             const std::vector<KnownTutor>& known, rules::Time now) {
  std::vector<std::string> past;
  for (const auto& tutor : known) {
    if (tutor.place.reason == OfferReason::past) past.push_back(tutor.place.id);
  }
  const auto& policy = context.policy().bookings;
  return count_available(policy, session, student, past, now) < policy.past_tutors;
}

void add_matching(PageInWork& page, Session& session, const std::string& student,
                  const TutorQuery& query, const std::vector<KnownTutor>& known) {
  std::set<std::string> listed{student};
  for (const auto& tutor : known) listed.insert(tutor.place.id);
  const bool begun = query.after && query.after->reason == OfferReason::matching;
  auto place = begun ? *query.after : TutorPlace{.reason = OfferReason::matching};
  for (int looks = 0; looks < most_looks; ++looks) {
    auto places = storage::load_matching_tutors(session, query.wish, place, together);
    const bool ends = places.size() < together;
    if (!places.empty()) place = places.back();
    std::erase_if(places, [&](const TutorPlace& each) { return listed.contains(each.id); });
    if (!places.empty()) page.add(places);
    if (ends || page.is_full()) return;
  }
  page.goes_on_behind(place);
}

}  // namespace

TutorPage list_tutors(Context& context, Session& session, const std::string& student,
                      const TutorQuery& query, rules::Time now) {
  PageInWork page(context, session, student, query, now);
  const auto known = storage::load_known_tutors(session, student, query.after);
  add_known(page, known);
  if (!page.is_full() && has_few(context, session, student, known, now)) {
    add_matching(page, session, student, query, known);
  }
  return page.take();
}

}  // namespace chalkline::app
