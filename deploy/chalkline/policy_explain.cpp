#include <chrono>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "commands.h"
#include "http/problem.h"
#include "http/times.h"
#include "policy.h"
#include "storage/parent_links.h"
#include "storage/parent_threads.h"
#include "storage/rehearsal.h"
#include "storage/threads.h"

namespace chalkline::tool {
namespace {

using rules::Policy;

// Whose decision is asked for; `about` is empty for a direct thread.
struct Asked {
  std::string from;
  std::string to;
  std::string about;
};

// What explain looks at: as decide_send sees it, and the thread.
struct Sight {
  rules::SendFacts facts;
  std::optional<rules::Triple> triple;  // of a parent thread
  std::optional<long long> thread;
};

std::string described(const std::string& id, const rules::Party& party) {
  if (party.erased) return id + ": erased by the platform";
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
  if (sight.triple) return;
  line("review",
       to + " has left " + from + (facts.negative_review ? " a" : " no") + " negative one");
  line("vacation", "of " + to + ": " + vacation_of(facts.recipient));
}

void print_thread(const Sight& sight, const std::string& from) {
  if (!sight.thread) return line("thread", "not begun");
  line("thread",
       std::to_string(*sight.thread) + (sight.facts.has_messages ? "" : ", without messages"));
  if (sight.triple) return;
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

Sight look(app::Context& context, storage::Session& session, const Asked& asked) {
  const auto& [from, to, about] = asked;
  Sight sight{.facts = load_facts(session, context.policy(), from, to),
              .triple = {},
              .thread = storage::find_direct_thread(session, rules::pair_of(from, to))};
  const auto row = sight.thread ? storage::load_thread(session, from, *sight.thread) : std::nullopt;
  if (row) {
    sight.facts.has_messages = row->facts.has_messages;
    sight.facts.unanswered = row->facts.unanswered;
  }
  return sight;
}

// Who of the two is the parent and who the tutor: nobody says so, as a request does.
rules::Triple triple_asked(storage::Session& session, const Asked& asked) {
  rules::Triple from_parent{asked.from, asked.to, asked.about};
  rules::Triple from_tutor{asked.to, asked.from, asked.about};
  const auto facts = storage::load_parent_facts(session, {from_parent, from_tutor});
  if (facts.at(0).linked != facts.at(1).linked) {
    return facts.at(0).linked ? from_parent : from_tutor;
  }
  const auto pair = storage::load_pair(session, asked.from, asked.to).facts;
  const bool to_tutor =
      pair.recipient.roles.has(rules::Role::tutor) || !pair.sender.roles.has(rules::Role::tutor);
  return to_tutor ? from_parent : from_tutor;
}

Sight look_about(storage::Session& session, const Asked& asked) {
  auto triple = triple_asked(session, asked);
  Sight sight{.facts = load_facts_about(session, asked.from, triple), .triple = {}, .thread = {}};
  // The tutor's membership lasts, the parent's only as long as the link.
  sight.thread = storage::load_parent_thread_id(session, triple.tutor, triple);
  sight.facts.has_messages = sight.thread.has_value();
  sight.triple = std::move(triple);
  return sight;
}

std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

void print_about(const Sight& sight) {
  const auto& [parent, tutor, student] = *sight.triple;
  const auto& about = *sight.facts.about;
  line("about", student + (about.student_known ? ": in the directory" : ": not in the directory"));
  line("link", parent + " is linked as a parent of " + student + ": " + yes_or_no(about.linked));
  line("bought",
       student + " has a paid order or package with " + tutor + ": " + yes_or_no(about.purchased));
  line("enrolled",
       student + " is in a course that " + tutor + " teaches: " + yes_or_no(about.enrolled));
  line("relation",
       tutor + " teaches " + student + ": " + std::string(rules::name_of(about.relationship)));
}

void print_pair(const Policy& policy, const Sight& sight, const Asked& asked) {
  const auto& [from, to, about] = asked;
  line("relation",
       from + " teaches " + to + ": " + std::string(rules::name_of(sight.facts.teaches)));
  line("relation",
       to + " teaches " + from + ": " + std::string(rules::name_of(sight.facts.taught_by)));
  print_courses(policy, sight, from, to);
}

// Of whom the person is a parent who may write about them.
std::vector<std::string> children_of(app::Context& context, const std::string& person) {
  std::vector<std::string> children;
  const auto links = context.database.read(
      [&](storage::Session& session) { return storage::load_links_as_parent(session, person); });
  for (const auto& link : links) {
    if (link.link.stands()) children.push_back(link.student.id);
  }
  return children;
}

void print_hints(app::Context& context, const Asked& asked) {
  for (const auto& person : {asked.from, asked.to}) {
    const auto children = children_of(context, person);
    if (children.empty()) continue;
    line("hint", person + " is a linked parent of " + joined(children) +
                     ": --about STUDENT explains the thread of a parent and a tutor about one");
  }
}

void check_ids(const Asked& asked) {
  std::vector<std::string> ids{asked.from, asked.to};
  if (!asked.about.empty()) ids.push_back(asked.about);
  for (const auto& id : ids) {
    if (!rules::is_person_id(id)) {
      throw CommandError("'" + id + "' is no person's id: 1–64 of A-Z a-z 0-9 . _ : -");
    }
  }
}

int explain_asked(app::Context& context, const Asked& asked) {
  check_ids(asked);
  const auto& policy = context.policy();
  const auto sight = context.database.read([&](storage::Session& session) {
    return asked.about.empty() ? look(context, session, asked) : look_about(session, asked);
  });
  line("from", described(asked.from, sight.facts.sender));
  line("to", described(asked.to, sight.facts.recipient));
  if (sight.triple) {
    print_about(sight);
  } else {
    print_pair(policy, sight, asked);
  }
  print_hindrances(sight, asked.from, asked.to);
  print_thread(sight, asked.from);
  print_policy(policy);
  const auto exit = print_decision(policy, sight);
  if (asked.about.empty()) print_hints(context, asked);
  return exit;
}

}  // namespace

int run_explain(Words words) {
  std::string site;
  Asked asked;
  Options options("policy explain", policy_help);
  options.text("--site", site, Need::required);
  options.text("--from", asked.from, Need::required);
  options.text("--to", asked.to, Need::required);
  options.text("--about", asked.about, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  try {
    return explain_asked(site_named(sites, site), asked);
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(site, fault));
  }
}

}  // namespace chalkline::tool
