#include "http/transcripts.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>

#include "http/canonical_json.h"
#include "http/digest.h"
#include "http/paper_trail.h"
#include "http/strict_json.h"
#include "http/times.h"
#include "http/transcript_check.h"

namespace chalkline::http::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;
using rules::MessageKind;
using rules::TrailLine;

// Made with the openssl command: genpkey -algorithm ed25519; pkey -pubout.
const std::string private_pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
const std::string public_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n";

const SigningKey& key() {
  static const auto made = make_signing_key(private_pem).value();
  return made;
}
const SigningKey& other_key() {
  static const auto made = make_signing_key(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIHtpdZvNw8da5KOgVWoyzvvNFSqbtkyvxTTXuM1IPGux\n"
      "-----END PRIVATE KEY-----\n");
  return *made;
}

rules::Time minute(long long n) {
  return rules::Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)) +
         std::chrono::minutes(n);
}

// A thread of two, kept as the database keeps it.
class Thread {
 public:
  static constexpr long long id = 12;

  // Older than the chain.
  void send_older(const std::string& sender, const std::string& text) {
    lines_.push_back(
        {.seq = ++seq_, .sender_id = sender, .at = minute(seq_), .body = text, .seal = {}});
  }
  void send(const std::string& sender, const std::string& text) {
    add({.seq = ++seq_, .sender_id = sender, .body = text});
  }
  // What nobody sends.
  void tell(const std::string& notice) {
    add({.seq = ++seq_, .kind = MessageKind::auto_reply, .body = "Told", .notice = notice});
  }
  void change(long long seq, const std::string& text) { replace(seq, MessageKind::text, text); }
  void remove(long long seq) { replace(seq, MessageKind::removed, ""); }
  void erase(long long seq) {
    for (auto& line : lines_) {
      if (line.seq != seq) continue;
      line.body.clear();
      line.seal->salt.clear();
    }
  }
  long long last_seq() const { return seq_; }

  json::object transcript(bool overseer) const {
    json::array lines;
    for (auto line : lines_) {
      const auto withheld = rules::withhold(line, overseer);
      lines.push_back(to_json(id, {.line = line,
                                   .withheld = withheld,
                                   .read_at = minute(500),
                                   .at_local = "2026-11-21 13:00",
                                   .read_at_local = "2026-11-21 21:20"}));
    }
    const TrailPlace end{.head = head_, .seq = seq_};
    return {{"format", transcript_format},
            {"site", "school"},
            {"createdAt", "2026-11-22T00:00:00.000Z"},
            {"thread", {{"id", std::to_string(id)}}},
            {"people", json::array{{{"id", "ada"}, {"name", "Ada \"<b>\" Ü"}}}},
            {"from", to_json(TrailPlace{})},
            {"through", to_json(end)},
            {"head", to_json(end)},
            {"nextCursor", nullptr},
            {"page", nullptr},
            {"lines", lines}};
  }

 private:
  void add(TrailLine line) {
    line.at = minute(100 + head_.entry);
    const auto at = time_text(line.at);
    line.seal = make_seal(head_, {.thread_id = id,
                                  .seq = line.seq,
                                  .version = line.version,
                                  .kind = rules::name_of(line.kind),
                                  .sender_id = line.sender_id,
                                  .at = at,
                                  .body = line.body,
                                  .notice = line.notice});
    head_ = {line.seal->entry, line.seal->chain};
    lines_.push_back(line);
  }
  void replace(long long seq, MessageKind kind, const std::string& text) {
    TrailLine next{.seq = seq, .kind = kind, .body = text};
    for (auto& line : lines_) {
      if (line.seq != seq) continue;
      next.version = line.version + 1;
      next.sender_id = line.sender_id;
      line.superseded = true;
      line.changed_at = minute(100 + head_.entry);
    }
    add(next);
  }

  std::vector<TrailLine> lines_;
  long long seq_ = 0;
  rules::TrailHead head_;
};

// One older message; six entries, of which the fourth changes the first and the last removes the
// third message.
Thread example() {
  Thread thread;
  thread.send_older("ada", "Before the chain");
  thread.send("ada", "First </script> \xE2\x80\xA8 one");
  thread.send("bob", "Second");
  thread.send("ada", "Third");
  thread.change(2, "First, better");
  thread.send("bob", "Fourth");
  thread.remove(4);
  return thread;
}

// "good", or "entry 3 seq 2 line 9: The line …"
std::string verdict(const TranscriptCheck& check) {
  if (!check.fault) return "good";
  const auto& fault = *check.fault;
  return (fault.entry ? "entry " + std::to_string(*fault.entry) + " " : "") +
         (fault.seq ? "seq " + std::to_string(*fault.seq) + " " : "") +
         (fault.file_line > 0 ? "line " + std::to_string(fault.file_line) + ": " : "") + fault.what;
}
std::string verdict(std::string_view file) {
  return verdict(check_transcript(file, key().public_key));
}

// The document with the old signature, whatever has become of the transcript.
std::string forged(const json::object& transcript, const std::string& signed_text) {
  const std::string mark = "\"signature\":";
  auto text = transcript_text(transcript, std::nullopt);
  return text.substr(0, text.find(mark)) + signed_text.substr(signed_text.find(mark));
}

json::object& line(json::object& transcript, std::size_t nth) {
  return transcript.at("lines").as_array().at(nth).as_object();
}

// As somebody would who knows how digests are made.
void redigest(json::object& line) {
  line.erase("digest");
  line["digest"] = sha256_hex(canonical_json(line));
}

struct Tampered {
  std::string what;
  std::function<void(json::object&)> tamper;
  std::string verdict;
};

const std::string changed =
    "The line was changed: text, time, sender or kind are not what the entry commits to.";
const std::string beside =
    "The line was changed: a receipt, a time or what else stands beside the text.";
const std::string unfit = "The signature does not fit: something that is signed was changed.";
const std::string no_end =
    "The end is missing: the transcript says that more follows than is there.";

// Lines are 0: older, 1: entry 1 of message 2, 2: entry 2 of message 3 ...
const std::vector<Tampered> tamperings = {
    {"nothing", [](auto&) {}, "good"},
    {"a text", [](auto& t) { line(t, 2)["body"] = "Sekond"; }, "entry 2 seq 3 line 9: " + changed},
    {"a text and its digest",
     [](auto& t) {
       line(t, 2)["body"] = "S";
       redigest(line(t, 2));
     },
     "entry 2 seq 3 line 9: " + changed},
    {"a text emptied", [](auto& t) { line(t, 2)["body"] = ""; },
     "entry 2 seq 3 line 9: " + changed},
    {"a text and its salt gone",
     [](auto& t) {
       line(t, 2)["body"] = nullptr;
       line(t, 2)["salt"] = nullptr;
     },
     "entry 2 seq 3 line 9: The line has lost its text."},
    {"a text gone as if erased",
     [](auto& t) {
       line(t, 2)["body"] = nullptr;
       line(t, 2)["salt"] = nullptr;
       line(t, 2)["withheld"] = "erased";
     },
     "entry 2 seq 3 line 9: " + beside},
    {"a salt gone", [](auto& t) { line(t, 2)["salt"] = nullptr; },
     "entry 2 seq 3 line 9: The line has a text without the salt that it is held against."},
    {"a time", [](auto& t) { line(t, 2)["at"] = "2026-11-21T01:41:00.001Z"; },
     "entry 2 seq 3 line 9: " + changed},
    {"a time, written otherwise", [](auto& t) { line(t, 2)["at"] = "2026-11-21T01:41:00Z"; },
     "entry 2 seq 3 line 9: " + changed},
    {"a sender", [](auto& t) { line(t, 2)["senderId"] = "ada"; },
     "entry 2 seq 3 line 9: " + changed},
    {"no sender", [](auto& t) { line(t, 2)["senderId"] = nullptr; },
     "entry 2 seq 3 line 9: " + changed},
    {"a kind", [](auto& t) { line(t, 2)["kind"] = "auto_reply"; },
     "entry 2 seq 3 line 9: " + changed},
    {"a number of a message", [](auto& t) { line(t, 2)["seq"] = 4; },
     "entry 2 seq 4 line 9: " + changed},
    {"a notice",
     [](auto& t) {
       line(t, 2)["notice"] = json::object{{"code", "x"}};
     },
     "entry 2 seq 3 line 9: " + changed},
    {"a version", [](auto& t) { line(t, 2)["version"] = 2; }, "entry 2 seq 3 line 9: " + changed},
    {"a salt", [](auto& t) { line(t, 2)["salt"] = std::string(32, 'a'); },
     "entry 2 seq 3 line 9: " + changed},
    {"a commitment", [](auto& t) { line(t, 2)["commitment"] = std::string(64, 'a'); },
     "entry 2 seq 3 line 9: " + changed},
    {"a text with a commitment of its own",
     [](auto& t) {
       auto& one = line(t, 2);
       one["body"] = "Forged";
       one["commitment"] = sha256_hex(rules::committed_text({.thread_id = 12,
                                                             .seq = 3,
                                                             .kind = "text",
                                                             .sender_id = "bob",
                                                             .at = "2026-11-21T01:41:00.000Z",
                                                             .body = "Forged"},
                                                            one["salt"].as_string()));
     },
     "entry 2 seq 3 line 9: The line does not continue the chain."},
    {"a link", [](auto& t) { line(t, 2)["chain"] = std::string(64, 'a'); },
     "entry 2 seq 3 line 9: The line does not continue the chain."},
    {"a number of an entry", [](auto& t) { line(t, 2)["entry"] = 3; },
     "entry 3 seq 3 line 9: The line follows a gap: entry 2 is missing."},
    {"two in another order", [](auto& t) { std::swap(line(t, 2), line(t, 3)); },
     "entry 3 seq 4 line 9: The line follows a gap: entry 2 is missing."},
    {"an older one behind", [](auto& t) { std::swap(line(t, 0), line(t, 1)); },
     "entry 1 seq 2 line 7: The line follows a gap: message 1 is missing."},
    {"one missing",
     [](auto& t) {
       auto& all = t.at("lines").as_array();
       all.erase(all.begin() + 2);
     },
     "entry 3 seq 4 line 9: The line follows a gap: entry 2 is missing."},
    {"the first entry missing",
     [](auto& t) {
       auto& all = t.at("lines").as_array();
       all.erase(all.begin() + 1);
     },
     "entry 2 seq 3 line 8: The line follows a gap: entry 1 is missing."},
    {"an older one missing",
     [](auto& t) {
       auto& all = t.at("lines").as_array();
       all.erase(all.begin());
     },
     "entry 1 seq 2 line 7: The line follows a gap: message 1 is missing."},
    {"one twice",
     [](auto& t) {
       auto& all = t.at("lines").as_array();
       all.insert(all.begin() + 2, all.at(2));
     },
     "entry 2 seq 3 line 10: The line is out of order: entry 3 must stand here."},
    {"one added",
     [](auto& t) {
       auto one = line(t, 6);
       one["entry"] = 7;
       t.at("lines").as_array().push_back(one);
     },
     "entry 7 seq 4 line 14: The line does not continue the chain."},
    {"one added as if older",
     [](auto& t) {
       auto one = line(t, 0);
       one["body"] = "Forged";
       redigest(one);
       t.at("lines").as_array().push_back(one);
     },
     "seq 1 line 14: The line is out of order: message 6 must stand here."},
    {"the end", [](auto& t) { t.at("lines").as_array().pop_back(); }, no_end},
    {"the end, told so",
     [](auto& t) {
       t.at("lines").as_array().pop_back();
       t["through"] = to_json(TrailPlace{{5, std::string(line(t, 5)["chain"].as_string())}, 5});
     },
     no_end},
    {"the end and the head",
     [](auto& t) {
       t.at("lines").as_array().pop_back();
       t["through"] = t["head"] =
           to_json(TrailPlace{{5, std::string(line(t, 5)["chain"].as_string())}, 5});
     },
     unfit},
    {"all of it", [](auto& t) { t.at("lines").as_array().clear(); }, no_end},
    {"a whole one as if a part", [](auto& t) { t["nextCursor"] = "x"; }, unfit},
    {"a receipt", [](auto& t) { line(t, 2)["readAt"] = "2026-11-21T08:20:00.001Z"; },
     "entry 2 seq 3 line 9: " + beside},
    {"a receipt taken away", [](auto& t) { line(t, 2)["readAt"] = nullptr; },
     "entry 2 seq 3 line 9: " + beside},
    {"a receipt and its digest",
     [](auto& t) {
       line(t, 2)["readAt"] = nullptr;
       redigest(line(t, 2));
     },
     unfit},
    {"a time by the reader's clock", [](auto& t) { line(t, 2)["atLocal"] = ""; },
     "entry 2 seq 3 line 9: " + beside},
    {"a member too many", [](auto& t) { line(t, 2)["note"] = "x"; },
     "entry 2 seq 3 line 9: " + beside},
    {"a member missing", [](auto& t) { line(t, 2).erase("senderId"); },
     "entry 2 seq 3 line 9: The line has no senderId."},
    {"a member of another type", [](auto& t) { line(t, 2)["seq"] = "3"; },
     "entry 2 line 9: The line has no whole number as seq."},
    {"the text of an older one", [](auto& t) { line(t, 0)["body"] = "x"; },
     "seq 1 line 7: " + beside},
    {"an older one and its digest",
     [](auto& t) {
       line(t, 0)["body"] = "x";
       redigest(line(t, 0));
     },
     unfit},
    {"when an earlier text came",
     [](auto& t) {
       line(t, 1)["at"] = "2026-11-21T01:41:00.001Z";
       redigest(line(t, 1));
     },
     unfit},
    {"a name", [](auto& t) { t["people"].as_array()[0].as_object()["name"] = "Eve"; }, unfit},
    {"the thread", [](auto& t) { t["thread"].as_object()["id"] = "13"; },
     "entry 1 seq 2 line 8: The line does not continue the chain."},
    {"the site", [](auto& t) { t["site"] = "other"; }, unfit},
    {"the day", [](auto& t) { t["createdAt"] = "2027-11-22T00:00:00.000Z"; }, unfit},
    {"the format", [](auto& t) { t["format"] = "chalkline-transcript/2"; },
     "This is no transcript: it is of a format that is not known here."},
};

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_AUTO_TEST_CASE(each_tampering_is_found,
                     *description("S2-02: checks it offline and names the first broken line")) {
  const auto whole = example().transcript(false);
  const auto text = transcript_text(whole, key());
  for (const auto& [what, tamper, expected] : tamperings) {
    BOOST_TEST_CONTEXT(what) {
      auto copy = whole;
      tamper(copy);
      BOOST_TEST(verdict(forged(copy, text)) == expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_signature_is_looked_at, *description("S2-02: signed with the site's key")) {
  const auto whole = example().transcript(true);
  const auto text = transcript_text(whole, key());
  BOOST_TEST(verdict(text) == "good");
  BOOST_TEST(verdict(check_transcript(text, std::nullopt)) == "good");
  BOOST_TEST(check_transcript(text, std::nullopt).key_id == key_id(key().public_key));
  BOOST_TEST(verdict(transcript_text(whole, std::nullopt)) ==
             "It is not signed: nobody vouches for it.");
  const auto others = transcript_text(whole, other_key());
  BOOST_TEST(verdict(check_transcript(others, std::nullopt)) == "good");
  BOOST_TEST(verdict(others) ==
             "It is signed with another key, " + key_id(other_key().public_key) + ".");
  BOOST_TEST(public_key_from_pem(public_pem).value() == key().public_key);
  BOOST_TEST(!public_key_from_pem(private_pem));
  BOOST_TEST(!make_signing_key(public_pem));
  for (const auto& value :
       {std::string(), std::string("AA"), std::string("!"), std::string(86, 'A')}) {
    BOOST_TEST(!is_signed(key().public_key, value, "x"), value);
    BOOST_TEST(!is_signed(value, sign(key(), "x"), "x"), value);
  }
  BOOST_TEST(is_signed(key().public_key, sign(key(), "x"), "x"));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_counted,
                     *description("S2-02: a later erasure leaves the chain verifiable")) {
  auto thread = example();
  thread.erase(3);
  const auto party = check_transcript(transcript_text(thread.transcript(false), key()), {});
  BOOST_TEST(verdict(party) == "good");
  BOOST_TEST((party.older == 1 && party.lines == 7 && party.erased == 1 && party.withheld == 2));
  BOOST_TEST((party.first_entry == 1 && party.last_entry == 6));
  const auto overseer = check_transcript(transcript_text(thread.transcript(true), key()), {});
  BOOST_TEST((verdict(overseer) == "good" && overseer.withheld == 0 && overseer.erased == 1));
}

BOOST_AUTO_TEST_CASE(a_notice_is_committed_to, *description("S2-07: what the thread was told")) {
  auto thread = example();
  thread.tell(R"({"code":"oversight","until":"2026-11-21T13:00:00.000Z"})");
  auto whole = thread.transcript(false);
  const auto text = transcript_text(whole, key());
  BOOST_TEST(verdict(text) == "good");
  BOOST_TEST(line(whole, 7).at("notice").at("code") == "oversight");
  line(whole, 7)["notice"] = nullptr;
  BOOST_TEST(verdict(forged(whole, text)) == "entry 7 seq 6 line 14: " + changed);
}

BOOST_AUTO_TEST_CASE(a_page_is_bound_to_its_data, *description("S2-02: HTML and JSON")) {
  const auto whole = example().transcript(false);
  const auto page = page_with_transcript("<p>Paid\n", "</html>\n", whole, key());
  BOOST_TEST(verdict(page) == "good");
  BOOST_TEST(page.find("</script>") == page.rfind("</script>"));
  auto other = page;
  other.replace(page.find("Paid"), 4, "Owed");
  BOOST_TEST(verdict(other) ==
             "The page around the data was changed: what it shows is not what is signed.");
  BOOST_TEST(verdict(page + "<p>More").starts_with("The page around the data"));
  // Line numbers count from the beginning of the file.
  other = page;
  other.replace(page.find("Second"), 6, "Sekond");
  BOOST_TEST(verdict(other) == "entry 2 seq 3 line 11: " + changed);
}

BOOST_AUTO_TEST_CASE(layout_is_free, *description("RFC 8785: signed in canonical form")) {
  const auto text = transcript_text(example().transcript(false), key());
  const auto value = parse_strict(text).value();
  BOOST_TEST(verdict(json::serialize(value)) == "good");
  for (std::size_t kept : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 3}) {
    BOOST_TEST(verdict(text.substr(0, kept)) ==
               "This is no transcript: it is damaged or cut off: it is no JSON.");
  }
  const auto fraction = "{\"transcript\":{\"a\":1.5," + text.substr(text.find("\n") + 1);
  BOOST_TEST(verdict(fraction) == "This is no transcript: it holds a number with a fraction.");
  BOOST_TEST(verdict("{}") == "This is no transcript: it has no transcript.");
  BOOST_TEST(verdict(R"({"a":1.5})") == "This is no transcript: it has no transcript.");
}

BOOST_AUTO_TEST_CASE(known_answers, *description("RFC 8785, FIPS 180-4, RFC 8032")) {
  const auto value = parse_strict("{\"b\":[1,null,true,\"\\u0001\\/\\\"\\n\\u20ac\"],\"a\":{}}");
  BOOST_TEST(canonical_json(*value) == "{\"a\":{},\"b\":[1,null,true,\"\\u0001/\\\"\\n€\"]}");
  BOOST_TEST(sha256_hex("abc") ==
             "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(
      rules::committed_text({.thread_id = 7,
                             .seq = 3,
                             .version = 2,
                             .kind = "text",
                             .sender_id = "ada",
                             .at = "2026-11-21T12:00:00.000Z",
                             .body = "a\n\"b\""},
                            "00ff") ==
      R"({"at":"2026-11-21T12:00:00.000Z","body":"a\n\"b\"","kind":"text","notice":null,"salt":"00ff",)"
      R"("senderId":"ada","seq":3,"threadId":"7","version":2})");
  BOOST_TEST(rules::link_text(7, {.entry = 4, .chain = "aa"}, "bb") ==
             R"({"commitment":"bb","entry":5,"previous":"aa","threadId":"7"})");
  // RFC 8032 §7.1, test 1: the empty message.
  const auto empty = make_signing_key(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n");
  BOOST_TEST(sign(*empty, "") ==
             "5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVV"
             "fuIIVkKM7rMYeOXAc-bRr0lv18FlbviRlUUFDjnoQCw");
}

// A history of sendings, changes and removals as numbers drawn at random.
Thread random_thread() {
  Thread thread;
  const auto steps = *rc::gen::inRange(1, 12);
  for (int i = 0; i < steps; ++i) {
    const auto what = *rc::gen::inRange(0, 4);
    const auto text = std::to_string(*rc::gen::inRange(0, 1000));
    const auto seq = 1 + *rc::gen::inRange(0LL, std::max(1LL, thread.last_seq()));
    if (what < 2 || thread.last_seq() == 0) {
      thread.send(what == 0 ? "ada" : "bob", text);
    } else if (what == 2) {
      thread.change(seq, text);
    } else {
      thread.remove(seq);
    }
  }
  return thread;
}

// One bit of a value is another; of a text, one of its last character that keeps it ASCII.
void flip(json::value& value) {
  if (auto* const text = value.if_string(); text != nullptr && !text->empty()) {
    text->back() = static_cast<char>(text->back() ^ 1);
  } else if (auto* const number = value.if_int64()) {
    *number ^= 1;
  }
}

BOOST_AUTO_TEST_CASE(random_histories, *description("S2-02: each change of a committed field")) {
  const bool holds = rc::check("a history verifies, and none of its fields can be another", [] {
    const auto thread = random_thread();
    const bool overseer = *rc::gen::arbitrary<bool>();
    const auto whole = thread.transcript(overseer);
    const auto text = transcript_text(whole, key());
    RC_ASSERT(verdict(text) == "good");
    const auto lines = static_cast<int>(whole.at("lines").as_array().size());
    const auto nth = static_cast<std::size_t>(*rc::gen::inRange(0, lines));
    for (const auto* const field :
         {"body", "at", "senderId", "kind", "seq", "version", "salt", "commitment", "chain",
          "entry", "readAt", "threadId", "digest"}) {
      auto copy = whole;
      flip(line(copy, nth).at(field));
      if (copy == whole) continue;
      const auto check = check_transcript(forged(copy, text), key().public_key);
      RC_ASSERT(check.fault.has_value());
      RC_ASSERT(check.fault->file_line == static_cast<long long>(7 + nth));
    }
  });
  BOOST_TEST(holds);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
