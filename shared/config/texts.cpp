#include "config/texts.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

#include "rules/addresses.h"

namespace chalkline::config {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view label = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::string_view word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// Whether all characters are from one of the two sets.
bool consists_of(std::string_view text, std::string_view characters, std::string_view others) {
  return std::ranges::all_of(text, [&](char c) {
    return characters.find(c) != characters.npos || others.find(c) != others.npos;
  });
}

bool is_short(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest;
}

bool is_port(std::string_view text) {
  int port = 0;
  if (!is_short(text, 5) || !consists_of(text, digits, "") || text.front() == '0') return false;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port <= 65535;
}

// Letters, digits and inner hyphens in labels between dots; or an IPv6 address in brackets.
bool is_origin_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    return is_short(host, 47) && consists_of(host.substr(1, host.size() - 2), digits, "abcdef:.") &&
           host.find(':') != host.npos;
  }
  constexpr std::string_view marks = "-.";
  return is_short(host, 253) && consists_of(host, label, ".") && host.find("..") == host.npos &&
         marks.find(host.front()) == marks.npos && marks.find(host.back()) == marks.npos;
}

// host[:port]; `own_port` is the port browsers leave out.
bool is_authority(std::string_view text, std::string_view own_port) {
  const auto bracket = text.rfind(']');
  const auto colon = text.find(':', bracket == text.npos ? 0 : bracket);
  if (colon == text.npos) return is_origin_host(text);
  const auto port = text.substr(colon + 1);
  return is_origin_host(text.substr(0, colon)) && is_port(port) && port != own_port;
}

// The number of bytes that padded base64 stands for; 0 where it is none.
std::size_t base64_bytes(std::string_view text) {
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const auto body = text.substr(0, text.size() - padding);
  if (text.size() % 4 != 0 || !consists_of(body, word, "+/")) return 0;
  return text.size() / 4 * 3 - padding;
}

// An address of the web with `mark` once behind the host.
bool is_page_with(std::string_view mark, std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == text.npos) return false;
  const auto host = scheme + 3;
  const auto path = text.find_first_of("/?#", host);
  const auto at = text.find(mark);
  const bool once = at != text.npos && text.find(mark, at + 1) == text.npos;
  return (text.starts_with("http://") || text.starts_with("https://")) && once &&
         path != text.npos && path > host && at > path && text.size() <= 2000 &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F && c != '"'; });
}

}  // namespace

bool is_not_empty(std::string_view text) { return !text.empty(); }

bool is_absolute_path(std::string_view text) {
  return text.starts_with('/') && text.find('\0') == text.npos;
}

bool is_socket_path(std::string_view text) { return is_absolute_path(text) && text.size() <= 107; }

bool is_site_name(std::string_view text) {
  return is_short(text, 32) && consists_of(text, label, "_") &&
         lower.find(text.front()) != lower.npos;
}

bool is_key_id(std::string_view text) {
  return is_short(text, 64) && consists_of(text, word, "._:-");
}

bool is_cookie_name(std::string_view text) {
  return is_short(text, 64) && consists_of(text, word, "._-");
}

bool is_host(std::string_view text) {
  return is_short(text, 253) && consists_of(text, word, ".:-");
}

bool is_database_name(std::string_view text) {
  return is_short(text, 64) && consists_of(text, word, "_$-");
}

bool is_origin(std::string_view text) {
  const auto end = text.find("://");
  if (end == text.npos) return false;
  const auto scheme = text.substr(0, end);
  const std::string_view own_port = scheme == "http" ? "80" : scheme == "https" ? "443" : "";
  return is_short(scheme, 32) && consists_of(scheme, label, "+.") &&
         lower.find(scheme.front()) != lower.npos && is_authority(text.substr(end + 3), own_port);
}

bool is_webhook_secret(std::string_view text) {
  constexpr std::string_view prefix = "whsec_";
  if (!text.starts_with(prefix)) return false;
  const auto bytes = base64_bytes(text.substr(prefix.size()));
  return bytes >= 24 && bytes <= 64;
}

bool is_media_type(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos) return false;
  const auto type = text.substr(0, slash);
  const auto subtype = text.substr(slash + 1);
  return is_short(type, 64) && consists_of(type, label, "+.") && is_short(subtype, 127) &&
         consists_of(subtype, label, "+.");
}

bool is_mail_address(std::string_view text) { return rules::email_address(text) == text; }

bool is_sender_name(std::string_view text) {
  return is_short(text, 100) && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

bool is_token_page(std::string_view text) { return is_page_with("{token}", text); }
bool is_thread_page(std::string_view text) { return is_page_with("{thread}", text); }

bool is_country_code(std::string_view text) { return rules::is_country(text); }

}  // namespace chalkline::config
