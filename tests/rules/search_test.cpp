#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include "rules/search_postings.h"
#include "rules/search_terms.h"
#include "rules/search_walk.h"
#include "rules/text.h"

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;

bool found(const std::string& query, const std::string& text) {
  return matches(search_words(query), fold(text));
}

// "letter|rest", with "*" behind a prefix.
std::string names(const SearchTerm& term, bool prefix = false) {
  return term.letter + "|" + term.rest + (prefix ? "*" : "");
}

// The snippet with its matches in brackets.
std::string marked(const std::string& query, const std::string& text) {
  const auto made = snippet(search_words(query), text, fold(text));
  std::string line;
  std::size_t number = 0;
  for (std::size_t at = 0; at < made.text.size(); ++number) {
    for (const auto& [from, to] : made.matches) {
      if (to == number) line += ']';
    }
    for (const auto& [from, to] : made.matches) {
      if (from == number) line += '[';
    }
    append_utf8(line, next_code_point(made.text, at));
  }
  if (!made.matches.empty() && made.matches.back().to == number) line += ']';
  return line;
}

BOOST_AUTO_TEST_SUITE(search)

BOOST_AUTO_TEST_CASE(matching, *description("search: every word, the last one also begun")) {
  const struct {
    std::string query;
    std::string text;
    bool found;
  } rows[] = {
      {"homework", "The HOMEWORK is due", true},
      {"home", "The homework is due", true},
      {"work", "The homework is due", false},
      {"due home", "The homework is due", true},
      {"home due", "The homework is due", false},
      {"homework due now", "The homework is due", false},
      {"h", "The homework", true},
      {"x", "The homework", false},
      {"e-mail", "my email", false},
      {"e-mail", "my E-Mail", true},
      {"strasse", "Hauptstraße 5, Straße", true},
      {"straße", "STRASSENBAHN", true},
      {"uber", "Über uns", true},
      {"über", "uber", true},
      {"istanbul", "İSTANBUL'da", true},
      {"İstan", "ıstanbul", true},
      {"école", "l'ECOLE", true},
      {"شكرا", "شُكْراً لك", true},
      {"شُكْرًا", "شكرا", true},
      {"احمد", "مع أَحْمَد", true},
      {"שלום", "אמר שָׁלוֹם", true},
      {"שָׁל", "שלום", true},
      {"好", "你好", true},
      {"你", "你好", true},
      {"好世", "你好世界", true},
      {"你世", "你好世界", false},
      {"世界 你", "你好，世界", true},
      {"手机 iph", "我的iPhone手机", true},
      {"学校", "がっこう学校です", true},
      {"ｶﾀｶﾅ", "これはカタカナ", true},
      {"한", "대한민국", true},
      {"학교", "학교에서", true},
      {"ครับ", "สวัสดีครับ", true},
      {"🎉", "done🎉", true},
      {"👩", "👩🏽‍🏫", true},
      {"🎈", "done🎉", false},
      {"привет", "ПРИВЕТ, как дела?", true},
      {"еще", "Ещё раз", true},
      {"λογος", "ΛΌΓΟΣ", true},
  };
  for (const auto& row : rows) {
    BOOST_TEST(found(row.query, row.text) == row.found, row.query + " in " + row.text);
  }
}

BOOST_AUTO_TEST_CASE(words, *description("search: words of a query")) {
  for (const std::string nothing : {"", " ", "...", "?! — «»", "\u200B\u200F", "\u0301"}) {
    BOOST_TEST(search_words(nothing).empty(), nothing);
  }
  BOOST_TEST(search_words("a b,c  d").size() == 4U);
  const auto two = search_words("one two");
  BOOST_TEST((!two[0].prefix && two[1].prefix));
}

BOOST_AUTO_TEST_CASE(terms,
                     *description("search: what the index holds and where it is looked for")) {
  const auto of_text = [](const std::string& text) {
    std::string line;
    for (const auto& term : index_terms(fold(text))) line += names(term) + " ";
    return line;
  };
  BOOST_TEST(of_text("") == "");
  BOOST_TEST(of_text("to be or to BE a") == "a| b|e o|r t|o ");
  BOOST_TEST(of_text("世界世") == "世| 世|界 界|世 ");
  BOOST_TEST(of_text(std::string(30, 'x')) == "x|" + std::string(23, 'x') + " ");
  const auto of_query = [](const std::string& text) {
    std::string line;
    for (const auto& lookup : search_lookups(search_words(text))) {
      line += names(lookup.term, lookup.prefix) + " ";
    }
    return line;
  };
  BOOST_TEST(of_query("a homework be") == "h|omework b|e* a| ");
  BOOST_TEST(of_query("to to") == "t|o t|o* ");
  BOOST_TEST(of_query("h") == "h|* ");
  BOOST_TEST(of_query("世") == "世|* ");
  BOOST_TEST(of_query("世界 a") == "世|界 a|* ");
  BOOST_TEST(of_query("一二三四五六七八九十一二").size() == 8 * std::string("一|二 ").size());
}

BOOST_AUTO_TEST_CASE(snippets,
                     *description("search: around the first match, ranges in code points")) {
  const std::string filler = "word word word word word word word word word word ";
  const std::pair<std::pair<std::string, std::string>, std::string> rows[] = {
      {{"due", "It is due.\nDue!"}, "It is [due]. [Due]!"},
      {{"cafe", "e\u0301 Cafe\u0301s 😀 cafe"}, "e\u0301 [Cafe\u0301]s 😀 [cafe]"},
      {{"strasse", "Die Straße"}, "Die [Straße]"},
      {{"好", "你好好"}, "你[好][好]"},
      {{"世界", "😀世界"}, "😀[世界]"},
      {{"👩", "a 👩🏽‍🏫"}, "a [👩🏽\u200D]🏫"},
      {{"x", "nothing here"}, "nothing here"},
  };
  for (const auto& [input, expected] : rows) {
    BOOST_TEST(marked(input.first, input.second) == expected);
  }
  const auto middle = marked("needle", filler + filler + "needle " + filler + filler + filler);
  BOOST_TEST(middle.starts_with("…word word"), middle);
  BOOST_TEST(middle.find("[needle]") != std::string::npos, middle);
  BOOST_TEST(middle.ends_with("…"), middle);
  const auto end = marked("needle", filler + filler + filler + filler + "needle");
  BOOST_TEST(end.ends_with(" [needle]"), end);
  const auto begin = marked("needle", "needle " + filler + filler + filler + filler);
  BOOST_TEST(begin.starts_with("[needle] word"), begin);
}

std::string any_text() {
  static const std::vector<std::string> pieces = {
      "a",  "B",        "ab", "abc",  "é",    "e\u0301",         "ß", "İ", "世",
      "界", "か\u3099", "שָׁ",  "مَ",    "🎉",    "👩🏽‍🏫", " ", " ", "\n",
      ".",  "-",        "1",  "word", "ab ab"};
  std::string text;
  for (const auto& piece : *gen::container<std::vector<std::string>>(gen::elementOf(pieces))) {
    text += piece;
  }
  return text;
}

RC_BOOST_PROP(snippets_stay_in_their_limits, ()) {
  std::string body;
  for (int i = *gen::inRange(1, 40); i > 0; --i) body += any_text() + " ";
  const auto words = search_words(any_text());
  const auto made = snippet(words, body, fold(body));
  const auto size = character_count(made.text);
  RC_ASSERT(size <= 160U);
  std::size_t last = 0;
  for (const auto& [from, to] : made.matches) {
    RC_ASSERT(from >= last && from < to && to <= size);
    last = to;
  }
  RC_ASSERT(words.empty() || !matches(words, fold(body)) || !made.matches.empty());
}

// Fold and contains: what a match is, said once more and plainly.
bool naive(const std::string& query, const std::string& text) {
  const auto line = [](const FoldedText& folded) {
    std::u32string all = U" ";
    for (const auto& word : folded.words) all.append(folded[word]) += U' ';
    return all;
  };
  const auto all = line(fold(text));
  const auto asked = fold(query);
  for (std::size_t i = 0; i < asked.words.size(); ++i) {
    const auto& word = asked.words[i];
    std::u32string sought(asked[word]);
    if (!word.unspaced) sought = U' ' + sought;
    if (!word.unspaced && i + 1 < asked.words.size()) sought += U' ';
    if (all.find(sought) == std::u32string::npos) return false;
  }
  return true;
}

RC_BOOST_PROP(every_match_is_found_by_every_lookup, ()) {
  const auto text = any_text();
  const auto query = any_text();
  const auto words = search_words(query);
  const bool match = matches(words, fold(text));
  RC_ASSERT(match == naive(query, text));
  BlockWords block;
  add_message(block, 7, Time{}, fold(text));
  for (const auto& lookup : search_lookups(words)) {
    const auto kept = block.find(lookup.term.letter);
    const auto packed = kept == block.end() ? std::string() : pack(kept->second);
    const bool there = !packed.empty() &&
                       postings_of(packed, lookup).postings == std::vector<Posting>{{7, Time{}}};
    RC_ASSERT(there || !match);
  }
}

Time at(long long milliseconds) { return Time(std::chrono::milliseconds(milliseconds)); }

std::string line_of(const std::vector<Posting>& postings) {
  std::string line;
  for (const auto& [place, time] : postings) {
    line += std::to_string(place);
    if (time) line += "@" + std::to_string(time->time_since_epoch().count());
    line += " ";
  }
  return line;
}

BOOST_AUTO_TEST_CASE(packing, *description("search: postings there and back")) {
  const LetterWords first = {
      {"", {{0, at(0)}, {5, at(127)}}}, {"he", {{255, at(2)}}}, {"hen", {{3, at(1)}}}};
  const auto packed = pack(first);
  const auto postings = [&](const std::string& text, const std::string& rest, bool prefix) {
    return line_of(postings_of(text, {{"t", rest}, prefix}).postings);
  };
  BOOST_TEST(postings(packed, "", false) == "0@0 5@127 ");
  BOOST_TEST(postings(packed, "he", false) == "255@2 ");
  BOOST_TEST(postings(packed, "he", true) == "3@1 255@2 ");
  BOOST_TEST(postings(packed, "", true) == "0@0 3@1 5@127 255@2 ");
  BOOST_TEST(postings(packed, "hence", true) == "");
  const LetterWords more = {{"", {{5, at(127)}, {6, at(9)}}}, {"o", {{2, at(4)}}}};
  const auto merged = merge(packed, more);
  BOOST_TEST(postings(merged, "", false) == "0@0 5@127 6@9 ");
  BOOST_TEST(postings(merged, "o", false) == "2@4 ");
  BOOST_TEST(postings(merged, "he", true) == "3@1 255@2 ");
  BOOST_TEST(merge(merged, more) == merged);
  for (std::size_t size = 1; size < packed.size(); ++size) {
    BOOST_TEST(postings(packed.substr(0, size), "zzz", true) == "");
    BOOST_TEST(postings(packed.substr(size), "zzz", true) == "");
  }
}

BOOST_AUTO_TEST_CASE(halves, *description("search: a word among many, and where none is")) {
  // Words of one to three letters, some of which begin within others; few postings and many.
  LetterWords words;
  int place = 0;
  for (const std::string first : {"", "b", "d", "ä"}) {
    for (const std::string second : {"", "a", "e", "é"}) {
      for (const std::string third : {"", "f", "z", "語"}) {
        auto& list = words[first + second + third];
        if (!list.empty()) continue;
        for (int i = 0; i <= place % 5 * 20; ++i) list.push_back({place + i, at(place + i)});
        ++place;
      }
    }
  }
  const auto packed = pack(words);
  const auto found = [&](const std::string& rest, bool prefix) {
    return line_of(postings_of(packed, {{"t", rest}, prefix}).postings);
  };
  for (const auto& [rest, postings] : words) {
    BOOST_TEST(found(rest, false) == line_of(postings), rest);
    std::map<int, Posting> below;
    for (const auto& [each, more] : words) {
      if (!each.starts_with(rest)) continue;
      for (const auto& posting : more) below.emplace(posting.place, posting);
    }
    const auto found_below = postings_of(packed, {{"t", rest}, true}).postings;
    std::vector<Posting> once;
    once.reserve(below.size());
    for (const auto& [each, posting] : below) once.push_back(posting);
    BOOST_TEST(line_of(found_below) == line_of(once), rest);
    BOOST_TEST(found(rest + "q", false) == "");
    BOOST_TEST(found(rest + "q", true) == "");
  }
  BOOST_TEST(found("\x01", true) == "");
  BOOST_TEST(found("語語", true) == "");
  for (const std::string text : {"\xFF", "\xFE", "\xFF\xFF", "ba", "\xFE\xFF", "\xFF\xFE\xFF"}) {
    BOOST_TEST(postings_of(text, {{"t", "ba"}, true}).postings.empty(), text);
  }
}

BOOST_AUTO_TEST_CASE(slices, *description("search: the newest of a block, up to a time")) {
  const auto packed = pack({{"he", {{1, at(10)}, {4, at(40)}, {5, at(50)}, {9, at(90)}}},
                            {"hen", {{2, at(20)}, {5, at(50)}, {6, at(60)}}}});
  const auto all = std::optional<Time>();
  const struct {
    bool prefix;
    std::optional<Time> upto;
    std::size_t most;
    std::string found;
    bool is_cut;
  } rows[] = {
      {false, all, 4, "1@10 4@40 5@50 9@90 ", false},
      {false, all, 3, "4@40 5@50 9@90 ", true},
      {false, at(90), 4, "1@10 4@40 5@50 9@90 ", false},
      {false, at(89), 4, "1@10 4@40 5@50 ", false},
      {false, at(50), 2, "4@40 5@50 ", true},
      {false, at(10), 2, "1@10 ", false},
      {false, at(9), 2, "", false},
      {true, all, 6, "1@10 2@20 4@40 5@50 6@60 9@90 ", false},
      {true, all, 5, "2@20 4@40 5@50 6@60 9@90 ", true},
      {true, all, 1, "9@90 ", true},
      {true, at(60), 2, "5@50 6@60 ", true},
      {true, at(20), 2, "1@10 2@20 ", false},
      {true, at(15), 1, "1@10 ", false},
  };
  for (const auto& [prefix, upto, most, expected, is_cut] : rows) {
    const auto found = postings_of(packed, {{"t", "he"}, prefix}, {upto, most});
    BOOST_TEST(line_of(found.postings) == expected);
    BOOST_TEST(found.is_cut == is_cut, expected);
  }
  BOOST_TEST(postings_of("", {{"t", "x"}, false}, {at(5), 2}).postings.size() ==
             static_cast<std::size_t>(search_block));
}

BOOST_AUTO_TEST_CASE(times, *description("search: the time of a posting, to the millisecond")) {
  for (const long long milliseconds : {0LL, 1LL, 127LL, 128LL, 1'800'000'000'123LL,
                                       // the end of the year 6428
                                       140'690'000'000'000LL}) {
    for (const int place : {0, 1, 127, 128, search_block - 1}) {
      const auto packed = pack({{"x", {{place, at(milliseconds)}}}});
      BOOST_TEST((postings_of(packed, {{"t", "x"}, false}).postings ==
                  std::vector<Posting>{{place, at(milliseconds)}}));
    }
  }
}

BOOST_AUTO_TEST_CASE(too_many,
                     *description("search: a letter with too many words finds everything")) {
  LetterWords words;
  for (int i = 0; i < 25'000; ++i) words["word" + std::to_string(i)] = {{i % search_block, at(i)}};
  BOOST_TEST(pack(words).empty());
  const auto all = postings_of("", {{"t", "x"}, false}).postings;
  BOOST_TEST(all.size() == static_cast<std::size_t>(search_block));
  BOOST_TEST((!all.front().at && all.back() == Posting{search_block - 1, {}}));
  BOOST_TEST(merge("", {{"x", {{1, at(1)}}}}).empty());
}

// A person's messages, some of which match, some of which the index proposes in vain, behind the
// interface that storage has.
struct World {
  std::vector<SearchThread> threads;
  std::map<long long, std::vector<std::pair<Time, bool>>> messages;  // time, matches
  std::map<long long, long long> indexed_upto;
  std::set<std::pair<long long, long long>> proposed;
  std::size_t looks = 0;
  std::size_t blocks_asked = 0;
  bool times_known = true;
  std::size_t most_told = search_block;  // of a block that is told for the first time

  std::vector<SearchPlace> all_matches() const {
    std::vector<SearchPlace> places;
    for (const auto& [thread, list] : messages) {
      for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].second)
          places.push_back({list[i].first, thread, static_cast<long long>(i) + 1});
      }
    }
    std::ranges::sort(places, std::greater<>());
    return places;
  }

  SearchFinds finds_of(const SearchBlock& block, const std::optional<SearchPlace>& before,
                       bool is_first) {
    SearchFinds finds{.postings = {}, .indexed_upto = indexed_upto[block.thread_id]};
    const auto first = std::pair(block.thread_id, seq_at(block, 0));
    const auto last = std::pair(block.thread_id, seq_at(block, search_block - 1));
    const auto& list = messages.at(block.thread_id);
    for (auto at = proposed.lower_bound(first); at != proposed.end() && *at <= last; ++at) {
      const auto time = list[static_cast<std::size_t>(at->second) - 1].first;
      const bool is_late = is_first && times_known && before && time > before->at;
      if (is_late && most_told < search_block) break;
      finds.postings.push_back({static_cast<int>((at->second - 1) % search_block),
                                times_known ? std::optional(time) : std::nullopt});
    }
    auto& told = finds.postings;
    finds.is_cut = is_first && times_known && told.size() > most_told;
    if (finds.is_cut) told.erase(told.begin(), told.end() - static_cast<long>(most_told));
    return finds;
  }

  SearchWalk::Found page(const std::optional<SearchPlace>& before, std::size_t limit,
                         std::size_t most_looks) {
    SearchWalk walk(threads, before, limit, most_looks);
    std::set<SearchBlock> told;
    for (;;) {
      for (auto blocks = walk.next_blocks(); !blocks.empty(); blocks = walk.next_blocks()) {
        for (const auto& block : blocks) {
          walk.take_block(block, finds_of(block, before, told.insert(block).second));
          ++blocks_asked;
        }
      }
      const auto candidates = walk.next_candidates();
      if (candidates.empty()) return walk.found();
      for (const auto& [thread, seq] : candidates) {
        const auto& [at, match] = messages.at(thread).at(static_cast<std::size_t>(seq) - 1);
        walk.take_candidate({at, thread, seq}, match);
        ++looks;
      }
    }
  }
};

World any_world(int most_threads, int most_messages) {
  World world;
  world.times_known = *gen::weightedElement<bool>({{4, true}, {1, false}});
  world.most_told = static_cast<std::size_t>(*gen::element(1, 2, 7, search_block));
  const int matching = *gen::inRange(0, 100);
  for (int thread = *gen::inRange(0, most_threads); thread > 0; --thread) {
    auto& list = world.messages[thread];
    auto at = Time(std::chrono::milliseconds(*gen::inRange(0, 1000)));
    const int step = *gen::element(0, 1, 3, 100);
    const int size = *gen::inRange(1, most_messages);
    const int indexed = *gen::element(0, size / 2, size);
    for (int seq = 1; seq <= size; ++seq) {
      at += std::chrono::milliseconds(*gen::inRange(0, step + 1));
      const bool match = *gen::inRange(0, 100) < matching;
      list.emplace_back(at, match);
      if (match || *gen::inRange(0, 10) == 0) world.proposed.emplace(thread, seq);
    }
    world.threads.push_back({thread, at, size});
    world.indexed_upto[thread] = indexed;
  }
  return world;
}

RC_BOOST_PROP(a_walk_finds_every_match_once_in_order, ()) {
  auto world = *gen::element(true, false) ? any_world(8, 60) : any_world(60, 10);
  const auto limit = static_cast<std::size_t>(*gen::inRange(1, 12));
  const auto most_looks = static_cast<std::size_t>(*gen::element(1, 20, 2000));
  std::vector<SearchPlace> read;
  std::optional<SearchPlace> before;
  do {
    const auto page = world.page(before, limit, most_looks);
    RC_ASSERT(page.places.size() <= limit);
    RC_ASSERT(!page.before || !before || *page.before < *before);
    RC_ASSERT(most_looks < 2000U || !page.before || page.places.size() == limit);
    read.insert(read.end(), page.places.begin(), page.places.end());
    before = page.before;
  } while (before);
  RC_ASSERT(read == world.all_matches());
}

BOOST_AUTO_TEST_CASE(gone, *description("search: a thread that goes meanwhile ends nothing else")) {
  for (const auto& before :
       {std::optional<SearchPlace>(), std::optional(SearchPlace{at(50), 0, 0})}) {
    SearchWalk walk({{1, at(100), 100}, {2, at(90), 1}}, before, 5);
    for (int rounds = 0; !walk.is_over(); ++rounds) {
      BOOST_REQUIRE(rounds < 100);
      for (const auto& block : walk.next_blocks()) walk.take_block(block, {});
      for (const auto& [thread, seq] : walk.next_candidates()) {
        if (thread == 2) walk.take_candidate({at(40), 2, seq}, true);
      }
    }
    BOOST_TEST(walk.found().places.size() == 1U);
    BOOST_TEST(!walk.found().before);
  }
}

BOOST_AUTO_TEST_CASE(economy, *description("search: it looks at little more than it shows")) {
  World world;
  for (long long thread = 1; thread <= 50; ++thread) {
    auto& list = world.messages[thread];
    for (int seq = 1; seq <= 2000; ++seq) {
      list.emplace_back(Time(std::chrono::milliseconds(seq * 1000 + thread)), seq % 2 == 0);
      if (seq % 2 == 0) world.proposed.emplace(thread, seq);
    }
    world.threads.push_back({thread, list.back().first, 2000});
    world.indexed_upto[thread] = 2000;
  }
  const auto first = world.page({}, 20, 2000);
  BOOST_TEST(first.places.size() == 20U);
  BOOST_TEST(world.looks == 21U);
  world.looks = 0;
  const auto later =
      world.page(SearchPlace{Time(std::chrono::milliseconds(1'500'000)), 0, 0}, 20, 2000);
  BOOST_TEST(later.places.size() == 20U);
  BOOST_TEST(later.places.front().seq == 1498);
  BOOST_TEST(world.looks == 21U);
  // Of blocks that were cut no more is asked for than the page needs, and what it needs is.
  world.most_told = 21;
  world.looks = 0;
  world.blocks_asked = 0;
  BOOST_TEST((world.page({}, 20, 2000).places == first.places));
  BOOST_TEST(world.looks == 21U);
  BOOST_TEST(world.blocks_asked == 32U);
  world.most_told = search_block;
  // Without times, a page in the middle is found by halving, not by reading all that is newer.
  world.times_known = false;
  world.looks = 0;
  BOOST_TEST((world.page({}, 20, 2000).places == first.places));
  BOOST_TEST(world.looks <= 150U);
  world.looks = 0;
  world.page(SearchPlace{Time(std::chrono::milliseconds(1'500'000)), 0, 0}, 20, 2000);
  BOOST_TEST(world.looks <= 1500U);
}

BOOST_AUTO_TEST_CASE(cut_blocks,
                     *description("search: what was left out of a block at first is found later")) {
  World world;
  for (long long thread = 1; thread <= 5; ++thread) {
    auto& list = world.messages[thread];
    for (int seq = 1; seq <= 2000; ++seq) {
      const bool match = (seq * 7919 + seq / 50) % 3 == 0;
      list.emplace_back(Time(std::chrono::milliseconds(seq * 1000 + thread)), match);
      if (match) world.proposed.emplace(thread, seq);
    }
    world.threads.push_back({thread, list.back().first, 2000});
    world.indexed_upto[thread] = thread == 2 ? 900 : 2000;
  }
  for (const std::size_t most : {1U, 3U, 100U}) {
    world.most_told = most;
    std::vector<SearchPlace> read;
    std::optional<SearchPlace> before;
    do {
      const auto page = world.page(before, 1500, 100'000);
      read.insert(read.end(), page.places.begin(), page.places.end());
      before = page.before;
    } while (before);
    BOOST_TEST((read == world.all_matches()), most);
  }
}

BOOST_AUTO_TEST_CASE(economy_of_blocks,
                     *description("search: threads that end before the page does are not asked")) {
  World world;
  for (long long thread = 1; thread <= 100; ++thread) {
    auto& list = world.messages[thread];
    for (int seq = 1; seq <= 30; ++seq) {
      list.emplace_back(Time(std::chrono::seconds(thread * 100 + seq)), true);
      world.proposed.emplace(thread, seq);
    }
    world.threads.push_back({thread, list.back().first, 30});
    world.indexed_upto[thread] = 30;
  }
  const auto common = world.page({}, 20, 2000);
  BOOST_TEST(common.places.front().thread_id == 100);
  BOOST_TEST(common.places.back().seq == 11);
  BOOST_TEST(world.blocks_asked == 32U);
  BOOST_TEST(world.looks == 21U);
  // A page of more threads than are asked at first.
  world.blocks_asked = 0;
  BOOST_TEST(world.page({}, 1500, 5000).places.back().thread_id == 51);
  BOOST_TEST(world.blocks_asked == 100U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
