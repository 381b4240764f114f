#include "oversight.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>

#include "app/live.h"
#include "app/oversight.h"
#include "app/threads.h"
#include "http/problem.h"
#include "http/tickets.h"
#include "http/times.h"
#include "http/token.h"
#include "rules/oversight.h"
#include "rules/text.h"
#include "storage/oversight.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::Grant;
using storage::AuditAction;
using storage::Session;

constexpr std::size_t longest_reason = 500;

json::object to_json(const Grant& grant) {
  return {{"id", std::to_string(grant.id)},
          {"threadId", std::to_string(grant.thread_id)},
          {"reason", grant.reason},
          {"at", http::time_text(grant.at)},
          {"until", http::time_text(grant.until)},
          {"endedAt", grant.ended_at ? json::value(http::time_text(*grant.ended_at)) : nullptr}};
}

// What asking came to, and what the thread was told.
struct Granted {
  Grant grant;
  std::optional<app::Told> told;
  bool repeated = false;
};
using Outcome = std::variant<Granted, rules::Refusal>;

Outcome grant(app::Context& context, Session& session, const http::Request& request,
              const OversightDraft& draft) {
  const auto id = app::thread_id(draft.thread_id);
  const auto overseer = storage::load_overseer(session, request.person)
                            .value_or(rules::Overseer{.id = request.person});
  const auto row = storage::load_overseen_thread(session, request.person, id);
  const auto thread = row ? std::optional(row->thread) : std::nullopt;
  if (auto refusal = rules::refuse_oversight(context.policy(), overseer, thread)) return *refusal;
  Granted granted{.grant =
                      rules::make_grant(context.policy(), overseer, id, draft.reason, request.now)};
  granted.grant.id = storage::insert_grant(session, granted.grant, draft.client_id);
  app::record(session, granted.grant, AuditAction::granted, request.now, draft.reason);
  if (granted.grant.disclose_due == request.now) {
    granted.told = app::disclose(session, granted.grant, request.now);
  }
  return granted;
}

std::optional<Outcome> find_repeat(app::Context& context, const http::Request& request,
                                   const OversightDraft& draft) {
  auto first = context.database.read([&](Session& session) {
    return storage::load_grant_by_client_id(session, request.person, draft.client_id);
  });
  if (!first) return std::nullopt;
  const bool same =
      first->thread_id == app::thread_id(draft.thread_id) && first->reason == draft.reason;
  if (!same) return rules::Refusal{rules::RefusalCode::client_id_reused};
  return Granted{.grant = std::move(*first), .told = {}, .repeated = true};
}

// What an earlier try with this clientId got is found where the new one is refused or meets its
// unique key.
Outcome grant_once(app::Context& context, const http::Request& request,
                   const OversightDraft& draft) {
  std::optional<Outcome> outcome;
  try {
    outcome = context.database.write(
        [&](Session& session) { return grant(context, session, request, draft); });
    if (std::holds_alternative<Granted>(*outcome)) return std::move(*outcome);
  } catch (const storage::Fault& fault) {
    if (fault.key != "holder_client") throw;
  }
  if (auto repeat = find_repeat(context, request, draft)) return std::move(*repeat);
  return outcome.value_or(rules::Refusal{rules::RefusalCode::client_id_reused});
}

void announce(app::Context& context, const std::optional<app::Told>& told,
              const http::Request& request) {
  if (told) app::announce_message(context, told->person, told->row, told->message, request.now);
}

// What giving up a grant came to.
struct Ended {
  std::optional<app::Told> told;
};

std::optional<Ended> end_grant(Session& session, const http::Request& request) {
  auto grant = storage::lock_grant(session, request.person, app::thread_id(request.captures.at(0)));
  if (!grant) return std::nullopt;
  if (!grant->stands_at(request.now)) return Ended{};
  storage::mark_grant_ended(session, grant->id, request.now);
  app::record(session, *grant, AuditAction::ended, request.now);
  grant->ended_at = request.now;
  return Ended{grant->disclose_due ? app::disclose(session, *grant, request.now) : std::nullopt};
}

std::optional<long long> place_from(std::string_view cursor) {
  const auto text = http::from_base64url(cursor);
  const auto id = text ? app::thread_id(*text) : 0;
  return id == 0 ? std::nullopt : std::optional(id);
}

}  // namespace

http::Parsed<OversightDraft> parse_oversight(const http::Request& request) {
  http::JsonFields fields(request);
  OversightDraft draft;
  draft.thread_id = fields.text("threadId", 64).value_or("");
  const auto reason = fields.text("reason", longest_reason);
  draft.reason = reason.value_or("");
  draft.client_id = http::parse_client_id(fields, request).value_or("~" + http::random_text(16));
  fields.require("threadId");
  fields.require("reason");
  if (reason && rules::is_blank(*reason)) {
    fields.error("reason", "empty", "Say why you must read this conversation.");
  }
  return http::parsed(std::move(draft), fields.finish());
}

http::Response handle_oversight(app::Context& context, const http::Request& request) {
  const auto parsed = parse_oversight(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto outcome = grant_once(context, request, std::get<OversightDraft>(parsed));
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& granted = std::get<Granted>(outcome);
  announce(context, granted.told, request);
  http::Response response{.status = granted.repeated ? 200 : 201,
                          .body = json::serialize(to_json(granted.grant))};
  if (granted.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

http::Response handle_grants(app::Context& context, const http::Request& request) {
  http::QueryFields fields(request);
  const int limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(20));
  const auto cursor = fields.text("cursor");
  const auto below = cursor ? place_from(*cursor) : std::optional(http::max_integer);
  if (!below) fields.error("cursor", "malformed", "Must be the nextCursor of a page before.");
  if (const auto errors = fields.finish(); !errors.empty()) return http::bad_input(request, errors);
  auto grants = context.database.read([&](Session& session) {
    return storage::load_grants(session, request.person, *below, limit + 1);
  });
  const bool more = grants.size() > static_cast<std::size_t>(limit);
  if (more) grants.pop_back();
  json::array items;
  for (const auto& grant : grants) items.push_back(to_json(grant));
  const json::value next =
      more ? json::value(http::base64url(std::to_string(grants.back().id))) : nullptr;
  return {.body = json::serialize(json::object{{"items", std::move(items)}, {"nextCursor", next}})};
}

http::Response handle_grant_end(app::Context& context, const http::Request& request) {
  const auto ended =
      context.database.write([&](Session& session) { return end_grant(session, request); });
  if (!ended) return http::refused(request, {rules::RefusalCode::not_found});
  announce(context, ended->told, request);
  return {.status = 204};
}

}  // namespace chalkline
