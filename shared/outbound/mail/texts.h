#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace chalkline::outbound {

// What is wrong with the texts of mails: one line that names the file.
class MailTextError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A mail's texts in one language.
struct MailText {
  std::string language;
  std::string subject;
  std::string text;
  std::string html;
};

// What stands for the names in braces. Values are plain text: control characters and line ends in
// them become spaces, and the HTML part escapes them.
using MailValues = std::map<std::string, std::string, std::less<>>;

// The texts of all mails, from a folder that operators can read: LANGUAGE/EVENT.txt begins with a
// line "Subject: …" and a blank one; then paragraphs with blank lines between them, {{name}}
// (Mustache) for what differs. layout.html is the frame of the HTML part, which is made of the same
// paragraphs; one that is an address alone becomes a link.
class MailTexts {
 public:
  // Reads them once. Throws MailTextError for a text that is not as above, and where a language
  // lacks one that another has.
  static MailTexts load(const std::string& folder);

  MailTexts(MailTexts&&) noexcept;
  ~MailTexts();

  // In the language of the BCP 47 tag (de-AT: de), or else in English. Throws std::out_of_range for
  // an event that has no text.
  MailText rendered(std::string_view event, std::string_view locale,
                    const MailValues& values) const;

 private:
  struct Catalogue;
  explicit MailTexts(std::unique_ptr<Catalogue> catalogue);
  std::unique_ptr<Catalogue> catalogue_;
};

}  // namespace chalkline::outbound
