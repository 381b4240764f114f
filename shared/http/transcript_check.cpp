#include "http/transcript_check.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "http/canonical_json.h"
#include "http/digest.h"
#include "http/signature.h"
#include "http/strict_json.h"
#include "http/transcripts.h"
#include "rules/paper_trail.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

// A file taken apart: the document, and the page around it.
struct DocumentParts {
  std::string_view document;
  std::string page;
  bool in_page = false;
  long long line = 1;  // of the file, where the document begins
};

DocumentParts parts_of(std::string_view file) {
  const auto begin = file.find(transcript_begin);
  if (begin == file.npos) return {.document = file};
  const auto from = begin + transcript_begin.size();
  const auto end = std::min(file.find(transcript_end, from), file.size());
  const auto behind = std::min(end + transcript_end.size(), file.size());
  return {.document = file.substr(from, end - from),
          .page = std::string(file.substr(0, begin)) + std::string(file.substr(behind)),
          .in_page = true,
          .line = 1 + std::count(file.begin(), file.begin() + static_cast<long>(from), '\n')};
}

// Finds the line of the file in which each of transcript.lines begins, however it is laid out.
class LineFinder {
 public:
  explicit LineFinder(const DocumentParts& parts) : line_(parts.line) {
    for (const char c : parts.document) step(c);
  }
  long long of(std::size_t nth) const { return nth < found_.size() ? found_[nth] : 0; }

 private:
  static constexpr int members = 2;  // depth of the transcript's members
  static constexpr int items = 3;    // and of its lines

  void step(char c) {
    if (c == '\n') ++line_;
    if (in_text_) {
      step_in_text(c);
    } else if (c == '"') {
      in_text_ = true;
      text_.clear();
    } else if (c == '{' || c == '[') {
      open(c);
    } else if (c == '}' || c == ']') {
      if (--depth_ < items) in_lines_ = false;
    }
  }

  void step_in_text(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (c == '\\') {
      escaped_ = true;
    } else if (c == '"') {
      in_text_ = false;
      return;
    }
    if (text_.size() < 8) text_ += c;
  }

  void open(char c) {
    if (c == '[' && depth_ == members && text_ == "lines") in_lines_ = true;
    if (c == '{' && depth_ == items && in_lines_) found_.push_back(line_);
    ++depth_;
  }

  long long line_;
  int depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
  bool in_lines_ = false;
  std::string text_;  // the newest, its beginning
  std::vector<long long> found_;
};

// Why a document cannot be read as a transcript.
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A member of an object, of the type it must have.
const json::value& member(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  if (value == nullptr) throw Unreadable("has no " + std::string(name));
  return *value;
}
const json::object& object_in(const json::object& object, std::string_view name) {
  const auto* const value = member(object, name).if_object();
  if (value == nullptr) throw Unreadable("has no object as " + std::string(name));
  return *value;
}
std::string text_in(const json::object& object, std::string_view name) {
  const auto* const value = member(object, name).if_string();
  if (value == nullptr) throw Unreadable("has no text as " + std::string(name));
  return std::string(*value);
}
long long number_in(const json::object& object, std::string_view name) {
  const auto* const value = member(object, name).if_int64();
  if (value == nullptr) throw Unreadable("has no whole number as " + std::string(name));
  return *value;
}
std::optional<std::string> text_or_null_in(const json::object& object, std::string_view name) {
  if (member(object, name).is_null()) return std::nullopt;
  return text_in(object, name);
}

TrailPlace place_in(const json::object& object, std::string_view name) {
  const auto& place = object_in(object, name);
  return {.head = {.entry = number_in(place, "entry"), .chain = text_in(place, "chain")},
          .seq = number_in(place, "seq")};
}

std::string without_digest(json::object line) {
  line.erase("digest");
  return canonical_json(line);
}

// Goes through the lines, one behind the other.
class Walk {
 public:
  Walk(long long thread, TrailPlace from, TranscriptCheck& check)
      : thread_(thread), place_(std::move(from)), check_(check) {}

  const TrailPlace& place() const { return place_; }

  // What is wrong with the next line; empty where it holds.
  std::string take(const json::object& line) {
    ++check_.lines;
    auto wrong = check_kept(line);
    if (wrong.empty()) wrong = check_order(line);
    if (wrong.empty() && sha256_hex(without_digest(line)) != text_in(line, "digest")) {
      wrong = "was changed: a receipt, a time or what else stands beside the text";
    }
    return wrong;
  }

 private:
  std::string check_kept(const json::object& line) {
    if (member(line, "entry").is_null()) {
      ++check_.older;
      return {};
    }
    const auto entry = number_in(line, "entry");
    if (entry != place_.head.entry + 1) return misplaced(entry);
    auto wrong = check_commitment(line);
    return wrong.empty() ? check_link(line, entry) : wrong;
  }

  std::string misplaced(long long entry) const {
    const auto due = place_.head.entry + 1;
    if (entry > due) return "follows a gap: entry " + std::to_string(due) + " is missing";
    return "is out of order: entry " + std::to_string(due) + " must stand here";
  }

  std::string check_commitment(const json::object& line) {
    const auto salt = text_or_null_in(line, "salt");
    const auto body = text_or_null_in(line, "body");
    if (!salt && !body) return count_missing(line);
    if (!salt) return "has a text without the salt that it is held against";
    const auto kind = text_in(line, "kind");
    const auto sender = text_or_null_in(line, "senderId");
    const auto at = text_in(line, "at");
    const auto said = body.value_or("");
    const auto& notice = member(line, "notice");
    const auto notice_text = canonical_json(notice);
    const rules::Version version{.thread_id = thread_,
                                 .seq = number_in(line, "seq"),
                                 .version = static_cast<int>(number_in(line, "version")),
                                 .kind = kind,
                                 .sender_id = sender,
                                 .at = at,
                                 .body = said,
                                 .notice = notice_text};
    if (sha256_hex(rules::committed_text(version, *salt)) == text_in(line, "commitment")) return {};
    return "was changed: text, time, sender or kind are not what the entry commits to";
  }

  std::string count_missing(const json::object& line) {
    const auto withheld = text_or_null_in(line, "withheld").value_or("");
    if (withheld != "erased" && withheld != "earlier_version") return "has lost its text";
    ++(withheld == "erased" ? check_.erased : check_.withheld);
    return {};
  }

  std::string check_link(const json::object& line, long long entry) {
    const auto commitment = text_in(line, "commitment");
    const auto chain = sha256_hex(rules::link_text(thread_, place_.head, commitment));
    if (chain != text_in(line, "chain")) return "does not continue the chain";
    place_.head = {entry, chain};
    if (check_.first_entry == 0) check_.first_entry = entry;
    check_.last_entry = entry;
    return {};
  }

  // Messages are numbered without gaps, and a change comes behind what it changes.
  std::string check_order(const json::object& line) {
    const auto seq = number_in(line, "seq");
    const bool sent = number_in(line, "version") == 1;
    if (!sent && !member(line, "entry").is_null()) {
      return seq <= place_.seq ? "" : "changes a message that is not there";
    }
    if (seq != place_.seq + 1) {
      const auto due = std::to_string(place_.seq + 1);
      return seq > place_.seq ? "follows a gap: message " + due + " is missing"
                              : "is out of order: message " + due + " must stand here";
    }
    place_.seq = seq;
    return {};
  }

  long long thread_;
  TrailPlace place_;
  TranscriptCheck& check_;
};

std::optional<long long> number_or_none(const json::object& line, std::string_view name) {
  const auto* const value = line.if_contains(name);
  const auto* const number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr ? std::nullopt : std::optional(*number);
}

bool same(const TrailPlace& one, const TrailPlace& other) {
  return one.head == other.head && one.seq == other.seq;
}

class Check {
 public:
  Check(std::string_view file, const std::optional<std::string>& trusted_key)
      : parts_(parts_of(file)), trusted_key_(trusted_key) {}

  TranscriptCheck run() {
    try {
      const auto value = parse_strict(parts_.document);
      if (!value || !value->is_object()) throw Unreadable("is damaged or cut off: it is no JSON");
      read(value->get_object());
    } catch (const Unreadable& error) {
      fail(std::string("This is no transcript: it ") + error.what() + ".");
    } catch (const std::invalid_argument& error) {
      fail(std::string("This is no transcript: it holds ") + error.what() + ".");
    }
    return std::move(check_);
  }

 private:
  void read(const json::object& document) {
    const auto& transcript = object_in(document, "transcript");
    if (text_in(transcript, "format") != transcript_format) {
      throw Unreadable("is of a format that is not known here");
    }
    check_.site = text_in(transcript, "site");
    check_.created_at = text_in(transcript, "createdAt");
    check_.thread_id = text_in(object_in(transcript, "thread"), "id");
    check_.more = !member(transcript, "nextCursor").is_null();
    check_lines(transcript);
    check_page(transcript);
    check_signature(document, transcript);
  }

  void check_lines(const json::object& transcript) {
    const auto* const lines = member(transcript, "lines").if_array();
    if (lines == nullptr) throw Unreadable("has no list as lines");
    Walk walk(thread_number(), place_in(transcript, "from"), check_);
    for (std::size_t i = 0; i < lines->size(); ++i) {
      if (!check_line((*lines)[i], i, walk)) return;
    }
    check_.first_seq = place_in(transcript, "from").seq + 1;
    check_.last_seq = walk.place().seq;
    const auto through = place_in(transcript, "through");
    const bool to_head = same(through, place_in(transcript, "head"));
    if (!same(walk.place(), through) || (!check_.more && !to_head)) {
      fail("The end is missing: the transcript says that more follows than is there.");
    }
  }

  bool check_line(const json::value& value, std::size_t nth, Walk& walk) {
    const auto* const line = value.if_object();
    if (line == nullptr) throw Unreadable("has something else among its lines");
    std::string wrong;
    try {
      wrong = walk.take(*line);
    } catch (const Unreadable& error) {
      wrong = error.what();
    }
    if (wrong.empty()) return true;
    if (!finder_) finder_.emplace(parts_);
    fail("The line " + wrong + ".", finder_->of(nth), number_or_none(*line, "entry"),
         number_or_none(*line, "seq"));
    return false;
  }

  void check_page(const json::object& transcript) {
    if (!parts_.in_page) return;
    const auto page = text_or_null_in(transcript, "page");
    if (page == sha256_hex(parts_.page)) return;
    fail("The page around the data was changed: what it shows is not what is signed.");
  }

  void check_signature(const json::object& document, const json::object& transcript) {
    if (member(document, "signature").is_null()) {
      fail("It is not signed: nobody vouches for it.");
      return;
    }
    const auto& signature = object_in(document, "signature");
    const auto key = text_in(signature, "publicKey");
    check_.key_id = key_id(key);
    if (trusted_key_ && *trusted_key_ != key) {
      fail("It is signed with another key, " + check_.key_id + ".");
    } else if (!is_signed(key, text_in(signature, "value"), canonical_json(transcript))) {
      fail("The signature does not fit: something that is signed was changed.");
    }
  }

  long long thread_number() const {
    long long number = 0;
    for (const char c : check_.thread_id) {
      if (c < '0' || c > '9' || number > max_number) throw Unreadable("has no number as thread");
      number = number * 10 + (c - '0');
    }
    return number;
  }

  // The first fault stays.
  void fail(std::string what, long long line = 0, std::optional<long long> entry = {},
            std::optional<long long> seq = {}) {
    if (!check_.fault) check_.fault = TranscriptFault{std::move(what), line, entry, seq};
  }

  static constexpr long long max_number = 100'000'000'000'000'000;
  DocumentParts parts_;
  const std::optional<std::string>& trusted_key_;
  std::optional<LineFinder> finder_;
  TranscriptCheck check_;
};

}  // namespace

TranscriptCheck check_transcript(std::string_view file,
                                 const std::optional<std::string>& trusted_key) {
  return Check(file, trusted_key).run();
}

}  // namespace chalkline::http
