#include "link_mails.h"

#include <charconv>
#include <chrono>
#include <optional>

#include "http/tickets.h"
#include "rules/addresses.h"
#include "rules/parent_links.h"
#include "storage/link_requests.h"

namespace chalkline {
namespace {

using storage::Session;

constexpr Dropped overtaken{"overtaken"};

// The request, if it still is what the telling was about.
std::optional<storage::LinkRequestRow> load_current(Session& session,
                                                    const rules::Telling& telling) {
  long long id = 0;
  std::from_chars(telling.about.data(), telling.about.data() + telling.about.size(), id);
  auto row = storage::load_link_request(session, id);
  const bool current = row && row->request.state == rules::RequestState::pending &&
                       row->request.mailing == telling.version &&
                       row->asker.roles.has(rules::role_of(row->request.asked_as));
  return current ? std::move(row) : std::nullopt;
}

// Who with this role owns the address.
std::optional<storage::MailOwner> find_owner(Session& session, const std::string& address,
                                             rules::LinkSide side) {
  for (auto& owner : storage::load_mail_owners(session, address)) {
    const bool fits = owner.person.roles.has(rules::role_of(side));
    if (fits && rules::email_address(owner.email) == address) return std::move(owner);
  }
  return std::nullopt;
}

}  // namespace

MailPlan plan_link_invited(app::Context& context, const storage::TakenTelling& taken,
                           rules::Time /*now*/) {
  const auto token = http::make_ticket();
  return context.database.write([&](Session& session) -> MailPlan {
    const auto row = load_current(session, taken.telling);
    if (!row) return overtaken;
    const auto& request = row->request;
    const auto hash = http::ticket_hash(token);
    if (!storage::mark_link_token(session, request.id, request.mailing, hash)) return overtaken;
    const auto owner = find_owner(session, request.address, rules::LinkSide::parent);
    const auto days = std::chrono::duration_cast<std::chrono::days>(context.policy().magic_link);
    return MailDraft{
        .address = request.address,
        .name = owner ? owner->person.name : "",
        .locale = owner ? owner->locale : row->asker_locale,
        .values = {{"student", row->asker.name},
                   {"site", context.site.mail.name},
                   {"link", page_with(context.site.links.invitation, "{token}", token)},
                   {"days", std::to_string(days.count())}}};
  });
}

MailPlan plan_link_asked(app::Context& context, const storage::TakenTelling& taken,
                         rules::Time /*now*/) {
  return context.database.read([&](Session& session) -> MailPlan {
    const auto row = load_current(session, taken.telling);
    if (!row) return overtaken;
    const auto owner = find_owner(session, row->request.address, rules::LinkSide::student);
    if (!owner) return Dropped{"nobody"};
    return MailDraft{.address = row->request.address,
                     .name = owner->person.name,
                     .locale = owner->locale,
                     .values = {{"parent", row->asker.name},
                                {"site", context.site.mail.name},
                                {"name", owner->person.name}}};
  });
}

}  // namespace chalkline
