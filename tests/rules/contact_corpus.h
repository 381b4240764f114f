#pragma once

#include <string>
#include <vector>

#include "rules/contact_details.h"

namespace chalkline::rules::tests {

// A line of tests/rules/contact_details/*.tsv; the README there tells the format.
struct LabelledText {
  std::string file;
  int line = 0;
  std::string language;
  std::string text;
  std::vector<std::string> earlier;
  std::vector<ContactSpan> spans;  // what is to be found
};

std::vector<LabelledText> read_corpus(const std::string& file);

// "en 12: phone 5-9, handle 20-31", for a message about a line.
std::string describe(const std::vector<ContactSpan>& spans);

}  // namespace chalkline::rules::tests
