#include "transcript_page.h"

#include <string>
#include <string_view>

#include "http/digest.h"
#include "http/times.h"
#include "http/token.h"
#include "transcript_words.h"

namespace chalkline {
namespace {

using rules::MessageKind;

constexpr std::string_view style = R"(
:root{color-scheme:light}
body{margin:0 auto;max-width:44rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:#1c1c1c;background:#fff}
h1{font-size:1.4rem;line-height:1.25}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1rem}
dt{color:#555}dd{margin:0}dd,h2,.text,.reason{overflow-wrap:anywhere}
article{border-top:1px solid #bbb;padding:.6rem 0;break-inside:avoid}
h2{font-size:1rem;margin:0;break-after:avoid}
h2 span,p.time,p.entry,p.read{font-weight:400;color:#555;font-size:.875rem}
p{margin:.1rem 0}
.text{white-space:pre-wrap;margin:.3rem 0;orphans:3;widows:3}
.note{font-style:italic;color:#444;margin:.3rem 0}
code{font-size:.75rem;overflow-wrap:anywhere}
footer{border-top:2px solid #1c1c1c;margin-top:1rem;padding-top:.6rem;break-inside:avoid}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.3rem}}
@page{margin:18mm 16mm}
@media print{body{max-width:none;padding:0;font-size:10.5pt}.screen{display:none}}
)";

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string base64(const std::string& bytes) {
  auto text = http::base64url(bytes);
  for (auto& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return text.append((4 - text.size() % 4) % 4, '=');
}

// Names the one style sheet, so that nothing else that gets into the page is obeyed.
const std::string& content_policy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" +
                                    base64(http::sha256(style)) +
                                    "'; base-uri 'none'; form-action 'none'";
  return policy;
}

class Page {
 public:
  Page(const Transcript& transcript, const std::optional<http::SigningKey>& key)
      : transcript_(transcript), key_(key), words_(words_of(transcript.reader.language)) {}

  // What stands before the document.
  std::string before() {
    put_head();
    put_facts();
    for (const auto& shown : transcript_.lines) put_line(shown);
    if (transcript_.lines.empty()) put_paragraph("note", words_.nothing);
    put_end();
    return std::move(html_);
  }

 private:
  void put_head() {
    html_ = "<!DOCTYPE html>\n<html lang=\"";
    html_ += words_.code;
    html_ +=
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<meta "
        "http-equiv=\"Content-Security-Policy\" content=\"" +
        escaped(content_policy()) + "\">\n<title>" + escaped(words_.title) + "</title>\n<style>";
    html_ += style;
    html_ += "</style>\n</head>\n<body>\n<main>\n<h1>" + escaped(words_.title) + "</h1>\n";
  }

  void put_facts() {
    const auto& thread = transcript_.thread;
    html_ += "<dl>\n";
    put_fact(words_.site, escaped(transcript_.site));
    put_fact(words_.people, person(thread.low) + "<br>" + person(thread.high));
    if (thread.student) put_fact(words_.about, person(*thread.student));
    put_fact(words_.begun, both_times(thread.created_at));
    put_fact(words_.made, both_times(transcript_.now));
    html_ += "</dl>\n";
    put_paragraph("", std::string(words_.times) + " " + transcript_.reader.zone_name + ".");
    put_part();
    if (!transcript_.receipts_shown) put_paragraph("note", words_.receipts_hidden);
    if (const auto& grant = transcript_.grant) {
      put_paragraph("reason", std::string(words_.overseen) + " " + grant->reason + " (" +
                                  std::string(words_.overseen_until) + " " +
                                  transcript_.reader.written_time(grant->until) + ")");
    }
  }

  void put_part() {
    if (transcript_.from.seq == 0 && !transcript_.next_cursor) return;
    put_paragraph("note", std::string(words_.part) + " " +
                              std::to_string(transcript_.from.seq + 1) + "–" +
                              std::to_string(transcript_.through.seq) + ".");
  }

  void put_fact(std::string_view name, const std::string& html) {
    html_ += "<dt>" + escaped(name) + "</dt><dd>" + html + "</dd>\n";
  }

  void put_paragraph(std::string_view kind, std::string_view text) {
    html_ += kind.empty() ? std::string("<p>") : "<p class=\"" + std::string(kind) + "\">";
    html_ += escaped(text) + "</p>\n";
  }

  std::string name_of(const rules::Person& person) const {
    return "<bdi>" + escaped(person.name.empty() ? words_.erased_person : person.name) + "</bdi>";
  }

  std::string person(const rules::Person& person) const {
    const auto role = word_for(rules::shown_role(person.roles), transcript_.reader.language);
    return name_of(person) + " (" + escaped(role) + ")";
  }

  std::string sender_of(const rules::TrailLine& line) const {
    if (!line.sender_id) return escaped(words_.from_site);
    const auto& thread = transcript_.thread;
    return name_of(*line.sender_id == thread.low.id ? thread.low : thread.high);
  }

  // "21 November 2026, 13:00:00 (UTC+01:00; 12:00:00 UTC)"
  std::string both_times(rules::Time time) const {
    const auto& reader = transcript_.reader;
    const auto utc = http::time_text(time);
    const bool same_day = reader.local_time(time).substr(0, 10) == utc.substr(0, 10);
    return "<time datetime=\"" + utc + "\">" + reader.written_time(time) + "</time> (" +
           reader.offset(time) + "; " + (same_day ? "" : utc.substr(0, 10) + " ") +
           utc.substr(11, 8) + " UTC)";
  }

  std::string what_happened(const rules::TrailLine& line) const {
    const auto number = std::to_string(line.seq);
    if (line.version == 1 && line.kind == MessageKind::auto_reply) {
      return std::string(words_.message) + " " + number + ", " + std::string(words_.automatic);
    }
    if (line.version == 1) return std::string(words_.message) + " " + number;
    const auto verb = line.kind == MessageKind::removed ? words_.removed : words_.changed;
    return std::string(verb) + " " + number;
  }

  void put_line(const ShownLine& shown) {
    const auto& line = shown.line;
    html_ += "<article>\n<h2>" + sender_of(line) + " <span>" + escaped(what_happened(line)) +
             "</span></h2>\n<p class=\"time\">" + both_times(line.at) + "</p>\n";
    put_body(shown);
    if (line.version == 1) put_receipt(shown);
    if (line.changed_at) {
      html_ += "<p class=\"read\">" + escaped(words_.later_changed) + " " +
               both_times(*line.changed_at) + "</p>\n";
    }
    put_seal(line);
    html_ += "</article>\n";
  }

  void put_body(const ShownLine& shown) {
    if (shown.withheld == rules::Withheld::erased) return put_paragraph("note", words_.text_erased);
    if (shown.withheld == rules::Withheld::earlier) {
      return put_paragraph("note", words_.earlier_withheld);
    }
    if (shown.line.kind == MessageKind::removed) return put_paragraph("note", words_.removed_body);
    html_ += "<div class=\"text\" dir=\"auto\">" + escaped(shown.line.body) + "</div>\n";
  }

  void put_receipt(const ShownLine& shown) {
    if (!transcript_.receipts_shown || !shown.line.sender_id) return;
    if (!shown.read_at) return put_paragraph("read", words_.not_read);
    html_ +=
        "<p class=\"read\">" + escaped(words_.read) + ": " + both_times(*shown.read_at) + "</p>\n";
  }

  void put_seal(const rules::TrailLine& line) {
    if (!line.seal) return put_paragraph("entry", words_.older);
    html_ += "<p class=\"entry\">" + escaped(words_.entry) + " " +
             std::to_string(line.seal->entry) + " <code>" + line.seal->chain.substr(0, 16) +
             "…</code></p>\n";
  }

  void put_end() {
    if (transcript_.next_cursor) {
      html_ += "<p class=\"screen\"><a href=\"?cursor=" + *transcript_.next_cursor + "\">" +
               escaped(words_.next_part) + "</a></p>\n";
    }
    html_ += "</main>\n<footer>\n<p>" + escaped(words_.head) + ": " +
             std::to_string(transcript_.head.head.entry) + " <code>" + transcript_.head.head.chain +
             "</code></p>\n";
    if (!key_) {
      put_paragraph("", words_.not_signed);
    } else {
      html_ += "<p>" + escaped(words_.signed_with) + " <code>" + http::key_id(key_->public_key) +
               "</code>.</p>\n";
      put_paragraph("", words_.check);
    }
    html_ += "</footer>\n";
  }

  const Transcript& transcript_;
  const std::optional<http::SigningKey>& key_;
  const TranscriptWords& words_;
  std::string html_;
};

}  // namespace

http::Response transcript_page(const Transcript& transcript,
                               const std::optional<http::SigningKey>& key) {
  http::Response response{.content_type = "text/html; charset=utf-8"};
  response.body = http::page_with_transcript(Page(transcript, key).before(), "\n</body>\n</html>\n",
                                             to_json(transcript), key);
  response.headers.emplace_back("Content-Security-Policy",
                                content_policy() + "; frame-ancestors 'none'");
  return response;
}

}  // namespace chalkline
