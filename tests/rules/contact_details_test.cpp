#include "rules/contact_details.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include "contact_corpus.h"
#include "rules/contact_cells.h"
#include "rules/contact_words.h"
#include "rules/text.h"

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;
using Texts = std::vector<std::string>;

std::string found(const std::string& text, const Texts& earlier = {}, const Texts& allowed = {}) {
  return describe(find_contact_details(text, earlier, allowed));
}

std::string masked_text(const std::string& text) {
  return masked(text, find_contact_details(text));
}

std::string part_of(const std::string& text, const ContactSpan& span) {
  std::string part;
  std::size_t position = 0;
  for (std::size_t at = 0; at < text.size(); ++position) {
    const auto start = at;
    next_code_point(text, at);
    if (position >= span.from && position < span.to) part += text.substr(start, at - start);
  }
  return part;
}

std::string folding_of(std::string_view text) {
  std::vector<contacts::Cell> cells;
  contacts::append_cells(cells, text);
  std::string folded;
  for (const auto& cell : cells) append_utf8(folded, cell.c);
  return folded;
}

BOOST_AUTO_TEST_SUITE(contact_details)

BOOST_AUTO_TEST_CASE(spans_count_code_points, *description("S1-19: spans, their unit and extent")) {
  const struct {
    std::string text;
    std::string spans;
  } rows[] = {
      {"", "nothing"},
      {"+44 7700 900123", "phone 0-15"},
      {"Ruf an: 0171 5550123!", "phone 8-20"},
      {"😀😀 0171 5550123", "phone 3-15"},
      {"ü\u0301 a@b.com", "email 3-10"},
      {"x 0\uFE0F\u20E3"
       "1\uFE0F\u20E3"
       "715550123 y",
       "phone 2-17"},
      {"0171\u200B5550123\u200B", "phone 0-13"},
      {"anna (at) example (dot) com.", "email 0-27"},
      {"insta: anna_b", "handle 7-13"},
      {"see https://example.com/a, ok", "link 4-25"},
      {"a@b.com c@d.com", "email 0-7, email 8-15"},
      {"a@b.com@gmail", "email 0-7"},
      {"math#1234nn7.com_1", "link 5-16"},
  };
  for (const auto& row : rows) BOOST_TEST(found(row.text) == row.spans, row.text);
}

BOOST_AUTO_TEST_CASE(masks, *description("S1-19: mask hides what it is and how long it is")) {
  const struct {
    std::string text;
    std::string masked;
  } rows[] = {
      {"", ""},
      {"nothing here", "nothing here"},
      {"0171 5550123", "•••"},
      {"Ruf an: 0171 5550123, ja?", "Ruf an: •••, ja?"},
      {"😀 a@b.com oder insta: anna_b 😀", "😀 ••• oder insta: ••• 😀"},
      {"0171\u200B5550123\u200B!", "•••!"},
      {"a@b.com a.very.long.one@mail.example.com", "••• •••"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(masked_text(row.text) == row.masked);
    BOOST_TEST(masked_text(row.masked) == row.masked, row.masked);
  }
}

BOOST_AUTO_TEST_CASE(nothing_goes_through_a_mask,
                     *description("S1-19: what stands around a mask")) {
  for (const std::string text : {"0171 ••• 5550123", "anna•••@example", "insta: •••", "•••@•••.com",
                                 "+49 ••• 171", "https://•••", "t.co•••"}) {
    for (const auto& span : find_contact_details(text)) {
      BOOST_TEST(part_of(text, span).find("•••") == std::string::npos, text);
    }
  }
  BOOST_TEST(found("0171 ••• 5550123") == "nothing");
  BOOST_TEST(found("0171•••5550123") == "nothing");
  BOOST_TEST(found("insta: •••") == "nothing");
}

// Each looks like a contact detail to somebody, and tutors write it every day.
BOOST_AUTO_TEST_CASE(left_alone, *description("S1-19: what is no contact detail")) {
  for (const std::string text : {
           "12345678 + 87654321 = 99999999",
           "x = 01712345678 + 2",
           "x = 01712345678",
           "call me on 12/05/2026 at 10:30",
           "ruf mich am 12.05.2026 um 10:30 an",
           "call on 2026-05-12 08:15",
           "call of duty 1914-1918, 1939-1945",
           "text me 978-3-16-148410-0",
           "0 1 2 3 4 5 6 7 8 9",
           "call out: 1 2 3 4 5 6 7 8 9",
           "7 14 21 28 35 42",
           "call 1111111",
           "0110 1001 0110",
           "0.123456789",
           "48.858370, 2.294481",
           "12 345 678 people",
           "+15.000.000",
           "text 3, lines 12-15, 18-21",
           "exercise 612345678",
           "the sum is 612345678",
           "a0171234567b",
           "phone 123456",
           "12345678901234567890",
           "05/06 08/09 11/12",
           "@Override",
           "@app.route('/')",
           "Hi @Anna, hello",
           "@everyone look",
           "essay.docx",
           "node.js and asp.net",
           "z.B. e.g. i.e.",
           "It was good.In the end it was.",
           "gut.es geht",
           "import com.example.app;",
           "df.info()",
           "the dot com bubble",
           "el punto de partida",
           "at home, at school",
           "3 @ 5 euros",
           "gmail.com or web.de?",
           "Skype: tomorrow at 5",
           "my telegram is broken",
           "Line: 3x + 2y = 6",
           "Facebook: the rise of a giant",
           "10b on Discord",
           "issue #1234, exercise#2345",
       }) {
    BOOST_TEST(found(text) == "nothing", text);
  }
}

BOOST_AUTO_TEST_CASE(split_over_messages, *description("S1-19: split over the sender's messages")) {
  const struct {
    Texts texts;  // the newest last
    std::string spans;
  } rows[] = {
      {{"0171", "234 56", "789"}, "phone 0-3"},
      {{"john dot smith", "at gmail"}, "email 0-8"},
      {{"my number is 0171", "2345678 ok?"}, "phone 0-7"},
      {{"my insta is", "anna_b99"}, "handle 0-8"},
      {{"call me", "7700 900 12"}, "phone 0-11"},
      {{"0171", "  5550123 "}, "phone 2-9"},
      {{"0171", "a", "b", "c", "d", "2345678"}, "nothing"},
      {{"0171 2345678", "12 Uhr"}, "nothing"},
      {{"See you at 9", "30 exercises"}, "nothing"},
      {{"I got 15", "20", "25", "30"}, "nothing"},
      {{"12345678", "+ 87654321"}, "nothing"},
      {{"0", "14", "32"}, "nothing"},
      {{"0", "14", "32", "56", "78"}, "nothing"},
      {{"7", "12", "25", "36", "48", "64"}, "nothing"},
      {{"8", "16", "1024", "256", "6"}, "nothing"},
      {{"0.5", "0.25", "0.75", "1.5"}, "nothing"},
      {{"0", "-14", "32", "-56", "78"}, "nothing"},
      {{"0171", "5550", "123"}, "phone 0-3"},
      {{"0", "171", "555", "0123"}, "phone 0-4"},
      {{"0", "171", "555", "1234"}, "phone 0-4"},
      {{"0", "171", "5551234"}, "phone 0-7"},
      {{"0 171", "55", "51", "234"}, "phone 0-3"},
      {{"212", "555", "1234"}, "phone 0-4"},
      {{"8", "912", "555", "12", "34"}, "phone 0-2"},
      {{"call me on", "0", "171", "55512"}, "phone 0-5"},
      {{"0", "14", "32", "0171 5550123"}, "phone 0-12"},
      {{"0", "14", "0171", "5550123"}, "phone 0-7"},
      {{"my telegram is", "broken"}, "nothing"},
      {{"we met at", "the station"}, "nothing"},
      {{"john.smith", "said so"}, "nothing"},
  };
  for (const auto& row : rows) {
    const Texts earlier(row.texts.begin(), row.texts.end() - 1);
    BOOST_TEST(found(row.texts.back(), earlier) == row.spans, row.texts.back());
  }
  BOOST_TEST(found("89", {"x", "x", "01", "71", "23", "45", "67"}) == "phone 0-2");
  BOOST_TEST(found("89", {"01", "71", "23", "45", "67", "x"}) == "nothing");
  BOOST_TEST(found("9", {"0", "171", "23", "45", "67", "8"}) == "nothing");  // six back
  BOOST_TEST(found("2345678", {std::string(5000, 'a') + " 0171"}) == "phone 0-7");
}

BOOST_AUTO_TEST_CASE(own_contacts, *description("S1-19: a site's own contacts pass")) {
  const Texts allowed = {"+49 30 5550100", "5550100", "help@example.com", "@school",
                         "school.example"};
  const struct {
    std::string text;
    std::string spans;
  } rows[] = {
      {"call 030 5550100", "nothing"},
      {"call 0049 (30) 555-01-00", "nothing"},
      {"call null drei null fünf fünf fünf null eins null null", "nothing"},
      {"HELP at example dot com", "nothing"},
      {"@School_1 @school", "handle 0-9"},
      {"https://www.school.example/help", "nothing"},
      {"me@mail.school.example", "nothing"},
      {"call 030 5550101", "phone 5-16"},
      {"call 0171 5550100", "phone 5-17"},
      {"help@example.org", "email 0-16"},
      {"https://notschool.example", "link 0-25"},
      {"https://school.example.evil.com", "link 0-31"},
      {"help@example.com or me@example.com", "email 20-34"},
  };
  for (const auto& row : rows) BOOST_TEST(found(row.text, {}, allowed) == row.spans, row.text);
}

BOOST_AUTO_TEST_CASE(keys, *description("S1-19: how details are compared")) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"+49 (30) 555-0100", "49305550100"},
      {"０３０ ５５５", "030555"},
      {"Help@Example.com", "help@example.com"},
      {"@School", "@school"},
      {"https://www.School.example/a?b", "school.example"},
      {"school.example", "school.example"},
      {"", ""},
      {"@", ""},
      {"school", ""},
      {"two words", ""},
      {"a. b", ""},
      {"school.", ""},
      {"www.", ""},
  };
  for (const auto& [detail, key] : rows) BOOST_TEST(contact_key(detail) == key, detail);
}

BOOST_AUTO_TEST_CASE(decisions, *description("S1-19: off, warn, mask, refuse by relationship")) {
  using Details = Policy::ContactDetails;
  const Policy::ContactDetailsBy policy{Details::refuse, Details::warn, Details::off,
                                        Details::mask};
  const std::vector<ContactSpan> spans = {{2, 5, ContactKind::email}};
  const struct {
    Relationship state;
    ContactAnswer answer;
  } rows[] = {{Relationship::none, ContactAnswer::refuse},
              {Relationship::exploring, ContactAnswer::warn},
              {Relationship::active, ContactAnswer::accept},
              {Relationship::ended, ContactAnswer::mask}};
  for (const auto& row : rows) {
    const auto decision = decide_contact_details(policy, row.state, spans);
    const bool silent = row.answer == ContactAnswer::accept;
    BOOST_TEST((decision.answer == row.answer));
    BOOST_TEST((decision.spans == (silent ? std::vector<ContactSpan>{} : spans)));
    const auto without = decide_contact_details(policy, row.state, {});
    BOOST_TEST((without.answer == ContactAnswer::accept));
  }
}

BOOST_AUTO_TEST_CASE(refusal_of_details, *description("S4-20: what would lift it, if anything")) {
  using enum Policy::ContactDetails;
  const std::vector<ContactSpan> spans = {{2, 5, ContactKind::email}};
  const std::vector<Lift> lifts = {Lift::active_relationship};
  for (const auto active : {off, warn, mask, refuse}) {
    const auto refusal = contact_details_refusal({refuse, refuse, active, refuse}, spans);
    BOOST_TEST((refusal.code == RefusalCode::contact_details_not_allowed));
    BOOST_TEST((refusal.spans == spans));
    BOOST_TEST((refusal.unlocked_by == (active == refuse ? std::vector<Lift>{} : lifts)));
  }
}

BOOST_AUTO_TEST_CASE(kinds, *description("contract 3, golden: spans")) {
  const Texts golden = {"phone", "email", "handle", "link"};
  Texts names;
  for (int i = 0; i < 100 && !name_of(static_cast<ContactKind>(i)).empty(); ++i) {
    names.emplace_back(name_of(static_cast<ContactKind>(i)));
  }
  BOOST_TEST(names == golden, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(folding, *description("S1-19: look-alikes, digits of all scripts, marks")) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"ABCäöüßéñçŁő", "abcaousenclo"},
      {"Ёжик", "ежик"},
      {"ａＺ＠．１", "az@.1"},
      {"٠٩۰۹०९๐๙", "09090909"},
      {"①⑨⓪➀", "1901"},
      {"𝟎𝟿𝐚𝖅", "09az"},
      {"ⓐⓏ🅐🄰", "azaa"},
      {"a\u0301\u200Bb", "ab"},
      {"0\uFE0F\u20E3", "0"},
      {"pаypаl", "paypal"},
      {"рοk-x", "pok-x"},
      {"окно", "окно"},
      {"–—‑−", "----"},
      {"。、", ".,"},
      {"×÷", "×÷"},
      {"آأةى", "ااهي"},
      {"j o h n @ a . c o", "john@a.co"},
      {"j o h n . a . c o", "j o h n . a . c o"},
  };
  for (const auto& [text, folded] : rows) BOOST_TEST(folding_of(text) == folded, text);
}

// A word that is not as fold() leaves words would never be met.
BOOST_AUTO_TEST_CASE(vocabulary_is_folded, *description("S1-19: every word can be met")) {
  for (const auto& list : contacts::vocabulary()) {
    BOOST_TEST(folding_of(list.words) == list.words);
    BOOST_TEST(list.words.find("  ") == list.words.npos);
  }
}

// Pieces that details are made of, so that chance meets the interesting places.
std::string any_text() {
  static const Texts pieces = {
      "0",      "1",    "0171", "555",    "+",      "-",  ".",     " ",     "(",      ")",
      "@",      "a",    "com",  "at",     "dot",    "is", "insta", "gmail", "anna_b", "\n",
      "•",      "•••",  "://",  "www",    "/",      ":",  "#",     "1234",  "line",   "call",
      "double", "null", "сом",  "\u200B", "\u0301", "😀",  "٠",     "电话",  "点",     "o",
      "my",     ",",    "_",    "\x80",   "\xF0",   "id"};
  std::string text;
  const int count = *gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    text += *gen::weightedOneOf<std::string>(
        {{9, gen::elementOf(pieces)}, {1, gen::string<std::string>()}});
  }
  return text;
}

// How many characters next_code_point makes of it: broken bytes count one each.
std::size_t steps(const std::string& text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

void check_spans(const std::string& text, const std::vector<ContactSpan>& spans) {
  std::size_t free = 0;
  for (const auto& span : spans) {
    RC_ASSERT(span.from >= free);
    RC_ASSERT(span.from < span.to);
    free = span.to;
  }
  RC_ASSERT(free <= steps(text));
}

BOOST_AUTO_TEST_CASE(later_texts, *description("S1-19: a change completes nothing either")) {
  const struct {
    Texts earlier;
    std::string text;
    Texts later;
    std::string spans;
  } rows[] = {
      {{}, "call me at 0171", {"2345678"}, "phone 11-15"},
      {{}, "call me at 0171 ", {"ok", "then"}, "nothing"},
      {{}, "hello there", {"0171 2345678"}, "nothing"},
      {{}, "hello there", {"2345678"}, "nothing"},
      {{"0"}, "171 ", {"555", "0123"}, "phone 0-3"},
      {{"my number is 0171"}, "5550123", {"23", "45"}, "phone 0-7"},
      {{}, "0171 5550123", {"0171 5550124"}, "phone 0-12"},
      {{}, "0171", {"5550123", "see you at 12"}, "phone 0-4"},
      {{}, "0171", {"555", "01", "23"}, "phone 0-4"},
      {{}, "write to anna@", {"posteo.de"}, "email 9-14"},
      {{}, "0171 •••", {"2345678"}, "nothing"},
      {{}, "01", {"71", "23", "45", "67", "89"}, "phone 0-2"},
      {{}, "01", {"x", "x", "x", "x", "x", "71 234567"}, "nothing"},
      // Six in a row are never read, whichever of them is changed.
      {{"0", "171", "23", "45", "67"}, "8", {"9"}, "nothing"},
      {{"0"}, "171", {"23", "45", "67", "8", "9"}, "nothing"},
  };
  for (const auto& row : rows) {
    const auto spans = find_contact_details(row.text, row.earlier, {}, row.later);
    BOOST_TEST(describe(spans) == row.spans, row.text);
  }
  const Texts later = {"2345678 " + std::string(1000, 'x')};
  BOOST_TEST(describe(find_contact_details("0171", {}, {}, later)) == "phone 0-4");
  const Texts allowed = {"0171 2345678"};
  BOOST_TEST(describe(find_contact_details("0171", {}, allowed, later)) == "nothing");
}

BOOST_AUTO_TEST_CASE(masks_stand_for_parts, *description("S1-19, contract 1: what was sent")) {
  const struct {
    std::string stored;
    std::string asked;
    bool same;
  } rows[] = {
      {"Call ••• tonight", "Call 07700 900123 tonight", true},
      {"Call ••• tonight", "Call ••• tonight", true},
      {"Call me", "Call me", true},
      {"Call me", "Call you", false},
      {"Call me", "Call me ", false},
      {"", "", true},
      {"•••", "07700 900123", true},
      {"•••", "7", true},
      {"•••", "", false},
      {"••• or •••", "0171 5550123 or a@example.org", true},
      {"••• or •••", "0171 5550123 or ", false},
      {"••• or •••", " or a@example.org", false},
      {"••• or •••", "0171 5550123 and a@example.org", false},
      {"a ••• b", "a  b", false},
      {"a ••• b", "a x b", true},
      {"a••••••b", "axyb", true},
      {"ab•••ba", "aba", false},
      {"ab•••ba", "abba", false},
      {"ab•••ba", "ab?ba", true},
      {"a•••x•••b", "axxxb", true},
      {"a•••x•••b", "axxb", false},
      {"a•••xy•••b", "a-xx-xy-b", true},
      {"a•••xy•••b", "a-xx-yx-b", false},
      {"••••", "•0171 5550123", true},  // a dot that was typed beside it
      {"• •••", "• 0171", true},
      {"é•••ü", "é9ü", true},
      {"Call 07700 900123", "Call •••", false},
  };
  for (const auto& row : rows) {
    BOOST_TEST(stands_for(row.stored, row.asked) == row.same, row.stored + " for " + row.asked);
  }
}

// Long texts that a search by trial would take for ever over.
BOOST_AUTO_TEST_CASE(masks_are_compared_in_linear_time, *description("S1-19, contract 1")) {
  std::string stored = "•••";
  for (int i = 0; i < 5000; ++i) stored += "a•••";
  const std::string many(10000, 'a');
  BOOST_TEST(!stands_for(stored, many));
  BOOST_TEST(stands_for(stored, many + "a"));
  const auto half = std::string(20000, 'a') + "b";
  BOOST_TEST(!stands_for("•••" + half + "•••", std::string(40000, 'a')));
}

RC_BOOST_PROP(what_is_masked_stands_for_what_it_was, ()) {
  const auto text = any_text();
  RC_ASSERT(stands_for(masked_text(text), text));
}

BOOST_AUTO_TEST_CASE(told_once_more, *description("S1-19, contract 1: a repeat")) {
  using Details = Policy::ContactDetails;
  const Policy::ContactDetailsBy policy{Details::refuse, Details::warn, Details::off,
                                        Details::mask};
  const std::vector<ContactSpan> spans = {{0, 4, ContactKind::phone}};
  const auto told = [&](Relationship state, bool was_masked) {
    return told_again(policy, state, spans, was_masked).answer;
  };
  for (const auto state :
       {Relationship::none, Relationship::exploring, Relationship::active, Relationship::ended}) {
    BOOST_TEST((told(state, true) == ContactAnswer::mask));
    const bool off = state == Relationship::active;
    BOOST_TEST((told(state, false) == (off ? ContactAnswer::accept : ContactAnswer::warn)));
  }
  BOOST_TEST((told_again(policy, Relationship::none, {}, true).answer == ContactAnswer::accept));
}

RC_BOOST_PROP(spans_are_in_order_and_within_the_text, ()) {
  const auto text = any_text();
  const Texts earlier = {any_text(), any_text()};
  check_spans(text, find_contact_details(text));
  check_spans(text, find_contact_details(text, earlier));
  check_spans(text, find_contact_details(text, earlier, {}, earlier));
}

RC_BOOST_PROP(nothing_is_found_in_what_stands_for_a_detail, ()) {
  const auto hidden = masked_text(any_text());
  for (const auto& span : find_contact_details(hidden)) {
    RC_ASSERT(part_of(hidden, span).find("•••") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
