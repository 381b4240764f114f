#include "mails.h"

#include <array>
#include <exception>
#include <optional>

#include "booking_mails.h"
#include "guardian_mails.h"
#include "http/tickets.h"
#include "link_mails.h"
#include "message_mails.h"
#include "outbound/mail/eml_folder.h"
#include "outbound/mail/message.h"
#include "rules/booking_tellings.h"
#include "rules/message_tellings.h"
#include "rules/outbox.h"

namespace chalkline {
namespace {

using rules::TellingDecision;
using storage::Session;
using storage::TakenTelling;

constexpr int batch = 50;

// Which events have a mail, and who says what is in it.
struct Row {
  std::string_view event;
  MailPlan (*plan)(app::Context& context, const TakenTelling& taken, rules::Time now);
};
constexpr std::array<Row, 15> rows{{
    {"link_invited", plan_link_invited},
    {"link_asked", plan_link_asked},
    {"guardian_digest", plan_guardian_digest},
    {rules::new_message, plan_new_message},
    {rules::booking_requested, plan_booking},
    {rules::booking_made, plan_booking},
    {rules::booking_confirmed, plan_booking},
    {rules::booking_placed, plan_booking},
    {rules::booking_declined, plan_booking},
    {rules::booking_cancelled, plan_booking},
    {rules::booking_expired, plan_booking},
    {rules::booking_moved, plan_booking},
    {rules::booking_proposed, plan_booking},
    {rules::booking_proposal_declined, plan_booking},
    {rules::series_made, plan_series},
}};

MailPlan plan(app::Context& context, const TakenTelling& taken, rules::Time now) {
  if (context.site.mail.driver == config::MailDriver::none) return Dropped{"no_mail"};
  for (const auto& row : rows) {
    if (row.event == taken.telling.event) return row.plan(context, taken, now);
  }
  return Dropped{"unknown_event"};
}

// "…@example.org": what stands behind the '@'.
std::string domain_of(const std::string& address) { return address.substr(address.rfind('@')); }

// A mail that goes out once more is another one: what is in it may differ.
std::string message_id(const app::Context& context, const TakenTelling& taken) {
  return context.site.name + "." + std::to_string(taken.id) + "." + std::to_string(taken.attempts) +
         "." + http::random_text(6) + domain_of(context.site.mail.from);
}

outbound::Mail mail_of(const app::Context& context, const TakenTelling& taken,
                       const outbound::MailTexts& texts, const MailDraft& draft, rules::Time now) {
  auto text = texts.rendered(taken.telling.event, draft.locale, draft.values);
  return {.from = {context.site.mail.name, context.site.mail.from},
          .to = {draft.name, draft.address},
          .subject = std::move(text.subject),
          .text = std::move(text.text),
          .html = std::move(text.html),
          .language = std::move(text.language),
          .message_id = message_id(context, taken),
          .at = now};
}

// What kept the mail from leaving: a code; none: it has left.
std::optional<std::string_view> carry(const app::Context& context, const TakenTelling& taken,
                                      const std::string& mail, rules::Time now) {
  switch (context.site.mail.driver) {
    case config::MailDriver::none:
      return "no_mail";
    case config::MailDriver::eml:
      break;
  }
  auto name = rules::date_and_time(now, 'T') + "-" + std::to_string(taken.id) + "-" +
              std::to_string(taken.attempts) + "-" + http::random_text(6);
  for (auto& c : name) c = c == ':' ? '.' : c;
  if (outbound::write_eml(context.site.mail.folder, name, mail)) return std::nullopt;
  return "folder_cannot_be_written";
}

void note(app::Context& context, const TakenTelling& taken, TellingDecision decision,
          std::string_view reason, rules::Time now) {
  context.database.read([&](Session& session) {
    storage::decide_telling(session, taken, decision, reason, now);
    return true;
  });
}

void note_failure(app::Context& context, const TakenTelling& taken, std::string_view reason,
                  rules::Time now) {
  const auto pause = rules::pause_after(taken.attempts);
  if (!pause) return note(context, taken, TellingDecision::given_up, reason, now);
  context.database.read([&](Session& session) {
    storage::put_back_telling(session, taken, reason, now + *pause);
    return true;
  });
}

// None where the mail cannot be written down, whatever the reason.
std::optional<std::string> compose(const app::Context& context, const TakenTelling& taken,
                                   const outbound::MailTexts& texts, const MailDraft& draft,
                                   rules::Time now) {
  try {
    return outbound::composed(mail_of(context, taken, texts, draft, now));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// Whether workers have died over it as often as mails are tried.
bool is_fatal(const TakenTelling& taken) {
  return taken.attempts > 1 && !rules::pause_after(taken.attempts - 1);
}

void send(app::Context& context, const outbound::MailTexts& texts, const TakenTelling& taken,
          rules::Time now) {
  if (is_fatal(taken)) {
    return note(context, taken, TellingDecision::given_up, "workers_died", now);
  }
  const auto planned = plan(context, taken, now);
  if (const auto* const dropped = std::get_if<Dropped>(&planned)) {
    return note(context, taken, TellingDecision::dropped, dropped->reason, now);
  }
  const auto mail = compose(context, taken, texts, std::get<MailDraft>(planned), now);
  if (!mail) return note_failure(context, taken, "cannot_be_composed", now);
  const auto failure = carry(context, taken, *mail, now);
  if (failure) return note_failure(context, taken, *failure, now);
  note(context, taken, TellingDecision::sent, "", now);
}

}  // namespace

std::string page_with(std::string page, std::string_view mark, std::string_view value) {
  return page.replace(page.find(mark), mark.size(), value);
}

bool send_mails(app::Context& context, const outbound::MailTexts& texts, rules::Time now) {
  const auto until = now + rules::telling_lease;
  auto due = context.database.read([&](Session& session) {
    return storage::load_due_tellings(session, rules::TellingChannel::email, now, batch);
  });
  for (auto& taken : due) {
    const bool mine = context.database.read(
        [&](Session& session) { return storage::take_telling(session, taken, now, until); });
    if (mine) send(context, texts, taken, now);
  }
  return due.size() < static_cast<std::size_t>(batch);
}

}  // namespace chalkline
