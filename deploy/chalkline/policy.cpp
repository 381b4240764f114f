#include "policy.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "app/threads.h"
#include "commands.h"
#include "storage/parent_threads.h"
#include "storage/threads.h"

namespace chalkline::tool {

constexpr std::string_view policy_help_text = R"(NAME
    chalkline policy - why somebody may write, and what a changed policy would have refused

SYNOPSIS
    chalkline policy explain --site SITE --from PERSON --to PERSON [--about STUDENT]
    chalkline policy rehearse --site SITE --file FILE --days N

DESCRIPTION
    explain prints every fact that decides whether one person may write to another now, a line each,
    and the decision: the same that a send and the inbox get. It also says who else may read what
    they write (oversight). With --about it is the thread of a parent and a tutor about STUDENT: which
    of the two is the parent comes from the link, and without one from who is a tutor.

    rehearse takes the messages of the last N days, direct threads and parent threads alike, thread by
    thread and in their order, and asks the site's policy, with the keys in FILE laid over it, what it
    would have said to each. FILE holds policy keys as they stand below policy: in a site file; a
    preset is such a file. The count of the present policy stands beside the new one.

    Unanswered messages are counted as they came, and afresh after a reply, an order or a booking
    where the policy asked names it (cap_resets_on): an order at the time that the platform tells, a
    booking when this site was told of it. Who people are, and what they are to each other, is as it
    is now, because what it was is not kept: where a parent's link has ended, or a tutor is none of
    the student's any more, all of their thread counts as refused, under the present policy as well.
    Texts are as they stand now, what was masked in them stays masked, and messages that were refused
    when they were sent are kept nowhere. A message to all parents counts in each one's thread.

    Neither writes anything, neither prints a text.

OPTIONS
    --site SITE      the site whose policy, people and messages are meant
    --from PERSON    the platform's id of who writes
    --to PERSON      the platform's id of whom they write to
    --about STUDENT  the platform's id of the student whom a parent and a tutor write about
    --file FILE      the policy keys to try out
    --days N         how many days back: 1 to 3650

EXIT STATUS
    explain    0  may write     1  may not, or the database is away     2  wrong usage
    rehearse   0  done          1  could not                            2  wrong usage

EXAMPLES
    chalkline policy explain --site marketplace --from jonas --to marta
    chalkline policy explain --site marketplace --from paula --to marta --about jonas
    chalkline policy rehearse --site classroom --file stricter.yaml --days 30
)";

const std::string_view policy_help = policy_help_text;

namespace {

struct Part {
  std::string_view name;
  int (*run)(Words words);
};
constexpr std::array<Part, 2> parts{{{"explain", run_explain}, {"rehearse", run_rehearse}}};

}  // namespace

int run_policy(Words words) {
  const std::string_view name = words.empty() ? "" : words.front();
  for (const auto& part : parts) {
    if (part.name == name) return part.run(words.subspan(1));
  }
  if (name == "--help" || name == "-h") {
    std::fwrite(policy_help.data(), 1, policy_help.size(), stdout);
    return 0;
  }
  std::fputs("chalkline: policy: say explain or rehearse; see chalkline policy --help\n", stderr);
  return 2;
}

rules::SendFacts load_facts(storage::Session& session, const rules::Policy& policy,
                            const std::string& from, const std::string& to) {
  std::vector<storage::ThreadRow> rows{storage::load_pair(session, from, to)};
  if (policy.may_start.course) app::add_course_ties(session, from, rows);
  return rows.front().facts;
}

rules::SendFacts load_facts_about(storage::Session& session, const std::string& from,
                                  const rules::Triple& triple) {
  const bool by_parent = from == triple.parent;
  auto facts = storage::load_pair(session, from, by_parent ? triple.tutor : triple.parent).facts;
  facts.about = storage::load_parent_facts(session, {triple}).at(0);
  facts.about->sender_is_parent = by_parent;
  return facts;
}

}  // namespace chalkline::tool
