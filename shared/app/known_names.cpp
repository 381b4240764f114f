#include "app/known_names.h"

#include <vector>

#include "storage/known_names.h"

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
  storage::insert_into_courses(session, {enrolled.begin(), enrolled.end()});
}

}  // namespace chalkline::app
