#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "options.h"
#include "rules/messages.h"
#include "rules/policy.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::tool {

inline constexpr int allowed_exit = 0;
inline constexpr int refused_exit = 1;

// chalkline policy explain: 0 allowed, 1 refused.
int run_explain(Words words);
// chalkline policy rehearse: 0 whatever comes out.
int run_rehearse(Words words);

// What explain prints: a line of a fact's name and what it is; words in a row, `none` for none; all
// keys of a policy that decide about a text between two people, or who else may read it.
void line(const char* what, const std::string& text);
std::string joined(const std::vector<std::string>& words, const std::string& none = "none");
void print_policy(const rules::Policy& policy);

// The manual page of both.
extern const std::string_view policy_help;

// What the policy looks at when `from` writes to `to`; ties of courses where it looks at courses.
// The thread's part is of the direct thread, if it has begun.
rules::SendFacts load_facts(storage::Session& session, const rules::Policy& policy,
                            const std::string& from, const std::string& to);
// The same in the thread of a parent and a tutor about a student, `from` being one of the two. The
// thread's part is not told.
rules::SendFacts load_facts_about(storage::Session& session, const std::string& from,
                                  const rules::Triple& triple);

}  // namespace chalkline::tool
