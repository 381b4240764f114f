#include "http/token.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "commands.h"
#include "rules/people.h"

namespace chalkline::tool {
namespace {

constexpr long long longest_minutes = 15;
constexpr long long longest_demo_minutes = 527'040;  // a leap year

constexpr std::string_view help_text = R"help(NAME
    chalkline token - prints a token for one person

SYNOPSIS
    chalkline token --site SITE --person ID [--minutes N] [--kid KID]

DESCRIPTION
    Prints a JSON Web Token on a line of its own, signed with the site's first HS256 key. It works as
    "Authorization: Bearer TOKEN" and as the site's cookie. The person need not be known yet.

    Whoever has the token is that person until it expires: for trying things out and for support, not
    for a platform, which signs its own.

OPTIONS
    --site SITE    the site the token is for
    --person ID    the platform's id of the person
    --minutes N    how long it holds: 1 to 15, on demo sites up to a year. Default: 15
    --kid KID      sign with this key of the site

EXIT STATUS
    0  printed     1  the site has no key that signs, or refuses so long a token     2  wrong usage

EXAMPLES
    chalkline token --site marketplace --person jonas
    curl -H "Authorization: Bearer $(chalkline token --site marketplace --person jonas)" \
        http://127.0.0.1:8080/api/inbox
)help";

const http::VerificationKey& signing_key(const app::Context& context, const std::string& kid) {
  const auto& keys = context.tenant.keys;
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const http::VerificationKey& key) {
    return kid.empty() ? key.algorithm == http::VerificationKey::Algorithm::hs256 : key.kid == kid;
  });
  const std::string& site = context.site.name;
  if (found == keys.end() && !kid.empty()) {
    throw CommandError(site + " has no key '" + kid + "': say --kid as in tokens.keys of its file");
  }
  if (found == keys.end() || found->algorithm != http::VerificationKey::Algorithm::hs256) {
    throw CommandError(
        site +
        (kid.empty() ? " has only public keys" : " has of '" + kid + "' the public key only") +
        ", which check tokens but cannot sign them: let the platform sign one, or "
        "add an HS256 key to tokens.keys");
  }
  return *found;
}

void check(const app::Context& context, const std::string& person, long long minutes) {
  if (!rules::is_person_id(person)) {
    throw CommandError("'" + person + "' is no person's id: 1–64 of A-Z a-z 0-9 . _ : -");
  }
  if (minutes > longest_minutes && !context.site.demo) {
    throw CommandError(context.site.name + " is no demo site: say --minutes 15 or less");
  }
}

}  // namespace

int run_token(Words words) {
  std::string site;
  std::string person;
  std::string kid;
  long long minutes = longest_minutes;
  Options options("token", help_text);
  options.text("--site", site, Need::required);
  options.text("--person", person, Need::required);
  options.number("--minutes", minutes, 1, longest_demo_minutes, Need::optional);
  options.text("--kid", kid, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  const auto& context = site_named(sites, site);
  check(context, person, minutes);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto token = http::sign_token(signing_key(context, kid), person, site,
                                      now + std::chrono::minutes(minutes));
  std::printf("%s\n", token.c_str());
  return 0;
}

}  // namespace chalkline::tool
