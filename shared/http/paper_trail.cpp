#include "http/paper_trail.h"

#include "http/digest.h"

namespace chalkline::http {

rules::Seal make_seal(const rules::TrailHead& previous, const rules::Version& version) {
  constexpr std::size_t salt_bytes = 16;
  rules::Seal seal{.entry = previous.entry + 1, .salt = hex(random_bytes(salt_bytes))};
  seal.commitment = sha256_hex(rules::committed_text(version, seal.salt));
  seal.chain = sha256_hex(rules::link_text(version.thread_id, previous, seal.commitment));
  return seal;
}

}  // namespace chalkline::http
