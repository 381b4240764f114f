#include "app/events.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "commands.h"
#include "http/deliveries.h"
#include "http/times.h"
#include "storage/events.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline events - lists what came by webhook, and tries again what failed

SYNOPSIS
    chalkline events list   --site SITE [--outcome OUTCOME] [--limit N]
    chalkline events show   --site SITE ID
    chalkline events replay --site SITE ID
    chalkline events replay --site SITE all

DESCRIPTION
    Every event that came by webhook is on record for 30 days, with what became of it:

        applied    it has changed something
        ignored    no news: a repeated event, or one that a newer one has overtaken
        recorded   of a type that this version does not take
        failed     wrong in itself, or refused by the database: the dead-letter list

    Of the failed ones the text is kept as well, of no others, as it holds personal data.

    list      the newest first: id, time, outcome, type, webhook-id and place in that request, and
              what is wrong. Blanks within a column show as _.
    show      one event, with everything that is wrong and, of a failed one, its text
    replay    applies a failed one again, or all of them, oldest first, and puts the new outcome on
              record: after an update that takes what the old version did not, or once the database
              takes it. What newer events have overtaken meanwhile is ignored.

OPTIONS
    --site SITE         the site
    --outcome OUTCOME   only those: applied, ignored, recorded or failed
    --limit N           at most so many. Default: 20

EXIT STATUS
    0  done     1  no such event, its text is not kept, or it failed again     2  wrong usage

EXAMPLES
    chalkline events list --site marketplace --outcome failed
    chalkline events replay --site marketplace all
)";

using storage::EventRow;
using storage::Session;

struct Asked {
  std::string site;
  std::string verb;
  std::string id;
  std::string outcome;
  long long limit = 20;
};

std::string codes_of(const EventRow& event) {
  std::string codes;
  for (const auto& error : app::errors_json(event)) {
    codes += ' ';
    const auto field = error.at("field").as_string();
    if (!field.empty()) codes.append(field.c_str()).append(":");
    codes.append(error.at("code").as_string().c_str());
  }
  return codes;
}

// On one line, in one word: what others have sent does not reach the terminal as it is.
std::string word(const std::string& text) {
  std::string clean;
  for (const char c : text) clean += c > 0x20 && c != 0x7F ? c : '_';
  return clean.empty() ? "-" : clean;
}

void print_line(const EventRow& event) {
  std::printf("%lld  %s  %-8s  %s  %s[%d]%s\n", event.id,
              http::time_text(event.received_at).c_str(),
              std::string(rules::name_of(event.outcome)).c_str(), word(event.type).c_str(),
              word(event.delivery_id).c_str(), event.item, codes_of(event).c_str());
}

// Without control characters other than line ends.
void print_payload(const std::string& payload) {
  std::string clean;
  for (const char c : payload) clean += (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F ? ' ' : c;
  std::printf("\n%s\n", clean.c_str());
}

int list(app::Context& context, const Asked& asked) {
  const auto outcome = rules::event_outcome_from(asked.outcome);
  if (!outcome && !asked.outcome.empty()) {
    throw CommandError("'" + asked.outcome + "' is no outcome: applied, ignored, recorded, failed");
  }
  const auto events = context.database.read([&](Session& session) {
    return storage::load_events(session, outcome, static_cast<int>(asked.limit));
  });
  for (const auto& event : events) print_line(event);
  return 0;
}

long long id_of(const std::string& text) {
  long long id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (fault == std::errc() && end == text.data() + text.size() && id > 0) return id;
  throw CommandError("'" + text + "' is no event's id: chalkline events list shows them");
}

CommandError no_such_event(long long id) {
  return CommandError("there is no event " + std::to_string(id) +
                      ": chalkline events list shows those of the last 30 days");
}

int show(app::Context& context, const Asked& asked) {
  const auto id = id_of(asked.id);
  const auto event =
      context.database.read([&](Session& session) { return storage::load_event(session, id); });
  if (!event) throw no_such_event(id);
  print_line(*event);
  for (const auto& error : app::errors_json(*event)) {
    std::printf("    %s: %s: %s\n", error.at("field").as_string().c_str(),
                error.at("code").as_string().c_str(), error.at("detail").as_string().c_str());
  }
  if (!event->payload.empty()) print_payload(event->payload);
  return 0;
}

// In one transaction: what the event does, and what the record says of it.
EventRow replay_one(app::Context& context, long long id) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return app::write_events(context.database, [&](Session& session, app::Care care) {
    const auto stored = storage::lock_event(session, id);
    if (!stored) throw no_such_event(id);
    if (stored->outcome != rules::EventOutcome::failed) {
      throw CommandError("event " + std::to_string(id) + " did not fail; its text is not kept");
    }
    const std::array events{http::parse_event_text(stored->payload)};
    const auto verdicts = app::apply_events(session, context.policy(), events, now, care);
    auto row = app::event_row(events.front(), verdicts.front());
    row.id = stored->id;
    row.delivery_id = stored->delivery_id;
    row.item = stored->item;
    row.received_at = stored->received_at;
    storage::update_event(session, row);
    return row;
  });
}

int replay(app::Context& context, const Asked& asked) {
  constexpr int most = 100'000;
  const auto ids = asked.id == "all" ? context.database.read([](Session& session) {
    return storage::load_failed_ids(session, most);
  })
                                     : std::vector{id_of(asked.id)};
  bool good = true;
  for (const auto id : ids) {
    const auto event = replay_one(context, id);
    print_line(event);
    good = good && event.outcome != rules::EventOutcome::failed;
  }
  return good ? 0 : 1;
}

int wrong_usage(const char* what) {
  std::fprintf(stderr, "chalkline: events: %s; see chalkline events --help\n", what);
  return 2;
}

int run(app::Context& context, const Asked& asked) {
  if (asked.verb == "list") return list(context, asked);
  return asked.verb == "show" ? show(context, asked) : replay(context, asked);
}

}  // namespace

int run_events(Words words) {
  Asked asked;
  Options options("events", help_text);
  options.word("VERB", asked.verb, Need::required);
  options.word("ID", asked.id, Need::optional);
  options.text("--site", asked.site, Need::required);
  options.text("--outcome", asked.outcome, Need::optional);
  options.number("--limit", asked.limit, 1, 100'000, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  const bool lists = asked.verb == "list";
  if (!lists && asked.verb != "show" && asked.verb != "replay") {
    return wrong_usage("say list, show or replay");
  }
  if (lists != asked.id.empty()) return wrong_usage(lists ? "list takes no id" : "say an id");
  auto sites = app::Sites::load();
  auto& context = site_named(sites, asked.site);
  try {
    return run(context, asked);
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(asked.site, fault));
  }
}

}  // namespace chalkline::tool
