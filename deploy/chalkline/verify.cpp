#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "commands.h"
#include "http/signature.h"
#include "http/transcript_check.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline verify - checks a transcript of a conversation

SYNOPSIS
    chalkline verify FILE [--key PUBLIC.pem]

DESCRIPTION
    Looks through a transcript as GET /api/reports/transcripts/{threadId} gave it, the JSON document or
    the page, without any site or network: that each text, time and sender is what its entry commits to,
    that every entry continues the chain, that none is missing, added or moved, that the end is there, that
    the page shows what is signed, and that the signature fits. Names the first line that does not hold.

    What is told as erased, or as an earlier text kept for moderation, cannot be held against its entry
    any more; entries before and behind it can. Messages from before the site had chains have no entry:
    the signature alone vouches for them, as it does for receipts and names.

    Without --key the signature is held against the key that the file itself names: this shows that
    nothing was changed since, not who signed. Compare the key with one that the site gave you by another
    way, or say it with --key. A part of a long conversation is checked as a part.

    A page must be saved as it came, as with curl or "page source", because some browsers write it anew.

OPTIONS
    --key PUBLIC.pem   the site's public key, as from: openssl pkey -in KEY.pem -pubout

EXIT STATUS
    0  it holds     1  it does not, or cannot be read     2  wrong usage

EXAMPLES
    chalkline verify transcript-12.html --key school.pem
)";

std::string read_file(const std::string& name) {
  std::ifstream file(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw CommandError(name + " cannot be read: " + std::strerror(errno));
  return text;
}

std::optional<std::string> trusted_key(const std::string& file) {
  if (file.empty()) return std::nullopt;
  auto key = http::public_key_from_pem(read_file(file));
  if (!key) throw CommandError(file + " is no Ed25519 public key in PEM");
  return key;
}

std::string place_of(const http::TranscriptFault& fault) {
  std::string place;
  if (fault.file_line > 0) place += ":" + std::to_string(fault.file_line);
  if (fault.entry) place += ": entry " + std::to_string(*fault.entry);
  if (fault.seq) place += (fault.entry ? ", message " : ": message ") + std::to_string(*fault.seq);
  return place;
}

void print_count(long long count, const char* what) {
  if (count > 0) std::printf("  %lld %s\n", count, what);
}

void print(const std::string& file, const http::TranscriptCheck& check, bool trusted) {
  std::printf("%s holds: site %s, conversation %s, as of %s\n", file.c_str(), check.site.c_str(),
              check.thread_id.c_str(), check.created_at.c_str());
  std::printf("  messages %lld to %lld, entries %lld to %lld\n", check.first_seq, check.last_seq,
              check.first_entry, check.last_entry);
  if (check.first_seq > 1) std::printf("  a part: what was before is in another file\n");
  if (check.more) std::printf("  a part: what comes behind it is in another file\n");
  print_count(check.withheld, "earlier texts are kept for moderation and not in it");
  print_count(check.erased, "texts have been erased");
  print_count(check.older, "messages are older than the chain");
  std::printf("  signed with key %s%s\n", check.key_id.c_str(),
              trusted ? "" : ", which nothing here vouches for: compare it, or say --key");
}

}  // namespace

int run_verify(Words words) {
  std::string file;
  std::string key_file;
  Options options("verify", help_text);
  options.word("FILE", file, Need::required);
  options.text("--key", key_file, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  const auto key = trusted_key(key_file);
  const auto check = http::check_transcript(read_file(file), key);
  if (check.fault) {
    std::fprintf(stderr, "%s%s: %s\n", file.c_str(), place_of(*check.fault).c_str(),
                 check.fault->what.c_str());
    return 1;
  }
  print(file, check, key.has_value());
  return 0;
}

}  // namespace chalkline::tool
