#include "links.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/limits.h"
#include "http/problem.h"
#include "link_requests.h"
#include "rules/addresses.h"
#include "rules/limits.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::AskAnswer;
using rules::LinkRequest;
using rules::LinkSide;
using storage::Session;

// --- the list ---

struct Item {
  LinkName place;  // in the list; also its cursor
  json::object shown;
};

// Requests before links, each with the newest first.
bool comes_after(const LinkName& place, const LinkName& other) {
  if (place.of_request != other.of_request) return other.of_request;
  return place.number < other.number;
}

void add(std::vector<Item>& items, const std::vector<storage::LinkRequestRow>& rows,
         const rules::LinkPerson& viewer, rules::Time now) {
  for (const auto& row : rows) {
    if (rules::party_of(row.request, viewer) == rules::RequestParty::stranger) continue;
    items.push_back({name_of(row.request), to_json(row, viewer, now)});
  }
}

// A link that has ended and is asked for again goes by the same name as the request for it.
void add(const rules::Policy& policy, std::vector<Item>& items,
         const std::vector<storage::LinkRow>& rows, const http::Request& viewer) {
  for (const auto& row : rows) {
    auto shown = to_json(policy, row, viewer.person, viewer.now);
    const bool asked_again = std::ranges::any_of(
        items, [&](const Item& item) { return item.shown.at("id") == shown.at("id"); });
    if (!asked_again) items.push_back({{false, row.link.id}, std::move(shown)});
  }
}

// What there is, and whose.
struct List {
  rules::LinkPerson me;
  std::vector<Item> items;
};

List load_list(app::Context& context, Session& session, const http::Request& request) {
  auto me = load_caller(context, session, request.person);
  std::vector<Item> items;
  add(items, storage::load_asked_links(session, request.person), me, request.now);
  for (const auto& address : {me.email, me.phone}) {
    if (!address) continue;
    add(items, storage::load_link_requests_to(session, *address), me, request.now);
  }
  const auto& policy = context.policy();
  add(policy, items, storage::load_links_as_parent(session, request.person), request);
  add(policy, items, storage::load_links_as_student(session, request.person), request);
  std::ranges::sort(items, [](const Item& one, const Item& other) {
    return comes_after(other.place, one.place);
  });
  return {std::move(me), std::move(items)};
}

// Which sides of links there may be for the caller.
json::object me_json(const rules::Person& me) {
  json::array roles;
  for (int i = 0; i < rules::role_count; ++i) {
    const auto role = static_cast<rules::Role>(i);
    if (me.roles.has(role)) roles.emplace_back(rules::name_of(role));
  }
  return {{"id", me.id}, {"roles", std::move(roles)}};
}

// --- asking ---

// The request, or the link that it came to.
struct Asked {
  LinkRequest request;
  std::optional<rules::StoredLink> link;
  bool is_new = false;
  bool replayed = false;
};
using Outcome = std::variant<Asked, rules::Refusal, http::BadInput>;

std::optional<std::string> address_of(const LinkDraft& draft, const rules::LinkPerson& asker) {
  if (draft.field != "studentPhone") return rules::email_address(draft.address);
  return rules::phone_number(draft.address, asker.country);
}

http::BadInput unclear(const LinkDraft& draft) {
  return {{draft.field, "malformed", "Write it with the country's code, as in +49 171 5550123."}};
}

// The link that an earlier request came to, as far as it is still what the request stands for.
std::optional<rules::StoredLink> lock_link(Session& session,
                                           const std::optional<LinkRequest>& earlier) {
  if (!earlier || !earlier->link_id) return std::nullopt;
  auto link = storage::lock_parent_link(session, *earlier->link_id);
  const bool answered = earlier->state == rules::RequestState::confirmed;
  return link && (answered || link->stands()) ? std::move(link) : std::nullopt;
}

LinkRequest store(app::Context& context, Session& session, const http::Request& request,
                  const LinkDraft& draft, LinkRequest wanted) {
  wanted.client_id = draft.client_id;
  make_pending(context, wanted, request.now);
  if (wanted.id == 0) {
    wanted.id = storage::insert_link_request(session, wanted);
  } else {
    storage::update_link_request(session, wanted);
  }
  tell_owner(session, wanted, request.now);
  return wanted;
}

// What the caller's clientId has asked before; a Refusal where it was something else.
std::variant<std::optional<LinkRequest>, rules::Refusal> load_replay(Session& session,
                                                                     const http::Request& request,
                                                                     const LinkDraft& draft,
                                                                     const std::string& address) {
  if (!draft.client_id) return std::nullopt;
  auto earlier = storage::lock_link_request_by_client(session, request.person, *draft.client_id);
  const bool same =
      !earlier || (earlier->asked_as == draft.asked_as && earlier->address == address);
  if (!same) return rules::Refusal{rules::RefusalCode::client_id_reused};
  return earlier;
}

// Asks for the first time, or once more after it came to nothing.
Outcome ask_anew(app::Context& context, Session& session, const http::Request& request,
                 const LinkDraft& draft, LinkRequest wanted) {
  if (auto refusal =
          app::count_action(session, context.policy(), rules::LimitedAction::link_request,
                            request.person, request.now)) {
    return *refusal;
  }
  return Asked{store(context, session, request, draft, std::move(wanted)), {}, true, false};
}

Outcome ask(app::Context& context, Session& session, const http::Request& request,
            const LinkDraft& draft) {
  const auto me = load_caller(context, session, request.person);
  const auto address = address_of(draft, me);
  if (!address) return unclear(draft);
  auto replay = load_replay(session, request, draft, *address);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&replay)) return *refusal;
  const auto& same = std::get<std::optional<LinkRequest>>(replay);
  auto earlier =
      same ? same : storage::lock_link_request(session, request.person, draft.asked_as, *address);
  auto link = lock_link(session, earlier);
  const bool stands = link && link->stands();
  const auto decision =
      rules::decide_ask(me, draft.asked_as, *address, earlier, stands, request.now);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  if (same || std::get<AskAnswer>(decision) == AskAnswer::repeat) {
    return Asked{*earlier, std::move(link), false, same.has_value()};
  }
  auto wanted = earlier.value_or(
      LinkRequest{.asker_id = request.person, .asked_as = draft.asked_as, .address = *address});
  return ask_anew(context, session, request, draft, std::move(wanted));
}

http::Response reply(app::Context& context, const http::Request& request, const Asked& asked) {
  http::Response response{
      .status = asked.is_new ? 201 : 200,
      .body = json::serialize(shown_to(context, request, asked.request, asked.link))};
  if (asked.replayed) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

void check_form(http::JsonFields& fields, const LinkDraft& draft) {
  const bool phone = draft.field == "studentPhone";
  const bool good =
      phone ? rules::is_like_phone(draft.address) : rules::email_address(draft.address).has_value();
  if (good) return;
  fields.error(draft.field, "malformed", phone ? "Must be a phone number." : "Must be an address.");
}

}  // namespace

http::Parsed<LinksQuery> parse_links(const http::Request& request) {
  http::QueryFields fields(request);
  LinksQuery query;
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(20));
  if (const auto cursor = fields.text("cursor")) {
    query.after = link_name_from(*cursor);
    if (!query.after) fields.error("cursor", "malformed", "Must be a nextCursor of this list.");
  }
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_links(app::Context& context, const http::Request& request) {
  const auto parsed = parse_links(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<LinksQuery>(parsed);
  auto [me, all] =
      context.database.read([&](Session& session) { return load_list(context, session, request); });
  if (query.after) {
    std::erase_if(all, [&](const Item& item) { return !comes_after(item.place, *query.after); });
  }
  const auto size = std::min(all.size(), static_cast<std::size_t>(query.limit));
  const json::value next =
      size < all.size() ? json::value(all.at(size - 1).place.text()) : json::value();
  all.resize(size);
  json::array items;
  for (auto& item : all) items.emplace_back(std::move(item.shown));
  return {.body = json::serialize(json::object{
              {"items", std::move(items)}, {"nextCursor", next}, {"me", me_json(me.person)}})};
}

http::Parsed<LinkDraft> parse_ask(const http::Request& request) {
  constexpr std::size_t most = 254;
  constexpr std::array<std::pair<const char*, LinkSide>, 3> ways{
      {{"studentEmail", LinkSide::parent},
       {"studentPhone", LinkSide::parent},
       {"parentEmail", LinkSide::student}}};
  http::JsonFields fields(request);
  LinkDraft draft;
  for (const auto& [field, side] : ways) {
    auto address = fields.text(field, most);
    if (!fields.has(field)) continue;
    if (!draft.field.empty()) {
      fields.error(field, "conflicting", "Give one address, not several.");
      continue;
    }
    draft.field = field;
    draft.asked_as = side;
    draft.address = address.value_or("");
    if (address) check_form(fields, draft);
  }
  if (draft.field.empty()) fields.require("studentEmail");
  draft.client_id = http::parse_client_id(fields, request);
  return http::parsed(std::move(draft), fields.finish());
}

http::Response handle_ask(app::Context& context, const http::Request& request) {
  const auto parsed = parse_ask(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto outcome = context.database.write([&](Session& session) {
    return ask(context, session, request, std::get<LinkDraft>(parsed));
  });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  if (const auto* const errors = std::get_if<http::BadInput>(&outcome)) {
    return http::bad_input(request, *errors);
  }
  return reply(context, request, std::get<Asked>(outcome));
}

}  // namespace chalkline
