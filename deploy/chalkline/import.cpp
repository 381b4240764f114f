#include <cstdio>
#include <map>

#include "app/directory.h"
#include "commands.h"
#include "http/events.h"
#include "lines.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline import - takes people, relationships and enrolments from a file of events

SYNOPSIS
    chalkline import --site SITE FILE
    chalkline import --site SITE -

DESCRIPTION
    FILE is NDJSON: on each line one event, as the platform would send it to the webhook,

        {"type":"person.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":{...}}

    - person.upserted {id, name, email?, phone?, avatarUrl?, timeZone, locale, roles, standing,
      institutionId?, subjects?, ageGroups?, gender?, birthDate?}
    - relationship.upserted {tutorId, studentId, state, origin}
    - enrolment.upserted {courseId, batchId, institutionId, personId, role, state}

    Of several events about one object the one with the highest data.version counts or, without it,
    the latest timestamp. So a file may be imported again and again, and files in any order. An
    accepted invite (origin invite, state exploring or active) begins the pair's conversation.

    A line that is wrong is told with its number and everything that is wrong in it, and never keeps
    the others from being taken. Events of other types are counted and skipped.

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

struct NumberedEvent {
  std::size_t line = 0;
  rules::DirectoryEvent event;
};

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
      : database_(patient_database(context)), file_(file == "-" ? "stdin" : std::move(file)) {}

  void take(const Lines& line) {
    if (line.too_long()) return refuse(line.number(), "too_long", "", "At most 1 MiB.");
    auto read = http::parse_event_text(line.text());
    if (auto* const event = std::get_if<rules::DirectoryEvent>(&read)) {
      batch_.push_back({line.number(), std::move(*event)});
      if (batch_.size() == batch_size) flush();
    } else if (const auto* const unknown = std::get_if<http::UnknownEvent>(&read)) {
      ++counts_.skipped[unknown->type];
    } else {
      refuse(line.number(), std::get<http::BadInput>(read));
    }
  }

  // Applies what has come together, in one transaction. Should the database refuse something, each
  // has one of its own, so that the one at fault is found and the others are kept.
  void flush() {
    try {
      count(apply(0, batch_.size()), batch_.size());
    } catch (const storage::Fault& fault) {
      if (fault.kind != storage::Fault::Kind::other) throw;
      for (std::size_t i = 0; i < batch_.size(); ++i) apply_alone(i);
    }
    batch_.clear();
  }

  const Counts& counts() const { return counts_; }

 private:
  std::size_t apply(std::size_t first, std::size_t last) {
    return database_.write([&](storage::Session& session) {
      std::size_t changed = 0;
      for (std::size_t i = first; i < last; ++i) {
        if (app::apply_event(session, batch_[i].event, now())) ++changed;
      }
      return changed;
    });
  }

  void apply_alone(std::size_t index) {
    try {
      count(apply(index, index + 1), 1);
    } catch (const storage::Fault& fault) {
      if (fault.kind != storage::Fault::Kind::other) throw;
      refuse(batch_[index].line, "refused", "", fault.what());
    }
  }

  void count(std::size_t changed, std::size_t all) {
    counts_.changed += static_cast<long long>(changed);
    counts_.no_news += static_cast<long long>(all - changed);
  }

  void refuse(std::size_t line, std::string_view code, const std::string& field,
              const std::string& detail) {
    refuse(line, http::BadInput{{field, code, detail}});
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
  std::string file_;
  std::vector<NumberedEvent> batch_;
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
