#include <cstdio>
#include <map>

#include "app/events.h"
#include "commands.h"
#include "http/deliveries.h"
#include "lines.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline import - takes people, courses, orders and the like from a file of events

SYNOPSIS
    chalkline import --site SITE FILE
    chalkline import --site SITE -

DESCRIPTION
    FILE is NDJSON: on each line one event, as the platform would send it to the webhook,

        {"type":"person.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":{...}}

    - person.upserted {id, name, email?, phone?, avatarUrl?, timeZone, locale, roles, standing,
      institutionId?, subjects?, ageGroups?, gender?, birthDate?}, person.erased {id}
    - relationship.upserted {tutorId, studentId, state, origin}
    - enrolment.upserted {courseId, batchId, institutionId, personId, role, state}
    - parent_link.upserted {parentId, studentId, state}
    - order.recorded {id, tutorId, studentId, title, amount, currency, state, at, url?}
    - package.purchased {id, tutorId, studentId, title, lessons, minutes, amount, currency, at}
    - review.recorded {tutorId, studentId, rating, negative}
    - session.started, session.ended {id, personIds}

    Of several events about one object the one with the highest data.version counts or, without it,
    the latest timestamp. So a file may be imported again and again, and files in any order. An
    accepted invite (origin invite, state exploring or active) begins the pair's conversation.

    A line that is wrong is told with its number and everything that is wrong in it, and never keeps
    the others from being taken. Events of other types are counted and skipped. The record of events
    (chalkline events) has what came by webhook alone: here the file itself is at hand.

OPTIONS
    --site SITE   the site that takes the events
    FILE          the file; - for standard input

EXIT STATUS
    0  every line was taken or skipped     1  some line was wrong, or the database is away
    2  wrong usage

EXAMPLES
    chalkline import --site classroom school.ndjson
    zcat export.ndjson.gz | chalkline import --site marketplace -
)";

constexpr std::size_t batch_size = 500;

struct Counts {
  long long changed = 0;
  long long no_news = 0;
  long long bad = 0;
  std::map<std::string, long long> skipped;

  long long all_skipped() const {
    long long all = 0;
    for (const auto& [type, count] : skipped) all += count;
    return all;
  }
};

rules::Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

class Import {
 public:
  Import(const app::Context& context, std::string file)
      : database_(patient_database(context)),
        policy_(context.policy()),
        file_(file == "-" ? "stdin" : std::move(file)) {}

  void take(const Lines& line) {
    if (line.too_long()) return refuse(line.number(), {{"", "too_long", "At most 1 MiB."}});
    batch_.push_back(http::parse_event_text(line.text()));
    lines_.push_back(line.number());
    if (batch_.size() == batch_size) flush();
  }

  // Applies what has come together, in one transaction.
  void flush() {
    const auto verdicts =
        app::write_events(database_, [&](storage::Session& session, app::Care care) {
          return app::apply_events(session, policy_, batch_, now(), care);
        });
    for (std::size_t i = 0; i < verdicts.size(); ++i) count(i, verdicts[i]);
    batch_.clear();
    lines_.clear();
  }

  const Counts& counts() const { return counts_; }

 private:
  void count(std::size_t i, const app::Verdict& verdict) {
    switch (verdict.outcome) {
      case rules::EventOutcome::applied:
        ++counts_.changed;
        break;
      case rules::EventOutcome::ignored:
        ++counts_.no_news;
        break;
      case rules::EventOutcome::recorded:
        ++counts_.skipped[batch_[i].type];
        break;
      case rules::EventOutcome::failed:
        refuse(lines_[i], verdict.errors);
        break;
    }
  }

  void refuse(std::size_t line, const http::BadInput& errors) {
    ++counts_.bad;
    for (const auto& error : errors) {
      std::fprintf(stderr, "%s:%zu: %s%s%.*s: %s\n", file_.c_str(), line, error.field.c_str(),
                   error.field.empty() ? "" : ": ", static_cast<int>(error.code.size()),
                   error.code.data(), error.detail.c_str());
    }
  }

  storage::Database database_;
  const rules::Policy& policy_;
  std::string file_;
  std::vector<http::ReceivedEvent> batch_;
  std::vector<std::size_t> lines_;  // of the events of batch_
  Counts counts_;
};

void print(const std::string& site, const Counts& counts) {
  for (const auto& [type, count] : counts.skipped) {
    std::printf("%s: skipped %lld of type %s, which this version does not take\n", site.c_str(),
                count, type.c_str());
  }
  std::printf("%s: %lld applied, %lld no news, %lld skipped, %lld wrong\n", site.c_str(),
              counts.changed, counts.no_news, counts.all_skipped(), counts.bad);
}

}  // namespace

int run_import(Words words) {
  std::string site;
  std::string file;
  Options options("import", help_text);
  options.text("--site", site, Need::required);
  options.word("FILE", file, Need::required);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  const auto& context = site_named(sites, site);
  Lines lines(file);
  Import import(context, file);
  try {
    while (lines.next()) import.take(lines);
    import.flush();
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(site, fault));
  }
  print(site, import.counts());
  if (import.counts().bad == 0) return 0;
  throw CommandError(site + ": " + std::to_string(import.counts().bad) +
                     " lines are wrong; mend them and import the file again, what was taken stays");
}

}  // namespace chalkline::tool
