#pragma once

#include <string_view>

#include "reader.h"
#include "rules/people.h"

namespace chalkline {

// What a transcript's page says, in one language.
struct TranscriptWords {
  std::string_view code;  // of the language
  std::string_view title;
  std::string_view site;
  std::string_view people;
  std::string_view about;  // the student of a parent thread
  std::string_view begun;
  std::string_view made;
  std::string_view times;  // before the name of a zone
  std::string_view message;
  std::string_view changed;  // a message
  std::string_view removed;
  std::string_view automatic;
  std::string_view from_site;  // the sender of what nobody sent
  std::string_view erased_person;
  std::string_view read;
  std::string_view not_read;
  std::string_view receipts_hidden;
  std::string_view later_changed;  // before a time
  std::string_view earlier_withheld;
  std::string_view text_erased;
  std::string_view removed_body;
  std::string_view entry;
  std::string_view older;
  std::string_view overseen;  // before a reason
  std::string_view overseen_until;
  std::string_view part;
  std::string_view next_part;
  std::string_view head;
  std::string_view signed_with;
  std::string_view not_signed;
  std::string_view check;
  std::string_view nothing;
};

const TranscriptWords& words_of(Language language);
std::string_view word_for(rules::Role role, Language language);

}  // namespace chalkline
