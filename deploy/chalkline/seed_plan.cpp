#include "seed_plan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>
#include <string_view>
#include <tuple>

#include "seed_random.h"

namespace chalkline::tool {
namespace {

using rules::Time;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr long long promised_tutors = 10;
constexpr long long promised_threads = 50;

constexpr std::array<std::string_view, 32> given_names{
    "Amélie", "Óscar", "Łucja",  "Zoë",    "Jürgen", "Siân",   "Ngọc",    "Chloe",
    "Ivan",   "Олена", "Дмитро", "Σοφία",  "美咲",   "小明",   "지우",    "يوسف",
    "نور",    "רות",   "אבנר",   "प्रिया",  "Kwame",  "Adaeze", "Tomás",   "Ingrid",
    "Mehmet", "Ayşe",  "Péter",  "Matteo", "Sinéad", "Björn",  "Mary-Jo", "Tuân"};
constexpr std::array<std::string_view, 32> family_names{
    "Laurent",      "Núñez",     "Wiśniewska", "Müller",   "O’Neill", "Nguyễn", "Smith",
    "Petrov",       "Коваль",    "Шевченко",   "Παπαδάκη", "田中",    "王",     "김",
    "الحدّاد",       "منصور",     "כהן",        "לוי",      "शर्मा",    "Mensah", "Okafor",
    "da Silva",     "Johansson", "Yılmaz",     "Kovács",   "Rossi",   "Byrne",  "Ångström",
    "van den Berg", "García",    "Weber",      "Trần"};
constexpr std::array<std::string_view, 8> time_zones{
    "Europe/Paris", "Europe/Kyiv", "Asia/Tokyo",        "America/New_York",
    "Asia/Kolkata", "Asia/Amman",  "America/Sao_Paulo", "Europe/London"};
constexpr std::array<std::string_view, 8> locales{"fr-FR", "uk-UA", "ja-JP", "en-US",
                                                  "en-IN", "ar-JO", "pt-BR", "en-GB"};

template <class List>
std::string pick(const List& list, long long nth) {
  return std::string(list[static_cast<std::size_t>(nth) % list.size()]);
}

rules::PersonRecord person(std::string id, rules::Role role, long long nth,
                           const std::string& email_domain) {
  rules::PersonRecord made{
      .id = std::move(id),
      .name = pick(given_names, nth * 7) + " " + pick(family_names, nth * 7 / 32 + nth),
      .avatar_url = {},
      .phone = {},
      .institution_id = "seed-institution",
      .time_zone = pick(time_zones, nth),
      .locale = pick(locales, nth),
      .version = 1};
  made.email = made.id + "@" + email_domain;
  made.roles.add(role);
  return made;
}

// Shares `whole` out by weight, so that the shares add up to it.
std::vector<long long> share_out(long long whole, const std::vector<double>& weights) {
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<long long> shares;
  double sum = 0;
  long long given = 0;
  for (const double weight : weights) {
    sum += weight;
    const auto upto = std::llround(static_cast<double>(whole) * sum / all);
    shares.push_back(upto - given);
    given = upto;
  }
  return shares;
}

// How many conversations each tutor has: the promised ones first, then by how sought-after a tutor
// is, nobody more than there are students.
std::vector<long long> threads_of_tutors(const SeedPeople& people, long long threads) {
  const auto promised = std::min(promised_tutors, people.tutors);
  const auto each = std::min({promised_threads, people.students, threads / promised});
  std::vector<double> weights;
  for (long long i = 0; i < people.tutors; ++i) {
    weights.push_back(1 / std::pow(static_cast<double>(i) + 20, 0.6));
  }
  auto counts = share_out(threads - each * promised, weights);
  for (long long i = 0; i < promised; ++i) counts[static_cast<std::size_t>(i)] += each;
  long long homeless = 0;
  for (auto& count : counts) {
    homeless += std::max(0LL, count - people.students);
    count = std::min(count, people.students);
  }
  for (auto& count : counts) {
    const auto more = std::min(homeless, people.students - count);
    count += more;
    homeless -= more;
  }
  return counts;
}

template <class Item>
void shuffle(std::vector<Item>& items, Random& random) {
  for (auto i = static_cast<long long>(items.size()) - 1; i > 0; --i) {
    std::swap(items[static_cast<std::size_t>(i)],
              items[static_cast<std::size_t>(random.below(i + 1))]);
  }
}

// Every tutor with as many different students as it takes.
std::vector<PlannedThread> pair_up(const SeedPeople& people, long long threads, Random& random) {
  std::vector<long long> students(static_cast<std::size_t>(people.students));
  std::iota(students.begin(), students.end(), 0);
  std::vector<PlannedThread> planned;
  const auto counts = threads_of_tutors(people, threads);
  for (std::size_t tutor = 0; tutor < counts.size(); ++tutor) {
    for (long long i = 0; i < counts[tutor]; ++i) {
      std::swap(students[static_cast<std::size_t>(i)],
                students[static_cast<std::size_t>(random.between(i, people.students - 1))]);
      planned.push_back({.tutor = static_cast<long long>(tutor),
                         .student = students[static_cast<std::size_t>(i)]});
    }
  }
  return planned;
}

// Messages of the thread in each rank.
std::vector<long long> messages_by_rank(long long threads, long long messages) {
  const auto silent = threads / 50;
  std::vector<double> weights;
  for (long long i = 0; i < threads; ++i) {
    weights.push_back(i < threads - silent ? 1 / (static_cast<double>(i) + 5) : 0);
  }
  return share_out(messages, weights);
}

rules::Relationship draw_relationship(Random& random) {
  const double kind = random.part();
  if (kind < 0.60) return rules::Relationship::active;
  return kind < 0.85 ? rules::Relationship::exploring : rules::Relationship::ended;
}

// Half of the conversations are in use; a busy one has taken its time.
void draw_times(PlannedThread& thread, Random& random) {
  const auto quiet = random.chance(0.5) ? minutes(random.below(14LL * 24 * 60))
                                        : minutes(random.below(600LL * 24 * 60));
  const auto drawn = minutes(random.between(1, 400LL * 24 * 60));
  const auto needed = minutes(4 * thread.messages);
  const auto longest = minutes(days(1095));
  thread.ends = seed_end - quiet;
  thread.begins = thread.ends - std::min(std::max(drawn, needed), longest);
}

}  // namespace

const Time seed_end = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);

SeedPeople::SeedPeople(long long people)
    : tutors(std::max(people / 20, std::min(promised_tutors, people / 2))),
      students(people - tutors) {}

std::string tutor_id(long long tutor) { return "seed-tutor-" + std::to_string(tutor + 1); }
std::string student_id(long long student) { return "seed-student-" + std::to_string(student + 1); }

rules::PersonRecord seed_tutor(long long tutor, const std::string& email_domain) {
  return person(tutor_id(tutor), rules::Role::tutor, tutor, email_domain);
}
rules::PersonRecord seed_student(long long student, const std::string& email_domain) {
  return person(student_id(student), rules::Role::student, student + 13, email_domain);
}

std::vector<PlannedThread> plan_threads(const SeedOrder& order) {
  Random random(order.random);
  auto planned = pair_up(SeedPeople(order.people), order.threads, random);
  shuffle(planned, random);
  const auto counts = messages_by_rank(order.threads, order.messages);
  for (std::size_t i = 0; i < planned.size(); ++i) {
    planned[i].messages = counts[i];
    planned[i].relationship = draw_relationship(random);
    draw_times(planned[i], random);
  }
  std::sort(planned.begin(), planned.end(), [](const PlannedThread& a, const PlannedThread& b) {
    return std::tie(a.begins, a.tutor, a.student) < std::tie(b.begins, b.tutor, b.student);
  });
  return planned;
}

}  // namespace chalkline::tool
