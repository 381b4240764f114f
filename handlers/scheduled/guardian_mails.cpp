#include "guardian_mails.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "rules/addresses.h"
#include "storage/guardians.h"
#include "storage/parent_links.h"

namespace chalkline {
namespace {

using rules::GuardianMode;
using storage::Session;

constexpr Dropped overtaken{"overtaken"};

std::string number_of(rules::Time time) { return std::to_string(time.time_since_epoch().count()); }

// "link.from.upto": a link's id and two times in milliseconds.
struct About {
  long long link = 0;
  rules::DigestSpan span;
};
About about_from(std::string_view text) {
  std::array<long long, 3> numbers{};
  for (auto& number : numbers) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  const auto time = [](long long milliseconds) {
    return rules::Time(std::chrono::milliseconds(milliseconds));
  };
  return {numbers[0], {.from = time(numbers[1]), .upto = time(numbers[2])}};
}

// "Niamh Farrell (5), Péter Kovács (2)"
std::string listed(const std::vector<storage::DigestLine>& lines) {
  std::string text;
  for (const auto& line : lines) {
    text += (text.empty() ? "" : ", ") + line.name + " (" + std::to_string(line.messages) + ")";
  }
  return text;
}

}  // namespace

rules::Telling digest_telling(const rules::StoredLink& link, const rules::DigestSpan& span) {
  return {
      .event = "guardian_digest",
      .about = std::to_string(link.id) + "." + number_of(span.from) + "." + number_of(span.upto),
      .recipient_id = link.parent_id,
      .channel = rules::TellingChannel::email,
      .not_before = span.upto};
}

MailPlan plan_guardian_digest(app::Context& context, const storage::TakenTelling& taken,
                              rules::Time /*now*/) {
  const auto about = about_from(taken.telling.about);
  return context.database.read([&](Session& session) -> MailPlan {
    const auto link = storage::load_guarded_link(session, about.link);
    const bool current = link && link->stands() && link->mode == GuardianMode::parent_digest &&
                         context.policy().guardian.mode == GuardianMode::parent_digest;
    if (!current) return overtaken;
    const auto address = rules::email_address(link->parent_email);
    if (!address) return Dropped{"nobody"};
    const auto lines = storage::load_digest(session, link->link.student_id, about.span);
    if (lines.empty()) return Dropped{"nothing"};
    return MailDraft{.address = *address,
                     .name = link->parent_name,
                     .locale = link->parent_locale,
                     .values = {{"parent", link->parent_name},
                                {"student", link->student_name},
                                {"site", context.site.mail.name},
                                {"conversations", listed(lines)}}};
  });
}

}  // namespace chalkline
