#include "outbound/mail/message.h"

#include <chrono>
#include <memory>
#include <stdexcept>

#include <gmime/gmime.h>

namespace chalkline::outbound {
namespace {

struct Unreference {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class Object>
using Owned = std::unique_ptr<Object, Unreference>;

// Control characters would end a header; white space of every kind is one space.
std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (!control) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

void add_mailbox(GMimeMessage* message, GMimeAddressType type, const Mailbox& box) {
  const bool plain = box.address.find_first_of(" \t\r\n<>,;") == std::string::npos;
  if (!plain || box.address.find('@') == std::string::npos) {
    throw std::runtime_error("an address of a mail is none");
  }
  const auto name = one_line(box.name);
  g_mime_message_add_mailbox(message, type, name.empty() ? nullptr : name.c_str(),
                             box.address.c_str());
}

void add_part(GMimeMultipart* parts, const char* subtype, const std::string& content) {
  const Owned<GMimeTextPart> part(g_mime_text_part_new_with_subtype(subtype));
  g_mime_text_part_set_charset(part.get(), "utf-8");
  g_mime_text_part_set_text(part.get(), content.c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part.get()), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_multipart_add(parts, GMIME_OBJECT(part.get()));
}

void set_date(GMimeMessage* message, rules::Time at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  GDateTime* const date = g_date_time_new_from_unix_utc(seconds);
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
}

std::string written(GMimeMessage* message) {
  GMimeFormatOptions* const options = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
  char* const text = g_mime_object_to_string(GMIME_OBJECT(message), options);
  std::string whole(text);
  g_free(text);
  g_mime_format_options_free(options);
  return whole;
}

}  // namespace

std::string composed(const Mail& mail) {
  static const bool ready = (g_mime_init(), true);
  static_cast<void>(ready);
  const Owned<GMimeMessage> message(g_mime_message_new(TRUE));
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM, mail.from);
  add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, mail.to);
  g_mime_message_set_subject(message.get(), one_line(mail.subject).c_str(), "utf-8");
  set_date(message.get(), mail.at);
  g_mime_message_set_message_id(message.get(), mail.message_id.c_str());
  auto* const object = GMIME_OBJECT(message.get());
  g_mime_object_set_header(object, "Auto-Submitted", "auto-generated", nullptr);
  g_mime_object_set_header(object, "Content-Language", mail.language.c_str(), nullptr);
  const Owned<GMimeMultipart> parts(g_mime_multipart_new_with_subtype("alternative"));
  add_part(parts.get(), "plain", mail.text);
  add_part(parts.get(), "html", mail.html);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(parts.get()));
  return written(message.get());
}

}  // namespace chalkline::outbound
