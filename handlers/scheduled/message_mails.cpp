#include "message_mails.h"

#include <utility>

#include "app/threads.h"
#include "rules/message_tellings.h"
#include "rules/text.h"
#include "storage/messages.h"
#include "storage/people.h"
#include "storage/settings.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

using storage::Session;

constexpr std::size_t most_preview = 200;  // characters

}  // namespace

MailPlan plan_new_message(app::Context& context, const storage::TakenTelling& taken,
                          rules::Time now) {
  const auto& recipient = taken.telling.recipient_id;
  const auto thread = app::thread_id(taken.telling.about);
  return context.database.read([&](Session& session) -> MailPlan {
    const auto row = storage::load_thread(session, recipient, thread);
    const auto settings = storage::load_settings(session, recipient);
    if (!row || !settings) return Dropped{"nobody"};
    const auto obstacle = rules::alert_obstacle(context.policy(), row->mine, row->facts,
                                                settings->message.email, now);
    if (obstacle) return Dropped{*obstacle};
    auto addressee = storage::load_addressee(session, recipient);
    if (addressee.email.empty()) return Dropped{"nobody"};
    const auto text =
        storage::load_newest_unread_text(session, thread, recipient, row->mine.read_upto);
    if (!text) return Dropped{"read"};
    return MailDraft{.address = std::move(addressee.email),
                     .name = addressee.name,
                     .locale = settings->locale.value_or(settings->platform_locale),
                     .values = {{"other", row->other.name},
                                {"name", addressee.name},
                                {"site", context.site.mail.name},
                                {"preview", rules::preview(*text, most_preview)},
                                {"link", page_with(context.site.links.conversation, "{thread}",
                                                   std::to_string(thread))}}};
  });
}

}  // namespace chalkline
