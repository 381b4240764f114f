#include "outbound/mail/texts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include <kainjow/mustache.hpp>

namespace chalkline::outbound {
namespace {

namespace fs = std::filesystem;
namespace mustache = kainjow::mustache;

constexpr std::string_view fallback = "en";

struct Source {
  std::string subject;
  std::string body;
};
using Events = std::map<std::string, Source, std::less<>>;

[[noreturn]] void fail(const fs::path& file, const std::string& what) {
  throw MailTextError(file.string() + ": " + what);
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(file, "cannot be read");
  std::ostringstream content;
  content << stream.rdbuf();
  return content.str();
}

void check(const fs::path& file, const std::string& text) {
  const mustache::mustache parsed(text);
  if (!parsed.is_valid()) fail(file, parsed.error_message());
}

Source read_source(const fs::path& file) {
  constexpr std::string_view head = "Subject: ";
  const auto text = content_of(file);
  const auto end = text.find("\n\n");
  const bool good = text.starts_with(head) && end != text.npos && text.find('\n') == end;
  if (!good) fail(file, "must begin with a line 'Subject: …' and a blank line");
  check(file, text);
  return {text.substr(head.size(), end - head.size()), text.substr(end + 2)};
}

Events read_language(const fs::path& folder) {
  Events events;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    events.emplace(entry.path().stem().string(), read_source(entry.path()));
  }
  return events;
}

std::string one_line(const std::string& text) {
  std::string line = text;
  for (auto& c : line) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return line;
}

// In plain text nothing is escaped.
std::string filled(const std::string& text, const mustache::data& values) {
  mustache::mustache source(text);
  source.set_custom_escape([](const std::string& value) { return value; });
  return source.render(values);
}

mustache::data data_of(const MailValues& values) {
  mustache::data data;
  for (const auto& [name, value] : values) data.set(name, one_line(value));
  return data;
}

std::vector<std::string> paragraphs_of(const std::string& text) {
  std::vector<std::string> paragraphs;
  std::istringstream stream(text);
  bool open = false;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && open) {
      paragraphs.back() += " " + line;
    } else if (!line.empty()) {
      paragraphs.push_back(line);
    }
    open = !line.empty();
  }
  return paragraphs;
}

bool is_address(const std::string& paragraph) {
  const bool begins = paragraph.starts_with("https://") || paragraph.starts_with("http://");
  return begins && paragraph.find(' ') == std::string::npos;
}

}  // namespace

struct MailTexts::Catalogue {
  std::string layout;
  std::map<std::string, Events, std::less<>> languages;

  const std::pair<const std::string, Events>& language_of(std::string_view locale) const {
    auto found = languages.find(locale.substr(0, locale.find('-')));
    if (found == languages.end()) found = languages.find(fallback);
    return *found;
  }

  std::string html(const MailText& mail) const {
    mustache::data paragraphs{mustache::data::type::list};
    for (const auto& paragraph : paragraphs_of(mail.text)) {
      mustache::data item;
      item.set(is_address(paragraph) ? "address" : "text", paragraph);
      paragraphs << item;
    }
    mustache::data frame;
    frame.set("language", mail.language);
    frame.set("subject", mail.subject);
    frame.set("paragraphs", paragraphs);
    return mustache::mustache(layout).render(frame);
  }
};

MailTexts::MailTexts(std::unique_ptr<Catalogue> catalogue) : catalogue_(std::move(catalogue)) {}
MailTexts::MailTexts(MailTexts&&) noexcept = default;
MailTexts::~MailTexts() = default;

MailTexts MailTexts::load(const std::string& folder) {
  auto catalogue = std::make_unique<Catalogue>();
  const fs::path place(folder);
  catalogue->layout = content_of(place / "layout.html");
  check(place / "layout.html", catalogue->layout);
  for (const auto& entry : fs::directory_iterator(place)) {
    if (!entry.is_directory()) continue;
    catalogue->languages.emplace(entry.path().filename().string(), read_language(entry.path()));
  }
  if (!catalogue->languages.contains(fallback)) fail(place / fallback, "is missing");
  for (const auto& [language, events] : catalogue->languages) {
    for (const auto& [event, source] : catalogue->languages.at(std::string(fallback))) {
      if (!events.contains(event)) fail(place / language / (event + ".txt"), "is missing");
    }
  }
  return MailTexts(std::move(catalogue));
}

MailText MailTexts::rendered(std::string_view event, std::string_view locale,
                             const MailValues& values) const {
  const auto& [language, events] = catalogue_->language_of(locale);
  const auto found = events.find(event);
  if (found == events.end()) throw std::out_of_range("no text for this mail");
  const auto data = data_of(values);
  MailText mail{.language = language,
                .subject = filled(found->second.subject, data),
                .text = filled(found->second.body, data)};
  mail.html = catalogue_->html(mail);
  return mail;
}

}  // namespace chalkline::outbound
