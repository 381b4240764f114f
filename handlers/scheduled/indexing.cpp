#include "indexing.h"

#include <algorithm>

#include "app/search.h"
#include "storage/search.h"

namespace chalkline {
namespace {

constexpr int threads_at_once = 500;
constexpr std::size_t most_messages = 2000;  // in one run

// Indexes what a thread is behind with, as long as `left` messages may still be done; whether that
// was all of it.
bool index_whole(app::Context& context, long long thread, std::size_t& left) {
  while (left > 0) {
    const auto piece = context.database.write(
        [&](storage::Session& session) { return app::index_thread(session, thread); });
    left -= std::min(left, piece.messages);
    if (!piece.may_have_more) return true;
  }
  return false;
}

}  // namespace

bool Indexing::run(app::Context& context) {
  const auto states = context.database.read([&](storage::Session& session) {
    return storage::load_index_states(session, above_, threads_at_once);
  });
  std::size_t left = most_messages;
  for (const auto& state : states) {
    if (state.is_behind && !index_whole(context, state.thread_id, left)) return false;
    above_ = state.thread_id;
  }
  const bool at_end = states.size() < static_cast<std::size_t>(threads_at_once);
  if (at_end) above_ = 0;
  return at_end;
}

}  // namespace chalkline
