#include "history.h"

#include <stdexcept>

namespace chalkline::e2e {

std::vector<Line> lines_of(const Answer& page) {
  std::vector<Line> lines;
  for (const auto& item : page.at("items").get_array()) {
    const auto& message = item.get_object();
    const auto* const client_id = message.if_contains("clientId");
    const bool named = client_id != nullptr && client_id->is_string();
    lines.push_back({.seq = message.at("seq").get_int64(),
                     .sender = std::string(message.at("senderId").get_string()),
                     .client_id = named ? std::string(client_id->get_string()) : "",
                     .body = std::string(message.at("body").get_string())});
  }
  return lines;
}

std::vector<Line> history_of(Client& reader, const std::string& thread) {
  std::vector<Line> all;
  for (bool more = true; more;) {
    const auto after = all.empty() ? 0 : all.back().seq;
    const auto page = reader.get("/api/inbox/threads/" + thread +
                                 "/messages?limit=100&after=" + std::to_string(after));
    if (page.status != 200) throw std::runtime_error("no history: " + page.verdict());
    for (auto& line : lines_of(page)) all.push_back(std::move(line));
    more = page.at("hasMore").get_bool();
  }
  return all;
}

bool is_gapless(const std::vector<Line>& lines) {
  long long expected = 0;
  for (const auto& line : lines) {
    if (line.seq != ++expected) return false;
  }
  return true;
}

}  // namespace chalkline::e2e
