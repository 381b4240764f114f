#define BOOST_TEST_MODULE outbound
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "outbound/mail/eml_folder.h"
#include "outbound/mail/message.h"
#include "outbound/mail/texts.h"
#include "source.h"

// What tests/mail reads back with a parser of its own is looked at here as bytes.

namespace chalkline::outbound::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "chalkline-mail-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path() const { return path_.string(); }
  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(path_)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 private:
  fs::path path_;
};

Mail mail() {
  return {.from = {"Lernort", "no-reply@lernort.example"},
          .to = {"Petra", "petra@example.org"},
          .subject = "Hello",
          .text = "A text.\n",
          .html = "<p>A text.</p>\n",
          .language = "en",
          .message_id = "lernort.1.1.x@lernort.example",
          .at = rules::Time(std::chrono::milliseconds(1'795'262'400'123))};
}

// The lines of the head, folded ones joined.
std::vector<std::string> head_of(const std::string& whole) {
  std::vector<std::string> lines;
  std::istringstream stream(whole.substr(0, whole.find("\r\n\r\n")));
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with(' ') || line.starts_with('\t')) {
      lines.back() += " " + line.substr(1);
    } else {
      lines.push_back(line);
    }
  }
  return lines;
}

std::string header(const std::string& whole, const std::string& name) {
  std::string found = "-";
  for (const auto& line : head_of(whole)) {
    if (!line.starts_with(name + ": ")) continue;
    BOOST_TEST(found == "-", name << " is there twice");
    found = line.substr(name.size() + 2);
  }
  return found;
}

BOOST_AUTO_TEST_SUITE(mails)

BOOST_AUTO_TEST_CASE(headers, *description("S2-13: RFC 5322, RFC 3834")) {
  const auto whole = composed(mail());
  BOOST_TEST(header(whole, "From") == "Lernort <no-reply@lernort.example>");
  BOOST_TEST(header(whole, "To") == "Petra <petra@example.org>");
  BOOST_TEST(header(whole, "Subject") == "Hello");
  BOOST_TEST(header(whole, "Date") == "Sat, 21 Nov 2026 12:00:00 +0000");
  BOOST_TEST(header(whole, "Message-Id") == "<lernort.1.1.x@lernort.example>");
  BOOST_TEST(header(whole, "Auto-Submitted") == "auto-generated");
  BOOST_TEST(header(whole, "Content-Language") == "en");
  BOOST_TEST(header(whole, "MIME-Version") == "1.0");
  BOOST_TEST(header(whole, "Content-Type").starts_with("multipart/alternative; boundary="));
  BOOST_TEST(whole.find("text/plain") < whole.find("text/html"));
}

BOOST_AUTO_TEST_CASE(only_ascii_and_crlf, *description("RFC 5322 2.1, RFC 2045")) {
  auto odd = mail();
  odd.to.name = "Zoë 🙂 Müller-Lüdenscheidt, \"Dr.\"";
  odd.subject = "Ünvollständig: " + std::string(200, 'x') + " 完";
  odd.text = "Zeile\n.\n" + std::string(2000, 'y') + " ß\n";
  const auto whole = composed(odd);
  std::size_t line = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    BOOST_TEST_REQUIRE(static_cast<unsigned char>(whole[i]) < 0x80);
    if (whole[i] == '\n') BOOST_TEST_REQUIRE(whole[i - 1] == '\r');
    if (whole[i] == '\r') BOOST_TEST_REQUIRE(whole.at(i + 1) == '\n');
    line = whole[i] == '\n' ? 0 : line + 1;
    BOOST_TEST_REQUIRE(line <= 999U);
  }
}

BOOST_AUTO_TEST_CASE(no_header_comes_in, *description("S2-13: no header injection")) {
  const auto expected = head_of(composed(mail())).size();
  for (const std::string evil : {"\r\nBcc: eve@example.org", "\nBcc: eve@example.org",
                                 "\rBcc: eve@example.org", "x\r\n\r\n<b>body</b>"}) {
    auto named = mail();
    named.to.name += evil;
    named.subject += evil;
    named.from.name += evil;
    const auto whole = composed(named);
    BOOST_TEST(head_of(whole).size() == expected);
    BOOST_TEST(header(whole, "Bcc") == "-");
  }
  for (const std::string address : {"", "petra", "a@b, c@d", "a@b\r\nBcc: c@d", "<a@b>"}) {
    auto wrong = mail();
    wrong.to.address = address;
    BOOST_CHECK_THROW(composed(wrong), std::runtime_error);
  }
}

BOOST_AUTO_TEST_CASE(a_mail_in_a_folder, *description("S2-13: whole mails alone")) {
  const Folder folder;
  BOOST_TEST(write_eml(folder.path(), "one", "bytes\r\n"));
  BOOST_TEST(folder.names() == std::vector<std::string>{"one.eml"},
             boost::test_tools::per_element());
  std::ostringstream content;
  content << std::ifstream(folder.path() + "/one.eml").rdbuf();
  BOOST_TEST(content.str() == "bytes\r\n");
  BOOST_TEST(!write_eml(folder.path() + "/none", "one", "bytes"));
  BOOST_TEST(!write_eml(folder.path(), "no/such/folder", "bytes"));
}

BOOST_AUTO_TEST_SUITE_END()

const std::string layout =
    "<html lang=\"{{language}}\"><title>{{subject}}</title>\n"
    "{{#paragraphs}}{{#text}}<p>{{text}}</p>{{/text}}"
    "{{#address}}<a href=\"{{address}}\">{{address}}</a>{{/address}}"
    "{{/paragraphs}}</html>";

void fill(const Folder& folder) {
  folder.write("layout.html", layout);
  folder.write("README.md", "not a text");
  folder.write("en/hello.txt",
               "Subject: {{who}} & co\n\nHello {{who}},\nhow are you?\n\n{{link}}\n");
  folder.write("de/hello.txt", "Subject: Gruß von {{who}}\n\nHallo {{who}}\n");
}

BOOST_AUTO_TEST_SUITE(texts)

BOOST_AUTO_TEST_CASE(both_parts, *description("S0-34: escaped where it is HTML")) {
  const Folder folder;
  fill(folder);
  const auto texts = MailTexts::load(folder.path());
  const auto mail = texts.rendered(
      "hello", "en-GB", {{"who", "<b>\"Eve\"&'s"}, {"link", "https://a.example/?a=1&b=2"}});
  BOOST_TEST(mail.subject == "<b>\"Eve\"&'s & co");
  BOOST_TEST(mail.text == "Hello <b>\"Eve\"&'s,\nhow are you?\n\nhttps://a.example/?a=1&b=2\n");
  BOOST_TEST(
      mail.html ==
      "<html lang=\"en\"><title>&lt;b&gt;&quot;Eve&quot;&amp;&apos;s &amp; co</title>\n"
      "<p>Hello &lt;b&gt;&quot;Eve&quot;&amp;&apos;s, how are you?</p>"
      "<a href=\"https://a.example/?a=1&amp;b=2\">https://a.example/?a=1&amp;b=2</a></html>");
}

BOOST_AUTO_TEST_CASE(languages, *description("S0-34: the recipient's, or English")) {
  const Folder folder;
  fill(folder);
  const auto texts = MailTexts::load(folder.path());
  const auto subject = [&](const std::string& locale) {
    return texts.rendered("hello", locale, {{"who", "Zoë"}}).subject;
  };
  BOOST_TEST(subject("de") == "Gruß von Zoë");
  BOOST_TEST(subject("de-AT") == "Gruß von Zoë");
  for (const std::string other : {"en", "fr", "", "d", "dex"})
    BOOST_TEST(subject(other) == "Zoë & co");
  BOOST_CHECK_THROW(texts.rendered("other", "en", {}), std::out_of_range);
}

// A name could otherwise bring in paragraphs and links of its own, or a template.
BOOST_AUTO_TEST_CASE(values_are_one_line, *description("S2-13: no injection")) {
  const Folder folder;
  fill(folder);
  const auto texts = MailTexts::load(folder.path());
  const auto mail = texts.rendered(
      "hello", "en",
      {{"who", "Eve\n\nhttps://evil.example\n\n{{link}}"}, {"link", "https://a.example/"}});
  BOOST_TEST(mail.subject.find('\n') == std::string::npos);
  BOOST_TEST(mail.html.find("href=\"https://evil.example") == std::string::npos);
  BOOST_TEST(mail.text.find("Eve  https://evil.example  {{link}},\nhow") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_stops_the_start, *description("operators read and change the texts")) {
  const auto refusal = [](const std::string& name, const std::string& content) {
    const Folder folder;
    fill(folder);
    folder.write(name, content);
    try {
      MailTexts::load(folder.path());
      return std::string();
    } catch (const MailTextError& error) {
      return std::string(error.what()).substr(folder.path().size() + 1);
    }
  };
  BOOST_TEST(refusal("fr/hello.txt", "Subject: Salut\n\nBonjour\n").empty());
  BOOST_TEST(refusal("en/hello.txt", "Hello\n").starts_with("en/hello.txt: must begin with"));
  BOOST_TEST(refusal("en/hello.txt", "Subject: x\nBcc: y\n\nz").starts_with("en/hello.txt: must"));
  BOOST_TEST(refusal("en/hello.txt", "Subject: x\n\n{{who").starts_with("en/hello.txt: "));
  BOOST_TEST(refusal("en/bye.txt", "Subject: x\n\ny\n") == "de/bye.txt: is missing");
  BOOST_TEST(refusal("layout.html", "{{#paragraphs}}").starts_with("layout.html: "));
  const Folder empty;
  BOOST_CHECK_THROW(MailTexts::load(empty.path()), MailTextError);
}

// Those that ship: every name that is there has a value, in every language.
BOOST_AUTO_TEST_CASE(the_shipped_ones, *description("S0-34: English and German")) {
  const auto texts = MailTexts::load((chalkline::tests::source() / "deploy/mails").string());
  const MailValues invited{
      {"student", "Jonas"}, {"site", "Lernort"}, {"link", "https://a.example/#x"}, {"days", "7"}};
  const MailValues asked{{"parent", "Petra"}, {"site", "Lernort"}, {"name", "Jonas"}};
  for (const std::string language : {"en", "de"}) {
    for (const auto& [event, values] :
         {std::pair{"link_invited", invited}, std::pair{"link_asked", asked}}) {
      auto marked = values;
      for (auto& [name, value] : marked) value = "[" + value + "]";
      const auto mail = texts.rendered(event, language, marked);
      BOOST_TEST(mail.language == language);
      for (const auto& [name, value] : marked) {
        BOOST_TEST((mail.subject + mail.text).find(value) != std::string::npos,
                   event << " " << name);
      }
      // A name without a value leaves nothing, which shows as a gap.
      BOOST_TEST(mail.text.find("  ") == std::string::npos, event << " in " << language);
    }
  }
  const auto mail = texts.rendered("link_invited", "de", invited);
  BOOST_TEST(mail.html.find("<a href=\"https://a.example/#x\"") != std::string::npos);
}

// Of bookings: what a mail says in one language it says in the other.
BOOST_AUTO_TEST_CASE(those_of_bookings, *description("S0-34, S3-04, S3-21: English and German")) {
  const auto folder = chalkline::tests::source() / "deploy/mails";
  const auto texts = MailTexts::load(folder.string());
  MailValues values;
  for (const std::string name : {"other", "name", "site", "day", "time", "zone", "minutes"}) {
    values[name] = "[" + name + "]";
  }
  int events = 0;
  for (const auto& entry : fs::directory_iterator(folder / "en")) {
    const auto event = entry.path().stem().string();
    if (!event.starts_with("booking_")) continue;
    auto given = values;
    if (event.starts_with("booking_proposal") || event == "booking_proposed") {
      given.insert({{"proposedDay", "[day2]"}, {"proposedTime", "[time2]"}});
    }
    for (const std::string language : {"en", "de"}) {
      const auto mail = texts.rendered(event, language, given);
      BOOST_TEST(mail.language == language);
      for (const auto& [name, value] : given) {
        BOOST_TEST((mail.subject + mail.text).find(value) != std::string::npos,
                   event << " " << language << " " << name);
      }
      BOOST_TEST(mail.text.find("  ") == std::string::npos, event << " in " << language);
      BOOST_TEST(mail.text.find("()") == std::string::npos, event << " in " << language);
    }
    ++events;
  }
  BOOST_TEST(events == 10);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::outbound::tests
