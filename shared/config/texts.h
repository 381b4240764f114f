#pragma once

#include <string_view>

namespace chalkline::config {

// The forms of text that site files hold.

bool is_not_empty(std::string_view text);

// Begins with a slash.
bool is_absolute_path(std::string_view text);

// An absolute path that fits a socket's address: at most 107 bytes.
bool is_socket_path(std::string_view text);

// 1–32 of a-z 0-9 - _, a letter first: it names a file, a cookie, a live channel and a token's
// audience.
bool is_site_name(std::string_view text);

// 1–64 of A-Z a-z 0-9 . _ : -
bool is_key_id(std::string_view text);

// 1–64 of A-Z a-z 0-9 . _ -
bool is_cookie_name(std::string_view text);

// A host's name or address.
bool is_host(std::string_view text);

// 1–64 of A-Z a-z 0-9 _ $ -
bool is_database_name(std::string_view text);

// scheme://host[:port] as browsers send it: http or https, lower case, the scheme's own port left
// out, nothing after it.
bool is_origin(std::string_view text);

// whsec_ and the base64 of 24 to 64 bytes (Standard Webhooks).
bool is_webhook_secret(std::string_view text);

// type/subtype in lower case, without parameters.
bool is_media_type(std::string_view text);

// An email address, as rules::email_address takes it.
bool is_mail_address(std::string_view text);

// What recipients see of a sender: 1–100 bytes without control characters.
bool is_sender_name(std::string_view text);

// http or https, a host, printable ASCII without spaces and quotes, with {token} once behind the
// host.
bool is_token_page(std::string_view text);
// Likewise of the page of a conversation, with {thread}.
bool is_thread_page(std::string_view text);

// One of the countries that rules::phone_number knows.
bool is_country_code(std::string_view text);

}  // namespace chalkline::config
