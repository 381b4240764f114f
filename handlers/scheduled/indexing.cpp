#include "indexing.h"

#include "app/search.h"
#include "storage/search.h"

namespace chalkline {
namespace {

constexpr int threads_at_once = 500;
constexpr std::size_t most_messages = 2000;  // in one run

}  // namespace

bool Indexing::run(app::Context& context) {
  using storage::Session;
  const auto states = context.database.read([&](Session& session) {
    return storage::load_index_states(session, above_, threads_at_once);
  });
  std::size_t done = 0;
  for (const auto& state : states) {
    for (bool more = state.is_behind; more;) {
      if (done >= most_messages) return false;
      const auto piece = context.database.write(
          [&](Session& session) { return app::index_thread(session, state.thread_id); });
      done += piece.messages;
      more = piece.may_have_more;
    }
    above_ = state.thread_id;
  }
  const bool at_end = states.size() < static_cast<std::size_t>(threads_at_once);
  if (at_end) above_ = 0;
  return at_end;
}

}  // namespace chalkline
