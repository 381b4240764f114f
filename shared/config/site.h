#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "rules/policy.h"

namespace chalkline::config {

// Why the process must not start: one line that names the file, the line and the key.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ClockMode { system, test };

// How tokens signed with a key are checked; fixed by the site file, never taken from the token.
enum class Algorithm { hs256, eddsa, rs256 };

struct TokenKey {
  std::string kid;
  Algorithm algorithm = Algorithm::hs256;
  std::string material;  // hs256: the secret's bytes, at least 32; otherwise the public key in PEM
};

struct Database {
  std::string socket;  // path of a unix socket; empty: host and port
  std::string host = "127.0.0.1";
  int port = 3306;
  std::string name;
  std::string user;
  std::string password;
};

enum class MailDriver { none, eml };

// How mails leave.
struct Mail {
  MailDriver driver = MailDriver::none;
  std::string folder;  // of eml: each mail becomes a file there
  std::string from;    // address of the sender
  std::string name;    // of the sender, as recipients see it
};

// Addresses of the site's own pages, for mails.
struct Links {
  std::string invitation;    // accepts a parent's invitation; {token} stands for the token
  std::string conversation;  // shows a conversation; {thread} stands for its id
};

// One site file, read, checked and complete: presets merged, secrets loaded from their files.
struct Site {
  std::string name;
  std::string preset;
  bool demo = false;
  ClockMode clock = ClockMode::system;
  Database database;
  std::string cookie;                        // name of the session cookie
  std::vector<TokenKey> keys;                // never empty
  std::vector<std::string> origins;          // scheme://host[:port], beyond the site's own
  std::vector<std::string> webhook_secrets;  // whsec_…
  std::string publish_socket;                // unix socket for live updates; empty: none
  std::string transcript_key;  // Ed25519 private key in PEM that signs transcripts; empty: none
  std::string
      country;  // ISO 3166, of phone numbers of people whose locale names none; may be empty
  Mail mail;
  Links links;
  rules::Policy policy;
};

using Sites = std::map<std::string, Site, std::less<>>;

// Where the site files, and the presets and migrations, are: CHALKLINE_SITES and CHALKLINE_SHARE,
// with their defaults /etc/chalkline/sites and /usr/share/chalkline.
std::filesystem::path sites_folder();
std::filesystem::path share_folder();

// Reads every *.yaml in `sites`; presets come from `share`/presets. Throws Error for the first
// thing that is wrong, and when there is no site at all.
Sites load_sites(const std::filesystem::path& sites, const std::filesystem::path& share);

}  // namespace chalkline::config
