#include "scheduled.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <unistd.h>

#include "app/live.h"
#include "app/oversight.h"
#include "app/sites.h"
#include "app/threads.h"
#include "app/zones.h"
#include "booking_clock.h"
#include "guardians.h"
#include "http/log.h"
#include "http/times.h"
#include "indexing.h"
#include "mails.h"
#include "notices.h"
#include "outbound/mail/texts.h"
#include "storage/events.h"
#include "storage/limits.h"
#include "storage/link_requests.h"
#include "storage/live.h"
#include "storage/live_sessions.h"
#include "storage/outbox.h"
#include "storage/outgoing.h"
#include "storage/oversight.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"
#include "zone_check.h"

namespace chalkline {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::system_clock;
using storage::Session;

constexpr std::string_view help_text = R"(
NAME
    scheduled - everything at a Chalkline site that time triggers

SYNOPSIS
    scheduled --once [--now TIME]
    scheduled --loop [--now TIME]
    scheduled --help

DESCRIPTION
    Ends snoozes that are due and tells the live streams of who snoozed; lets holds and requests of
    bookings expire, sessions time out and end, and reminds of those that are about to begin; tells
    conversations that somebody could read them, where the policy says so afterwards; forgets live
    tickets that nobody used in time and, after 30 days, events that came or went by webhook,
    requests to be linked that came to nothing, and mails that were sent; ends links of parents to
    students who have come of age, brings what parents see of conversations to what the policy says,
    and writes their digests; puts new messages into the index of the search; sends the mails that
    are due; once a night, from 03:00 UTC on, logs the bookings to come of which clocks will show
    another time than they were made for, as tzdata has changed.

    --once does what is due and ends: for cron, once a minute. --loop does so every second until
    SIGTERM, indexes a piece each time, and begins again when the system's tzdata was replaced
    (handlers are to be restarted then). Any number may run at once, on any number of machines.

OPTIONS
    --now TIME   take TIME (RFC 3339) for the present, at sites with clock: test. Without it a snooze
                 ends there, and a conversation is told of oversight, if that was due within the
                 last hour: an older time was meant by the clock of a request

ENVIRONMENT
    CHALKLINE_SITES, CHALKLINE_SHARE   as for every handler

EXIT STATUS
    0; 1 when a site file is wrong or, with --once, a database was away; 2 for unusable arguments.
)";

// What a signal handler may touch.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int /*signal*/) { stop_asked = 1; }

struct Options {
  bool help = false;
  bool once = false;
  bool loop = false;
  std::optional<rules::Time> now;
};

std::optional<Options> parse_options(const std::vector<std::string_view>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = words[i];
    if (word == "--help") {
      options.help = true;
    } else if (word == "--once") {
      options.once = true;
    } else if (word == "--loop") {
      options.loop = true;
    } else if (word == "--now" && i + 1 < words.size()) {
      options.now = http::parse_time(words[++i]);
      if (!options.now) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  return options.help || options.once != options.loop ? std::optional(options) : std::nullopt;
}

void wake(app::Context& context, const storage::Sleeper& sleeper, rules::Time now) {
  const auto row = context.database.read([&](Session& session) {
    if (!storage::mark_awake(session, sleeper, now)) return std::optional<storage::ThreadRow>();
    auto found = storage::load_thread(session, sleeper.person_id, sleeper.thread_id);
    if (found) app::add_ties(context, session, sleeper.person_id, *found);
    return found;
  });
  if (row) app::announce_thread(context, sleeper.person_id, *row, now);
}

// When something is due that goes by the time a request was made at.
struct Due {
  rules::Time since;
  rules::Time now;
};

void wake_sleepers(app::Context& context, const Due& due) {
  constexpr int batch = 500;
  const auto sleepers = context.database.read([&](Session& session) {
    return storage::load_due_sleepers(session, due.since, due.now, batch);
  });
  for (const auto& sleeper : sleepers) wake(context, sleeper, due.now);
}

void tell_thread(app::Context& context, const rules::Grant& grant, rules::Time now) {
  const auto told =
      context.database.write([&](Session& session) { return app::disclose(session, grant, now); });
  if (told) app::announce_message(context, told->person, told->row, told->message, now);
}

// S2-07: that somebody could read a conversation is told in it when the time is over, where the
// policy says so.
void tell_of_oversight(app::Context& context, const Due& due) {
  constexpr int batch = 100;
  const auto grants = context.database.read([&](Session& session) {
    return storage::load_due_disclosures(session, due.since, due.now, batch);
  });
  for (const auto& grant : grants) tell_thread(context, grant, due.now);
}

// Senders repeat a webhook for days; who reads outgoing events may be away for as long.
void forget_old_events(app::Context& context, rules::Time moment) {
  constexpr std::chrono::hours kept{24 * 30};
  context.database.read([&](Session& session) {
    storage::delete_old_deliveries(session, moment - kept);
    storage::delete_old_events(session, moment - kept);
    storage::delete_old_outgoing_events(session, moment - kept);
    return storage::delete_old_sessions(session, moment - kept);
  });
}

// What goes by the site's own clock. Where that is the header of a request, nobody but --now says
// when rows are old.
void forget_old_links(app::Context& context, rules::Time now) {
  constexpr std::chrono::hours kept{24 * 30};
  context.database.read([&](Session& session) {
    storage::delete_old_tellings(session, now - kept);
    storage::delete_old_link_requests(session, now - kept);
    storage::delete_expired_link_requests(session, now - kept);
    return storage::delete_old_action_counts(session, now - kept);
  });
}

// The turns of a site through its threads and its links, from one second to the next.
struct Turn {
  Indexing indexing;
  Guardians guardians;
};
using Turns = std::map<std::string, Turn, std::less<>>;

// What a run works with beside the sites.
struct Tools {
  Turns turns;
  std::optional<outbound::MailTexts> texts;  // none where no site sends mails
};

Tools make_tools(const app::Sites& sites) {
  const auto& settings = sites.settings();
  const bool mails = std::any_of(settings.begin(), settings.end(), [](const auto& site) {
    return site.second.mail.driver != config::MailDriver::none;
  });
  if (!mails) return {};
  return {.turns = {},
          .texts = outbound::MailTexts::load((config::share_folder() / "mails").string())};
}

void send_due_mails(app::Context& context, const Tools& tools, rules::Time now, bool once) {
  if (!tools.texts) return;
  while (!send_mails(context, *tools.texts, now) && once && stop_asked == 0) {
  }
}

void index_messages(app::Context& context, Indexing& turn, bool once) {
  while (!turn.run(context) && once && stop_asked == 0) {
  }
}

void look_after_links(app::Context& context, Guardians& turn, rules::Time now, bool once) {
  while (!turn.run(context, now) && once && stop_asked == 0) {
  }
}

// At a site with a test clock what was due long ago by this machine's was meant by another clock:
// whoever sets a time in the past waits for --now.
rules::Time due_since(bool test_clock, const Options& options, rules::Time moment) {
  return test_clock && !options.now ? moment - std::chrono::hours(1) : rules::Time{};
}

bool run_site(app::Context& context, const Options& options, Tools& tools) {
  const auto moment = floor<milliseconds>(system_clock::now());
  const bool test_clock = context.site.clock == config::ClockMode::test;
  const auto now = test_clock ? options.now.value_or(moment) : moment;
  const Due due{due_since(test_clock, options, moment), now};
  try {
    wake_sleepers(context, due);
    if (!test_clock || options.now) {
      advance_bookings(context, now);
      show_notices(context, now);
      check_zones(context, now);
    }
    tell_of_oversight(context, due);
    auto& turn = tools.turns[context.site.name];
    look_after_links(context, turn.guardians, now, options.once);
    send_due_mails(context, tools, now, options.once);
    context.database.read(
        [&](Session& session) { return storage::delete_expired_tickets(session, moment); });
    index_messages(context, turn.indexing, options.once);
    forget_old_events(context, moment);
    if (!test_clock || options.now) forget_old_links(context, now);
    return true;
  } catch (const std::exception& fault) {
    http::log_fault("scheduled:" + context.site.name, fault.what());
    return false;
  }
}

bool run_once(app::Sites& sites, const Options& options, Tools& tools) {
  bool good = true;
  for (const auto& [name, settings] : sites.settings()) {
    good = run_site(*sites.context(name), options, tools) && good;
  }
  return good;
}

// Until it is asked to stop, or tzdata was replaced.
void run_loop(app::Sites& sites, const Options& options, Tools& tools) {
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGINT, ask_to_stop);
  while (stop_asked == 0 && !app::zones_are_old()) {
    run_once(sites, options, tools);
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

// This program in the place of this process, with new tzdata: in the life of one it is read once.
// A signal that comes now ends it.
int begin_again(char** argv) {
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  if (stop_asked != 0) return 0;
  execvp(argv[0], argv);
  std::perror("scheduled");
  return 1;
}

// False: a database was away.
bool work(const Options& options) {
  auto sites = app::Sites::load();
  auto tools = make_tools(sites);
  if (options.once) return run_once(sites, options, tools);
  run_loop(sites, options, tools);
  return true;
}

}  // namespace

int run_scheduled(int argc, char** argv) {
  const auto options = parse_options({argv + 1, argv + argc});
  if (!options) {
    std::fputs("scheduled: say --once or --loop; see scheduled --help\n", stderr);
    return 2;
  }
  if (options->help) return std::fputs(help_text.substr(1).data(), stdout) < 0 ? 1 : 0;
  try {
    const bool good = work(*options);
    if (options->once || stop_asked != 0) return good ? 0 : 1;
    return begin_again(argv);
  } catch (const config::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  } catch (const outbound::MailTextError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

}  // namespace chalkline
