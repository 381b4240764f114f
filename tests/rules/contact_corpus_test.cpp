#include "contact_corpus.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

struct Score {
  int right = 0;   // found, and there is one of this kind
  int wrong = 0;   // found, and there is none
  int missed = 0;  // there, and not found

  double precision() const { return right + wrong == 0 ? 1 : 1.0 * right / (right + wrong); }
  double recall() const { return right + missed == 0 ? 1 : 1.0 * right / (right + missed); }
};

// Scores by kind; "" is all of them together.
using Scores = std::map<std::string, Score>;

bool meets(const ContactSpan& span, const std::vector<ContactSpan>& others) {
  return std::any_of(others.begin(), others.end(), [&](const ContactSpan& other) {
    return other.kind == span.kind && other.from < span.to && span.from < other.to;
  });
}

// True where the line came out as labelled.
bool judge(const LabelledText& row, const std::vector<ContactSpan>& found, Scores& scores) {
  bool good = true;
  const auto note = [&](const ContactSpan& span, int Score::*count) {
    ++(scores[std::string(name_of(span.kind))].*count);
    ++(scores[""].*count);
    good = good && count == &Score::right;
  };
  for (const auto& span : found) {
    note(span, meets(span, row.spans) ? &Score::right : &Score::wrong);
  }
  for (const auto& span : row.spans) {
    if (!meets(span, found)) note(span, &Score::missed);
  }
  return good;
}

Scores judge_file(const std::string& file) {
  Scores scores;
  for (const auto& row : read_corpus(file)) {
    const auto found = find_contact_details(row.text, row.earlier);
    if (judge(row, found, scores)) continue;
    std::printf("%s:%d: %s: %s; found %s instead of %s\n", file.c_str(), row.line,
                row.language.c_str(), row.text.c_str(), describe(found).c_str(),
                describe(row.spans).c_str());
  }
  for (const auto& [kind, score] : scores) {
    std::printf("%s %-7s precision %.3f recall %.3f (%d right, %d wrong, %d missed)\n",
                file.c_str(), kind.empty() ? "all" : kind.c_str(), score.precision(),
                score.recall(), score.right, score.wrong, score.missed);
  }
  return scores;
}

BOOST_AUTO_TEST_SUITE(contact_corpus)

BOOST_AUTO_TEST_CASE(labelled_texts,
                     *description("S1-19: found, and nothing else, in many tongues")) {
  const auto scores = judge_file("corpus.tsv");
  BOOST_TEST(scores.at("").precision() >= 0.95);
  BOOST_TEST(scores.at("").recall() >= 0.90);
}

BOOST_AUTO_TEST_CASE(held_out_texts, *description("S1-19: texts that the rules were not made by")) {
  const auto scores = judge_file("held_out.tsv");
  BOOST_TEST(scores.at("").precision() >= 0.95);
  BOOST_TEST(scores.at("").recall() >= 0.90);
}

BOOST_AUTO_TEST_CASE(corpus_is_what_it_says, *description("S1-19: a corpus that can fail")) {
  std::set<std::string> languages;
  int positives = 0;
  int negatives = 0;
  for (const auto* file : {"corpus.tsv", "held_out.tsv"}) {
    for (const auto& row : read_corpus(file)) {
      languages.insert(row.language);
      ++(row.spans.empty() ? negatives : positives);
      for (const auto& span : row.spans) BOOST_TEST(span.from < span.to, row.line);
    }
  }
  BOOST_TEST(languages.size() >= 10U);
  BOOST_TEST(positives >= 250);
  BOOST_TEST(negatives >= 250);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
