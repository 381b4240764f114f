#include "config/site_keys.h"

#include <algorithm>

#include "config/keys.h"
#include "config/policy_keys.h"
#include "config/public_key.h"
#include "config/readers.h"
#include "config/texts.h"
#include "config/token_keys.h"

namespace chalkline::config {
namespace {

Keys<Database> database_keys() {
  const std::string a_path = "an absolute path of at most 107 bytes";
  const std::string a_password = "a password, not empty";
  return {key("socket", text(a_path, is_socket_path), &Database::socket),
          key("host", text("a host's name or address", is_host), &Database::host),
          key("port", number(1, 65535), &Database::port),
          key("name", text("a database's name", is_database_name), &Database::name),
          key("user", text("a user's name, not empty", is_not_empty), &Database::user),
          key("password", secret(a_password, is_not_empty), &Database::password),
          key("password_file", secret_file(a_password, is_not_empty), &Database::password)};
}

Reader<ClockMode> clock() {
  return choice<ClockMode>({{"system", ClockMode::system}, {"test", ClockMode::test}});
}

Keys<Mail> mail_keys() {
  const std::string a_name = "a name of 1–100 bytes, without control characters";
  return {key("driver", choice<MailDriver>({{"eml", MailDriver::eml}}), &Mail::driver),
          key("folder", text("an absolute path", is_absolute_path), &Mail::folder),
          key("from", text("an email address", is_mail_address), &Mail::from),
          key("name", text(a_name, is_sender_name), &Mail::name)};
}

Keys<Links> link_keys() {
  const std::string a_page = "an address, http:// or https://, with {token} in it once";
  const std::string a_thread = "an address, http:// or https://, with {thread} in it once";
  return {key("invitation", text(a_page, is_token_page), &Links::invitation),
          key("conversation", text(a_thread, is_thread_page), &Links::conversation)};
}

// Every key of a site file; deploy/site.md describes them.
Keys<Site> site_keys() {
  const std::string a_name = "1–32 of a-z 0-9 - _, a letter first";
  const std::string a_cookie = "1–64 of A-Z a-z 0-9 . _ -";
  const std::string an_origin =
      "scheme://host[:port] as browsers send it: lower case, without the scheme's own port, "
      "nothing "
      "after it";
  const std::string a_secret = "whsec_ and the base64 of 24–64 bytes";
  const std::string a_path = "an absolute path of at most 107 bytes";
  const std::string a_key = "one Ed25519 private key in PEM, without a password";
  return all<Site>({
      {key("site", text(a_name, is_site_name), &Site::name)},
      {key("preset", text(a_name, is_site_name), &Site::preset)},
      {key("demo", flag(), &Site::demo)},
      {key("clock", clock(), &Site::clock)},
      below("database", &Site::database, database_keys()),
      {key("tokens.cookie", text(a_cookie, is_cookie_name), &Site::cookie)},
      {key("tokens.keys", Reader<std::vector<TokenKey>>(read_token_keys), &Site::keys)},
      {key("origins", list_of(text(an_origin, is_origin)), &Site::origins)},
      {key("webhooks.secrets", list_of(secret(a_secret, is_webhook_secret)),
           &Site::webhook_secrets)},
      {key("webhooks.secret_files", list_of(secret_file(a_secret, is_webhook_secret)),
           &Site::webhook_secrets)},
      {key("live.publish_socket", text(a_path, is_socket_path), &Site::publish_socket)},
      {key("transcripts.key", secret(a_key, is_ed25519_private_key), &Site::transcript_key)},
      {key("transcripts.key_file", secret_file(a_key, is_ed25519_private_key),
           &Site::transcript_key)},
      {key("country", text("a country's code of ISO 3166, as in DE", is_country_code),
           &Site::country)},
      below("mail", &Site::mail, mail_keys()),
      below("links", &Site::links, link_keys()),
      {found_key<Site>("policy")},
  });
}

void check_name(const Given& given, const std::string& name, const std::filesystem::path& file) {
  if (name == file.stem().string()) return;
  given.at("site").refuse("the file's name without .yaml, " + file.stem().string());
}

// What the keys say together.
void check_site(const Value& document, const Given& given, const Site& site) {
  for (const auto* name : {"site", "database.name", "database.user", "tokens.keys"}) {
    require(document, given, name);
  }
  require_one_at_most(given, "database.socket", "database.host");
  require_one_at_most(given, "database.socket", "database.port");
  require_one_at_most(given, "database.password", "database.password_file");
  require_one_at_most(given, "webhooks.secrets", "webhooks.secret_files");
  require_one_at_most(given, "transcripts.key", "transcripts.key_file");
  if (given.contains("mail")) {
    // A mail without its link would be of no use.
    for (const auto* name :
         {"mail.driver", "mail.from", "links.invitation", "links.conversation"}) {
      require(document, given, name);
    }
    if (site.mail.driver == MailDriver::eml) require(document, given, "mail.folder");
  }
  if (site.clock == ClockMode::test && !site.demo) {
    given.at("clock").fail("is 'test' without demo: true; must be system");
  }
}

const Value* find(const Given& given, const std::string& name) {
  const auto found = given.find(name);
  return found == given.end() ? nullptr : &found->second;
}

}  // namespace

Site load_site(const std::filesystem::path& file, const std::filesystem::path& presets) {
  const Value document = load_yaml(file);
  Site site;
  const Given given = read_keys(document, site_keys(), site);
  check_site(document, given, site);
  check_name(given, site.name, file);
  if (site.cookie.empty()) site.cookie = "chalkline_" + site.name;
  if (site.mail.name.empty()) site.mail.name = site.name;
  site.policy = load_policy(find(given, "preset"), find(given, "policy"), presets, site.demo);
  return site;
}

}  // namespace chalkline::config
