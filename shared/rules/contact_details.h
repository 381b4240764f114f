#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/contact_spans.h"
#include "rules/people.h"
#include "rules/policy.h"
#include "rules/refusals.h"

namespace chalkline::rules {

// Personal contact details in a text (S1-19): phone numbers, email addresses, handles of social
// networks and messengers, and links; as they are usually written, spelled out in words, drawn
// apart, or in letters and digits of other scripts that look alike. A guess, made to be right in
// the messages of tutors and their students: dates, prices, page numbers, sums, scores, ISBNs,
// decorators and file names are none. Its time is linear in the length of the text.
//
// Spans are in order and do not overlap. `earlier` are the last texts of the same sender, the
// newest last; of more than contact_texts the first are left out. A detail that began in them and
// ends in `text` counts too, with its part in `text` alone. `allowed` are details that a site lets
// pass (see contact_key): its own, of its support; a domain stands for all addresses and links
// below it. `later` are what the same sender has written behind `text`, the oldest first, where it
// takes the place of another text: a detail that goes on in them counts likewise, if it would have
// been found in one of them.
std::vector<ContactSpan> find_contact_details(std::string_view text,
                                              std::span<const std::string> earlier = {},
                                              std::span<const std::string> allowed = {},
                                              std::span<const std::string> later = {});

// Over how many of a sender's texts in front of one a detail may be spread, and among how many
// messages of the thread, whoever wrote them: what lies further back is another conversation.
inline constexpr std::size_t contact_texts = 5;
inline constexpr long long contact_window = 20;

// The text with "•••" for each of the spans that find_contact_details found in it: neither what
// they are nor how long they are is left, and nothing is found in what stands for them.
std::string masked(std::string_view text, std::span<const ContactSpan> spans);
// Whether `stored` may be what masked made of `asked`, or is the same: each "•••" in it stands for
// one character at least. Its time is linear.
bool stands_for(std::string_view stored, std::string_view asked);

// A contact detail as details are compared: the digits of a phone number, an address or a host in
// small letters, a handle after '@'. Empty for a text that is none of these.
std::string contact_key(std::string_view detail);

// What becomes of a text with these spans.
enum class ContactAnswer : std::uint8_t {
  accept,
  warn,    // it is stored as it is, and its sender is told what was found
  mask,    // masked(text, spans) is stored instead, and its sender is told
  refuse,  // contact_details_not_allowed
};
struct ContactDecision {
  ContactAnswer answer = ContactAnswer::accept;
  std::vector<ContactSpan> spans;  // what to tell; empty where it is accepted without a word
};
// Of a text between people in this state; the pair's stronger one, where each is the other's tutor.
ContactDecision decide_contact_details(const Policy::ContactDetailsBy& policy, Relationship state,
                                       std::vector<ContactSpan> spans);

// What is told when a text with these spans is sent once more that stands already, masked or not:
// whatever the policy would make of it now, it stays as it is.
ContactDecision told_again(const Policy::ContactDetailsBy& policy, Relationship state,
                           std::vector<ContactSpan> spans, bool was_masked);

// The refusal for an answer that is `refuse`. An active relationship lifts it where that is
// answered otherwise.
Refusal contact_details_refusal(const Policy::ContactDetailsBy& policy,
                                std::vector<ContactSpan> spans);

}  // namespace chalkline::rules
