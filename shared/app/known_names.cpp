#include "app/known_names.h"

#include <vector>

#include "storage/known_circles.h"
#include "storage/known_names.h"
#include "storage/people.h"

namespace chalkline::app {
namespace {

using Ids = std::vector<std::string>;

// The own rows go before all that are copies of them.
void renew(storage::Session& session, const Ids& people) {
  if (people.empty()) return;
  storage::delete_known_names(session, people);
  storage::insert_known_names(session, storage::load_known_people(session, people));
  storage::insert_into_pairs(session, people);
}

void renew_circles(storage::Session& session, const Ids& people) {
  const auto belongings = storage::lock_belongings(session, people);
  storage::delete_known_circles(session, people);
  storage::insert_known_circles(session, belongings);
}

}  // namespace

void keep_known_names(storage::Session& session, const NameNews& news) {
  renew(session, {news.people.begin(), news.people.end()});
  if (!news.left.empty()) {
    storage::delete_from_courses(session, {news.left.begin(), news.left.end()});
  }
  auto enrolled = news.people;
  enrolled.insert(news.joined.begin(), news.joined.end());
  enrolled.insert(news.left.begin(), news.left.end());
  if (enrolled.empty()) return;
  const Ids ids(enrolled.begin(), enrolled.end());
  storage::insert_into_courses(session, ids);
  renew_circles(session, ids);
}

}  // namespace chalkline::app
