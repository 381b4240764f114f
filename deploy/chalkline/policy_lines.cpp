#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "policy.h"

namespace chalkline::tool {
namespace {

using rules::Policy;

std::string grounds_of(const Policy::MayStart& may_start) {
  std::vector<std::string> grounds;
  if (may_start.marketplace) grounds.emplace_back("marketplace");
  if (may_start.course) grounds.emplace_back("course");
  if (may_start.relationship) grounds.emplace_back("relationship");
  return joined(grounds, "nobody");
}

std::string resets_of(const Policy::CapResets& resets) {
  std::vector<std::string> names;
  if (resets.reply) names.emplace_back("reply");
  if (resets.order) names.emplace_back("order");
  if (resets.booking) names.emplace_back("booking");
  return joined(names, "nothing");
}

std::string cap(const std::optional<int>& limit) {
  return limit ? std::to_string(*limit) : std::string("off");
}

std::string caps_of(const Policy::Caps& caps) {
  return "student " + cap(caps.student) + ", tutor " + cap(caps.tutor) + ", parent " +
         cap(caps.parent) + ", admin " + cap(caps.admin);
}

const char* word_of(Policy::ContactDetails details) {
  switch (details) {
    case Policy::ContactDetails::off:
      return "off";
    case Policy::ContactDetails::warn:
      return "warn";
    case Policy::ContactDetails::mask:
      return "mask";
    case Policy::ContactDetails::refuse:
      return "refuse";
  }
  return "";
}

std::string details_of(const Policy::ContactDetailsBy& details) {
  return std::string("none ") + word_of(details.none) + ", exploring " +
         word_of(details.exploring) + ", active " + word_of(details.active) + ", ended " +
         word_of(details.ended);
}

std::string parent_tutors_of(const Policy& policy) {
  switch (policy.parent_tutors) {
    case Policy::ParentTutors::purchased:
      return "purchased";
    case Policy::ParentTutors::enrolled:
      return "enrolled";
    case Policy::ParentTutors::either:
      return "either";
  }
  return {};
}

std::string word_of(Policy::Block block) {
  return block == Policy::Block::allow ? "allow" : "refuse";
}

// Who may read a thread that is not theirs.
std::string readers_of(Policy::Oversight oversight) {
  switch (oversight) {
    case Policy::Oversight::none:
      return "none: nobody but its members may read one";
    case Policy::Oversight::reported:
      return "reported: a platform_admin or moderator may read one with a report, on record";
    case Policy::Oversight::any:
      return "any: a platform_admin or moderator may read every one, on record";
  }
  return {};
}

// What linked parents see of a minor's direct threads.
std::string guardians_of(const Policy::Guardian& guardian) {
  const auto who = "of students under " + std::to_string(guardian.age) + ", ";
  switch (guardian.mode) {
    case rules::GuardianMode::kept_private:
      return who + "private: linked parents see nothing of direct threads";
    case rules::GuardianMode::parent_digest:
      return who + "parent_digest: linked parents are told daily with whom and how much";
    case rules::GuardianMode::parent_copied:
      return who + "parent_copied: linked parents read direct threads with tutors";
  }
  return {};
}

}  // namespace

void line(const char* what, const std::string& text) {
  std::printf("%-10s %s\n", what, text.c_str());
}

std::string joined(const std::vector<std::string>& words, const std::string& none) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? none : text;
}

void print_policy(const Policy& policy) {
  const bool reviews = policy.negative_review == Policy::NegativeReview::block;
  line("policy", "may start: " + grounds_of(policy.may_start));
  line("policy", "unanswered cap: " + caps_of(policy.unanswered_cap));
  line("policy", "cap resets on: " + resets_of(policy.cap_resets_on));
  line("policy",
       reviews ? "a client's negative review: blocks" : "a client's negative review: allows");
  line("policy", "a parent's tutors: " + parent_tutors_of(policy));
  line("policy", "blocking: direct threads " + word_of(policy.block.direct) + ", parent threads " +
                     word_of(policy.block.parent));
  line("policy", "message length: " + std::to_string(policy.message_length));
  line("policy", "contact details: " + details_of(policy.contact_details));
  line("policy", "contacts of the site's own: " + std::to_string(policy.allowed_contacts.size()));
  line("oversight", "direct threads, " + readers_of(policy.oversight.direct));
  line("oversight", "parent threads, " + readers_of(policy.oversight.parent));
  line("guardians", guardians_of(policy.guardian));
}

}  // namespace chalkline::tool
