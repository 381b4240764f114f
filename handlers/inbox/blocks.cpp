#include "blocks.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/live.h"
#include "app/threads.h"
#include "http/problem.h"
#include "rules/messages.h"
#include "storage/parent_threads.h"
#include "storage/people.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

using storage::Session;
using storage::ThreadRow;

// What the two have to do with each other.
struct Tie {
  ThreadRow direct;                // as the caller sees their thread, or what it would be
  std::vector<long long> parents;  // their parent threads, as far as the caller may read them
};

Tie load_tie(app::Context& context, Session& session, const std::string& person,
             const std::string& other) {
  auto locked = storage::lock_direct_thread(session, person, other);
  Tie tie{locked ? std::move(locked->row) : storage::load_pair(session, person, other),
          storage::lock_parent_threads_of_pair(session, person, other)};
  app::add_ties(context, session, person, tie.direct);
  return tie;
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

// The threads that a block changes, as each of the two sees them. Who blocks may read more of them
// than the other: access to a parent thread may have ended.
using Seen = std::vector<storage::ListenedThread>;

std::vector<long long> changed_by_block(const rules::Policy& policy, const Tie& tie) {
  std::vector<long long> threads;
  if (policy.block.parent == rules::Policy::Block::allow) threads = tie.parents;
  if (tie.direct.mine.thread_id != 0) threads.push_back(tie.direct.mine.thread_id);
  return threads;
}

Seen load_seen(app::Context& context, Session& session, const Tie& tie, const std::string& person) {
  Seen seen;
  for (const auto thread : changed_by_block(context.policy(), tie)) {
    for (const auto& member : {person, tie.direct.other.id}) {
      auto row = storage::load_thread(session, member, thread);
      if (row) seen.push_back({member, std::move(*row)});
    }
  }
  app::add_ties(context, session, seen);
  return seen;
}

using Outcome = std::variant<Seen, rules::Refusal>;

Outcome set_block(app::Context& context, Session& session, const http::Request& request,
                  bool blocks) {
  const auto& other = request.captures.at(0);
  const auto tie = load_tie(context, session, request.person, other);
  const auto& facts = tie.direct.facts;
  const auto refusal = rules::refuse_block(context.policy(), facts, !tie.parents.empty());
  const bool lifts = !blocks && refusal && refusal->code == rules::RefusalCode::block_not_allowed;
  if (refusal && !lifts) return *refusal;
  if (facts.i_block == blocks) return Seen{};
  store(session, rules::pair_of(request.person, other), request.person, blocks);
  return load_seen(context, session, tie, request.person);
}

http::Response run(app::Context& context, const http::Request& request, bool blocks) {
  const auto outcome = context.database.write(
      [&](Session& session) { return set_block(context, session, request, blocks); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  for (const auto& [person, row] : std::get<Seen>(outcome)) {
    app::announce_thread(context, person, row, request.now);
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
