#include "storage/seed.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <tuple>

#include "app/known_names.h"
#include "commands.h"
#include "seed_conversation.h"
#include "seed_plan.h"
#include "seed_texts.h"
#include "storage/enrolments.h"
#include "storage/people.h"
#include "storage/relationships.h"

namespace chalkline::tool {
namespace {

using storage::Session;

constexpr std::string_view help_text = R"(NAME
    chalkline seed - fills a demo site with people and conversations from real texts

SYNOPSIS
    chalkline seed --site SITE --people N --threads N --messages N --texts DIR [--random SEED]

DESCRIPTION
    Makes N people of whom about one in twenty is a tutor (at least ten, where there are twenty
    people), with relationships active, exploring and ended, on sites with courses also enrolments;
    N conversations, each between a tutor and a student; and N messages in them. Few conversations are
    very busy, most are short. Turns, times, read marks and unread counters are those that the rules
    would have made. The newest message is of 1 November 2026 or before.

    The people are seed-tutor-1, seed-tutor-2 ... and seed-student-1, seed-student-2 ...
    seed-tutor-1 to seed-tutor-10 have at least 50 conversations each, where there are 500
    conversations and 50 students.

    The same numbers, texts and SEED make the same site, message by message. A site is seeded once.
    Memory grows with people and conversations, not with messages.

OPTIONS
    --site SITE       the site, which must have demo: true
    --people N        2 to 1000000
    --threads N       1 to 2000000; no more than there are pairs of a tutor and a student
    --messages N      0 to 100000000
    --texts DIR       text files in UTF-8 here and in folders below: texts between lines with a single
                      %, as of fortune, or else between blank lines. Links, *.dat and *.u8 are left out
    --random SEED     another number makes another site. Default: 1

EXIT STATUS
    0  filled     1  refused, or broken off: then drop and make the database again     2  wrong usage

EXAMPLES
    apt-get install fortunes fortunes-de fortunes-es fortunes-it fortunes-ru fortunes-zh
    chalkline seed --site marketplace --people 5000 --threads 20000 --messages 1000000 \
        --texts /usr/share/games/fortunes
)";

constexpr std::size_t rows_at_once = 2000;
constexpr std::size_t bytes_at_once = 1 << 20;
constexpr std::size_t most_characters = 4000;
constexpr int least_message_length = 200;  // what our own lines and the texts with an ending need

// Collects rows and writes them when enough have come together, a transaction each time.
template <class Row>
class Batch {
 public:
  using Insert = void (*)(Session&, std::span<const Row>);
  Batch(storage::Database& database, Insert insert) : database_(database), insert_(insert) {}

  void add(Row row, std::size_t bytes = 0) {
    rows_.push_back(std::move(row));
    bytes_ += bytes;
    if (rows_.size() >= rows_at_once || bytes_ >= bytes_at_once) flush();
  }

  void flush() {
    if (rows_.empty()) return;
    database_.write([&](Session& session) {
      insert_(session, rows_);
      return true;
    });
    rows_.clear();
    bytes_ = 0;
  }

 private:
  storage::Database& database_;
  Insert insert_;
  std::vector<Row> rows_;
  std::size_t bytes_ = 0;
};

struct Busiest {
  long long thread = 0;
  PlannedThread planned;
};

class Seeding {
 public:
  Seeding(const app::Context& context, const SeedOrder& order)
      : context_(context), order_(order), database_(patient_database(context)) {}

  void check() {
    const SeedPeople people(order_.people);
    if (order_.threads > people.tutors * people.students) {
      throw CommandError("there are only " + std::to_string(people.tutors * people.students) +
                         " pairs of a tutor and a student among " + std::to_string(order_.people) +
                         " people: say --people with more or --threads with less");
    }
    const bool seeded = database_.read(
        [](Session& session) { return storage::has_people_named(session, "seed-"); });
    if (seeded) {
      throw CommandError(context_.site.name +
                         " has been seeded before: to seed it again, drop and make its database, "
                         "and say chalkline migrate");
    }
  }

  void run(const Texts& texts) {
    planned_ = plan_threads(order_);
    insert_people();
    insert_relationships();
    if (context_.policy().may_start.course) insert_enrolments();
    insert_conversations(texts);
    insert_memberships();
    keep_names();
    database_.read([](Session& session) {
      storage::refresh_statistics(session);
      return true;
    });
  }

  Busiest busiest() const {
    const auto most = std::max_element(
        planned_.begin(), planned_.end(),
        [](const PlannedThread& a, const PlannedThread& b) { return a.messages < b.messages; });
    return {first_thread_ + (most - planned_.begin()), *most};
  }

 private:
  // The order of every list is that of its table's primary key.
  void insert_people() {
    const SeedPeople people(order_.people);
    const std::string domain = context_.site.name + ".example";
    std::vector<rules::PersonRecord> all;
    for (long long i = 0; i < people.tutors; ++i) all.push_back(seed_tutor(i, domain));
    for (long long i = 0; i < people.students; ++i) all.push_back(seed_student(i, domain));
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    Batch<rules::PersonRecord> batch(database_, storage::insert_people);
    for (auto& person : all) {
      ids_.push_back(person.id);
      batch.add(std::move(person));
    }
    batch.flush();
  }

  void insert_relationships() {
    std::vector<storage::RelationshipRow> all;
    for (const auto& thread : planned_) {
      const auto tutor = tutor_id(thread.tutor);
      storage::RelationshipRow row{.pair = rules::pair_of(tutor, student_id(thread.student))};
      const bool low = row.pair.low == tutor;
      (low ? row.state.low_teaches : row.state.high_teaches) = thread.relationship;
      (low ? row.state.low_version : row.state.high_version) = 1;
      all.push_back(std::move(row));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(a.pair.low, a.pair.high) < std::tie(b.pair.low, b.pair.high);
    });
    Batch<storage::RelationshipRow> batch(database_, storage::insert_relationships);
    for (auto& row : all) batch.add(std::move(row));
    batch.flush();
  }

  // Each tutor has a course with one batch, and everybody who talks with the tutor is in it.
  void insert_enrolments() {
    std::vector<rules::Enrolment> all;
    for (long long i = 0; i < SeedPeople(order_.people).tutors; ++i) {
      all.push_back(enrolment(i, tutor_id(i), rules::EnrolmentRole::tutor));
    }
    for (const auto& thread : planned_) {
      all.push_back(
          enrolment(thread.tutor, student_id(thread.student), rules::EnrolmentRole::student));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::tie(a.person_id, a.course_id) < std::tie(b.person_id, b.course_id);
    });
    Batch<rules::Enrolment> batch(database_, storage::insert_enrolments);
    for (auto& row : all) batch.add(std::move(row));
    batch.flush();
  }

  static rules::Enrolment enrolment(long long tutor, std::string person,
                                    rules::EnrolmentRole role) {
    const std::string number = std::to_string(tutor + 1);
    return {.course_id = "seed-course-" + number,
            .batch_id = "seed-batch-" + number,
            .person_id = std::move(person),
            .institution_id = "seed-institution",
            .role = role,
            .version = 1};
  }

  void insert_conversations(const Texts& texts) {
    first_thread_ =
        1 + database_.read([](Session& session) { return storage::load_last_thread_id(session); });
    const auto next = first_thread_ + order_.threads;
    database_.read([&](Session& session) {
      storage::reserve_thread_ids(session, next);
      return true;
    });
    Batch<rules::Message> messages(database_, storage::insert_messages);
    Batch<rules::Thread> threads(database_, storage::insert_threads);
    Batch<storage::ReadMarkRow> marks(database_, storage::insert_read_marks);
    for (std::size_t i = 0; i < planned_.size(); ++i) {
      const auto id = first_thread_ + static_cast<long long>(i);
      auto made = converse(planned_[i], id, texts, order_.random, [&](rules::Message message) {
        const auto bytes = message.body.size();
        messages.add(std::move(message), bytes);
      });
      for (auto& mark : made.marks) marks.add({id, std::move(mark)});
      keep_memberships(made);
      threads.add(std::move(made.thread));
    }
    messages.flush();
    threads.flush();
    marks.flush();
  }

  void keep_memberships(Conversation& made) {
    const auto& pair = made.thread.pair;
    memberships_.push_back({pair.low, pair.high, std::move(made.low)});
    memberships_.push_back({pair.high, pair.low, std::move(made.high)});
  }

  void insert_memberships() {
    std::sort(memberships_.begin(), memberships_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.person_id, a.mine.thread_id) < std::tie(b.person_id, b.mine.thread_id);
    });
    Batch<storage::MembershipRow> batch(database_, storage::insert_memberships);
    for (auto& row : memberships_) batch.add(std::move(row));
    batch.flush();
  }

  // Once there is everything that says who finds whom.
  void keep_names() {
    Batch<std::string> batch(database_, [](Session& session, std::span<const std::string> ids) {
      app::keep_known_names(session, {.people = {ids.begin(), ids.end()}});
    });
    for (auto& id : ids_) batch.add(std::move(id));
    batch.flush();
  }

  const app::Context& context_;
  SeedOrder order_;
  storage::Database database_;
  std::vector<std::string> ids_;  // of all people
  std::vector<PlannedThread> planned_;
  std::vector<storage::MembershipRow> memberships_;
  long long first_thread_ = 0;
};

void check_site(const app::Context& context) {
  const auto& name = context.site.name;
  if (!context.site.demo) {
    throw CommandError(name +
                       " is no demo site: only a site with demo: true in its file is seeded");
  }
  if (context.policy().message_length < least_message_length) {
    throw CommandError(name +
                       " allows messages of less than 200 characters: raise "
                       "policy.message_length in its file");
  }
}

void print(const std::string& site, const SeedOrder& order, std::chrono::duration<double> taken,
           const Busiest& busiest) {
  std::printf("%s: %lld people, %lld threads, %lld messages in %.1f s\n", site.c_str(),
              order.people, order.threads, order.messages, taken.count());
  std::printf("%s: busiest thread %lld, %s and %s: %lld messages\n", site.c_str(), busiest.thread,
              tutor_id(busiest.planned.tutor).c_str(), student_id(busiest.planned.student).c_str(),
              busiest.planned.messages);
}

}  // namespace

int run_seed(Words words) {
  std::string site;
  std::string folder;
  long long people = 0;
  long long threads = 0;
  long long messages = 0;
  long long random = 1;
  Options options("seed", help_text);
  options.text("--site", site, Need::required);
  options.number("--people", people, 2, 1'000'000, Need::required);
  options.number("--threads", threads, 1, 2'000'000, Need::required);
  options.number("--messages", messages, 0, 100'000'000, Need::required);
  options.text("--texts", folder, Need::required);
  options.number("--random", random, 0, 1LL << 62, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  const auto begun = std::chrono::steady_clock::now();
  auto sites = app::Sites::load();
  const auto& context = site_named(sites, site);
  check_site(context);
  const SeedOrder order{people, threads, messages, static_cast<std::uint64_t>(random)};
  try {
    Seeding seeding(context, order);
    seeding.check();
    const Texts texts(folder, std::min(most_characters,
                                       static_cast<std::size_t>(context.policy().message_length)));
    seeding.run(texts);
    print(site, order, std::chrono::steady_clock::now() - begun, seeding.busiest());
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(site, fault));
  }
  return 0;
}

}  // namespace chalkline::tool
