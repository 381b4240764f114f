#include "blocks.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "app/live.h"
#include "app/threads.h"
#include "http/problem.h"
#include "rules/messages.h"
#include "storage/people.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

using storage::Session;
using storage::ThreadRow;

// The pair as the caller sees it: their thread, or what it would be.
ThreadRow load_row(app::Context& context, Session& session, const std::string& person,
                   const std::string& other) {
  auto locked = storage::lock_direct_thread(session, person, other);
  auto row = locked ? std::move(locked->row) : storage::load_pair(session, person, other);
  app::add_ties(context, session, person, row);
  return row;
}

void store(Session& session, const rules::Pair& pair, const std::string& blocker, bool blocks) {
  const auto known = storage::lock_relationship(session, pair);
  auto state = known.value_or(storage::PairState{});
  (blocker == pair.low ? state.low_blocks : state.high_blocks) = blocks;
  if (known) {
    storage::update_relationship(session, pair, state);
  } else {
    storage::insert_relationship(session, pair, state);
  }
}

// The thread as both see it once it has changed; nothing where it has not begun.
struct Seen {
  std::optional<ThreadRow> mine;
  std::optional<ThreadRow> theirs;
};

Seen load_seen(app::Context& context, Session& session, const ThreadRow& row,
               const std::string& person) {
  if (row.mine.thread_id == 0) return {};
  Seen seen{storage::load_thread(session, person, row.mine.thread_id),
            storage::load_thread(session, row.other.id, row.mine.thread_id)};
  if (seen.mine) app::add_ties(context, session, person, *seen.mine);
  if (seen.theirs) app::add_ties(context, session, row.other.id, *seen.theirs);
  return seen;
}

using Outcome = std::variant<Seen, rules::Refusal>;

Outcome set_block(app::Context& context, Session& session, const http::Request& request,
                  bool blocks) {
  const auto& other = request.captures.at(0);
  const auto row = load_row(context, session, request.person, other);
  const auto refusal = rules::refuse_block(context.policy(), row.facts);
  const bool lifts = !blocks && refusal && refusal->code == rules::RefusalCode::block_not_allowed;
  if (refusal && !lifts) return *refusal;
  if (row.facts.i_block == blocks) return Seen{};
  store(session, rules::pair_of(request.person, other), request.person, blocks);
  return load_seen(context, session, row, request.person);
}

http::Response run(app::Context& context, const http::Request& request, bool blocks) {
  const auto outcome = context.database.write(
      [&](Session& session) { return set_block(context, session, request, blocks); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& seen = std::get<Seen>(outcome);
  if (seen.mine) app::announce_thread(context, request.person, *seen.mine, request.now);
  if (seen.theirs) {
    app::announce_thread(context, request.captures.at(0), *seen.theirs, request.now);
  }
  return {.status = 204};
}

}  // namespace

http::Response handle_block(app::Context& context, const http::Request& request) {
  return run(context, request, true);
}

http::Response handle_unblock(app::Context& context, const http::Request& request) {
  return run(context, request, false);
}

}  // namespace chalkline
