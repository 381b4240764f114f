#include "app/thread_news.h"

#include <vector>

#include "app/live.h"
#include "app/threads.h"
#include "http/log.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

// What somebody can have on the page; whatever else is opened is asked for anew.
constexpr int most_told = 100;
// So that nobody's thousands of threads hold up a delivery.
constexpr int most_looked_at = 5000;

std::vector<storage::ListenedThread> load_listened(Context& context, const ThreadNews& news) {
  const storage::ThreadsAsked asked{{news.taught.begin(), news.taught.end()},
                                    {news.people.begin(), news.people.end()}};
  return context.database.read([&](storage::Session& session) {
    auto threads = storage::load_listened_threads(session, asked, most_looked_at, most_told);
    add_ties(context, session, threads);
    return threads;
  });
}

}  // namespace

void ThreadNews::add(const ThreadNews& more) {
  people.insert(more.people.begin(), more.people.end());
  taught.insert(more.taught.begin(), more.taught.end());
}

// The write it follows has been done: a database that is gone by now only costs the hint.
void announce_thread_news(Context& context, const ThreadNews& news, rules::Time now) {
  if (news.empty()) return;
  try {
    for (const auto& thread : load_listened(context, news)) announce_change(context, thread, now);
  } catch (const storage::Fault& fault) {
    http::log_fault("", fault.what());
  }
}

}  // namespace chalkline::app
