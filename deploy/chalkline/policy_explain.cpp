#include <chrono>
#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include "commands.h"
#include "http/problem.h"
#include "http/times.h"
#include "policy.h"
#include "storage/rehearsal.h"
#include "storage/threads.h"

namespace chalkline::tool {
namespace {

using rules::Policy;

// What explain looks at: as decide_send sees it, and the thread.
struct Sight {
  rules::SendFacts facts;
  std::optional<long long> thread;
};

std::string described(const std::string& id, const rules::Party& party) {
  if (!party.known) return id + ": not in the directory";
  std::vector<std::string> roles;
  for (int i = 0; i < rules::role_count; ++i) {
    const auto role = static_cast<rules::Role>(i);
    if (party.roles.has(role)) roles.emplace_back(rules::name_of(role));
  }
  return id + ": roles " + joined(roles) + "; standing " +
         std::string(rules::name_of(party.standing));
}

std::vector<std::string> ties_of(const rules::CourseTies::Side& side, const std::string& one,
                                 const std::string& other) {
  std::vector<std::string> ties;
  if (side.studies_course) ties.push_back(one + " studies a course of " + other);
  if (side.teaches_batch) ties.push_back(one + " teaches a batch of " + other);
  if (side.administers) ties.push_back(one + " is admin of the institution of " + other);
  return ties;
}

void print_courses(const Policy& policy, const Sight& sight, const std::string& from,
                   const std::string& to) {
  if (!policy.may_start.course) return line("courses", "the policy does not look at them");
  auto ties = ties_of(sight.facts.ties.mine, from, to);
  const auto theirs = ties_of(sight.facts.ties.theirs, to, from);
  ties.insert(ties.end(), theirs.begin(), theirs.end());
  if (sight.facts.ties.same_batch) ties.emplace_back("students of one batch");
  if (sight.facts.ties.colleagues) ties.emplace_back("tutors of one institution");
  line("courses", joined(ties));
}

std::string blocks_of(const rules::SendFacts& facts, const std::string& from,
                      const std::string& to) {
  std::vector<std::string> blocks;
  if (facts.i_block) blocks.push_back(from + " has blocked " + to);
  if (facts.blocks_me) blocks.push_back(to + " has blocked " + from);
  return joined(blocks);
}

std::string vacation_of(const rules::Party& party) {
  if (!party.vacation) return "none";
  const auto& until = party.vacation->until;
  return "since " + http::time_text(party.vacation->since) +
         (until ? " until " + http::time_text(*until) : "");
}

void print_hindrances(const Sight& sight, const std::string& from, const std::string& to) {
  const auto& facts = sight.facts;
  line("block", blocks_of(facts, from, to));
  line("review",
       to + " has left " + from + (facts.negative_review ? " a" : " no") + " negative one");
  line("vacation", "of " + to + ": " + vacation_of(facts.recipient));
}

void print_thread(const Sight& sight, const std::string& from) {
  if (!sight.thread) return line("thread", "not begun");
  line("thread",
       std::to_string(*sight.thread) + (sight.facts.has_messages ? "" : ", without messages"));
  line("unanswered", std::to_string(sight.facts.unanswered) + " in a row by " + from);
}

int print_decision(const Policy& policy, const Sight& sight) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto decision = rules::decide_send(policy, sight.facts, {.text = "?"}, now);
  if (const auto* refusal = std::get_if<rules::Refusal>(&decision)) {
    std::vector<std::string> lifts;
    for (const auto lift : refusal->unlocked_by) lifts.emplace_back(rules::name_of(lift));
    line("decision", "refused: " + std::string(rules::name_of(refusal->code)) + " - " +
                         http::sentence(*refusal));
    line("lifted by", joined(lifts, "nothing"));
    return refused_exit;
  }
  const auto& acceptance = std::get<rules::Acceptance>(decision);
  std::string text =
      sight.facts.has_messages ? "allowed: a further message" : "allowed: a first message";
  if (acceptance.begins_relationship) text += ", which begins the relationship";
  line("decision", text);
  line("left", acceptance.remaining ? std::to_string(*acceptance.remaining) + " after this one"
                                    : "no cap on messages in a row");
  return allowed_exit;
}

Sight look(app::Context& context, const std::string& from, const std::string& to) {
  return context.database.read([&](storage::Session& session) {
    Sight sight{load_facts(session, context.policy(), from, to),
                storage::find_direct_thread(session, rules::pair_of(from, to))};
    const auto row =
        sight.thread ? storage::load_thread(session, from, *sight.thread) : std::nullopt;
    if (row) {
      sight.facts.has_messages = row->facts.has_messages;
      sight.facts.unanswered = row->facts.unanswered;
    }
    return sight;
  });
}

int explain_pair(app::Context& context, const std::string& from, const std::string& to) {
  for (const auto& id : {from, to}) {
    if (!rules::is_person_id(id)) {
      throw CommandError("'" + id + "' is no person's id: 1–64 of A-Z a-z 0-9 . _ : -");
    }
  }
  const auto sight = look(context, from, to);
  line("from", described(from, sight.facts.sender));
  line("to", described(to, sight.facts.recipient));
  line("relation",
       from + " teaches " + to + ": " + std::string(rules::name_of(sight.facts.teaches)));
  line("relation",
       to + " teaches " + from + ": " + std::string(rules::name_of(sight.facts.taught_by)));
  print_courses(context.policy(), sight, from, to);
  print_hindrances(sight, from, to);
  print_thread(sight, from);
  print_policy(context.policy());
  return print_decision(context.policy(), sight);
}

}  // namespace

int run_explain(Words words) {
  std::string site;
  std::string from;
  std::string to;
  Options options("policy explain", policy_help);
  options.text("--site", site, Need::required);
  options.text("--from", from, Need::required);
  options.text("--to", to, Need::required);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  try {
    return explain_pair(site_named(sites, site), from, to);
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(site, fault));
  }
}

}  // namespace chalkline::tool
