#include <chrono>
#include <cstdio>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "commands.h"
#include "config/policy_keys.h"
#include "policy.h"
#include "rules/contact_details.h"
#include "storage/rehearsal.h"

namespace chalkline::tool {
namespace {

using rules::Message;
using rules::MessageKind;
using rules::Policy;
using storage::CapReset;

constexpr int threads_at_once = 500;
constexpr int messages_at_once = 500;
constexpr std::size_t examples_shown = 3;

// What policies say to one message: a refusal's code, or a note in brackets. Empty: nothing.
std::string verdict(const Policy& policy, const rules::SendFacts& facts, const Message& message,
                    const std::vector<std::string>& earlier) {
  const auto decision =
      rules::decide_send(policy, facts, {.text = message.body, .earlier = earlier}, message.at);
  if (const auto* refusal = std::get_if<rules::Refusal>(&decision)) {
    return std::string(rules::name_of(refusal->code));
  }
  switch (std::get<rules::Acceptance>(decision).contact_details.answer) {
    case rules::ContactAnswer::accept:
    case rules::ContactAnswer::refuse:
      return "";
    case rules::ContactAnswer::warn:
      return "(warned of contact details)";
    case rules::ContactAnswer::mask:
      return "(contact details masked)";
  }
  return "";
}

struct Count {
  long long now = 0;   // by the site's policy
  long long then = 0;  // by the policy tried out
  std::vector<std::string> examples;
};

struct Tally {
  long long messages = 0;
  std::map<std::string, Count> counts;  // by verdict

  void note(const Message& message, const std::string& now, const std::string& then) {
    ++messages;
    if (!now.empty()) ++counts[now].now;
    if (then.empty()) return;
    auto& count = counts[then];
    ++count.then;
    if (count.examples.size() == examples_shown) return;
    count.examples.push_back("thread " + std::to_string(message.thread_id) + " seq " +
                             std::to_string(message.seq));
  }

  long long refused() const {
    long long all = 0;
    for (const auto& [verdict, count] : counts) all += verdict.front() == '(' ? 0 : count.then;
    return all;
  }

  void print() const {
    std::printf("%lld messages, %lld would have been refused\n", messages, refused());
    for (const auto& [verdict, count] : counts) {
      std::printf("%8lld  %-30s (present policy: %lld)", count.then, verdict.c_str(), count.now);
      for (const auto& example : count.examples) {
        std::printf("%s%s", &example == count.examples.data() ? "  " : ", ", example.c_str());
      }
      std::printf("\n");
    }
  }
};

// The messages in a row without an answer in one thread, as one policy counts them (S0-23, S4-18).
class Unanswered {
 public:
  explicit Unanswered(const Policy::CapResets& resets) : resets_(resets) {}

  void take(const CapReset& reset) {
    const bool named = reset.cause == CapReset::Cause::order ? resets_.order : resets_.booking;
    const bool stands = !reset.order || rules::lifts_cap(*reset.order);
    if (named && stands) counts_.clear();
  }

  void take_sent(const std::string& sender) {
    const int before = of(sender);
    if (resets_.reply) counts_.clear();
    counts_[sender] = before + 1;
  }

  int of(const std::string& sender) const {
    const auto found = counts_.find(sender);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  Policy::CapResets resets_;
  std::map<std::string, int> counts_;  // by sender
};

// A policy with what it has counted in one thread so far.
struct Judge {
  explicit Judge(const Policy& judged) : policy(judged), unanswered(judged.cap_resets_on) {}

  const Policy& policy;
  Unanswered unanswered;
};

// One thread's messages in their order, with what lay between them: `resets`, rising.
class ThreadRehearsal {
 public:
  ThreadRehearsal(const Policy& now, const Policy& then, Tally& tally, std::vector<CapReset> resets)
      : now_(now), then_(then), tally_(tally), resets_(std::move(resets)) {}

  void set_facts(const std::string& sender, const rules::SendFacts& facts) {
    facts_.insert_or_assign(sender, facts);
  }

  // Cards and automatic replies neither count nor are asked about.
  void take(const Message& message, rules::Time since) {
    const bool counts = message.kind == MessageKind::text || message.kind == MessageKind::removed;
    if (!message.sender_id || !counts) return;
    const auto& sender = *message.sender_id;
    reset_before(message.at);
    if (message.kind == MessageKind::text && message.at >= since) ask(message, sender);
    remember(message, sender);
  }

 private:
  void reset_before(rules::Time at) {
    for (; next_reset_ < resets_.size() && resets_[next_reset_].at <= at; ++next_reset_) {
      now_.unanswered.take(resets_[next_reset_]);
      then_.unanswered.take(resets_[next_reset_]);
    }
  }

  void ask(const Message& message, const std::string& sender) {
    const auto found = facts_.find(sender);
    if (found == facts_.end()) return;
    auto facts = found->second;
    facts.has_messages = message.seq > 1;
    const auto earlier = texts_before(message, sender);
    tally_.note(message, said_by(now_, facts, message, earlier),
                said_by(then_, facts, message, earlier));
  }

  // As a send looks at them, for details split over messages.
  std::vector<std::string> texts_before(const Message& message, const std::string& sender) {
    std::vector<std::string> texts;
    for (const auto& [seq, text] : earlier_[sender]) {
      if (seq >= message.seq - rules::contact_window) texts.push_back(text);
    }
    return texts;
  }

  static std::string said_by(const Judge& judge, rules::SendFacts facts, const Message& message,
                             const std::vector<std::string>& earlier) {
    facts.unanswered = judge.unanswered.of(*message.sender_id);
    return verdict(judge.policy, facts, message, earlier);
  }

  void remember(const Message& message, const std::string& sender) {
    auto& texts = earlier_[sender];
    if (message.kind == MessageKind::text) texts.emplace_back(message.seq, message.body);
    if (texts.size() > rules::contact_texts) texts.pop_front();
    now_.unanswered.take_sent(sender);
    then_.unanswered.take_sent(sender);
  }

  Judge now_;
  Judge then_;
  Tally& tally_;
  std::vector<CapReset> resets_;
  std::size_t next_reset_ = 0;
  std::map<std::string, rules::SendFacts> facts_;                                 // by sender
  std::map<std::string, std::deque<std::pair<long long, std::string>>> earlier_;  // by sender
};

class Rehearsal {
 public:
  Rehearsal(const app::Context& context, Policy then, rules::Time since)
      : database_(patient_database(context)),
        now_(context.policy()),
        then_(std::move(then)),
        since_(since) {}

  Tally run() {
    for (long long after = 0;;) {
      const auto threads = database_.read([&](storage::Session& session) {
        return storage::load_threads_since(session, since_, after, threads_at_once);
      });
      for (const auto& thread : threads) rehearse(thread);
      if (threads.size() < threads_at_once) return std::move(tally_);
      after = threads.back().id;
    }
  }

 private:
  void rehearse(const storage::SentThread& thread) {
    ThreadRehearsal rehearsal(now_, then_, tally_, resets(thread));
    const auto& [low, high] = thread.pair;
    rehearsal.set_facts(low, facts(thread, low, high));
    rehearsal.set_facts(high, facts(thread, high, low));
    for (long long after = 0;;) {
      const auto messages = database_.read([&](storage::Session& session) {
        return storage::load_sent(session, thread.id, since_, after, messages_at_once);
      });
      for (const auto& message : messages) rehearsal.take(message, since_);
      if (messages.size() < messages_at_once) return;
      after = messages.back().seq;
    }
  }

  // No cap counts in a parent thread.
  std::vector<CapReset> resets(const storage::SentThread& thread) {
    if (thread.triple) return {};
    return database_.read(
        [&](storage::Session& session) { return storage::load_cap_resets(session, thread.pair); });
  }

  // Ties of courses are loaded where either policy looks at them.
  rules::SendFacts facts(const storage::SentThread& thread, const std::string& from,
                         const std::string& to) {
    return database_.read([&](storage::Session& session) {
      if (thread.triple) return load_facts_about(session, from, *thread.triple);
      return load_facts(session, now_.may_start.course ? now_ : then_, from, to);
    });
  }

  storage::Database database_;
  const Policy& now_;
  Policy then_;
  rules::Time since_;
  Tally tally_;
};

rules::Time days_ago(long long days) {
  const auto now = std::chrono::system_clock::now() - std::chrono::days(days);
  return std::chrono::floor<std::chrono::milliseconds>(now);
}

}  // namespace

int run_rehearse(Words words) {
  constexpr long long ten_years = 3650;
  std::string site;
  std::string file;
  long long days = 0;
  Options options("policy rehearse", policy_help);
  options.text("--site", site, Need::required);
  options.text("--file", file, Need::required);
  options.number("--days", days, 1, ten_years, Need::required);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  const auto& context = site_named(sites, site);
  try {
    Rehearsal(context, config::overlaid_policy(context.policy(), file), days_ago(days))
        .run()
        .print();
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(site, fault));
  }
  return 0;
}

}  // namespace chalkline::tool
