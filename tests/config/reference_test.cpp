#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "config/files.h"

// deploy/policy.md and deploy/site.md against what the site files are read with.

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;
using rules::Policy;
using Words = std::vector<std::string>;
using Rows = std::map<std::string, Words>;  // a key's cells

template <class Enum>
std::string word(Enum value, const Words& words) {
  return words.at(static_cast<std::size_t>(value));
}

std::string cap(const std::optional<int>& value) { return value ? std::to_string(*value) : "off"; }

std::string list(const std::vector<std::pair<bool, std::string>>& words) {
  std::string text;
  for (const auto& [on, name] : words) {
    if (on) text += (text.empty() ? "" : ", ") + name;
  }
  return "[" + text + "]";
}

std::string types(const Words& types) {
  const Words images_pdf = {"image/jpeg", "image/png", "image/gif", "image/webp",
                            "application/pdf"};
  Words documents = images_pdf;
  documents.insert(documents.end(),
                   {"application/msword",
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                    "application/vnd.oasis.opendocument.text", "text/rtf", "text/plain"});
  if (types.empty()) return "none";
  return types == images_pdf ? "images, PDF" : types == documents ? "images, PDF, documents" : "?";
}

std::string bracketed(const Words& words) {
  std::string text;
  for (const auto& each : words) text += (text.empty() ? "" : ", ") + each;
  return "[" + text + "]";
}

using Written = std::map<std::string, std::string>;

void add_files(Written& keys, const std::string& name, const Policy::Files& files) {
  keys[name + ".allowed_in"] = word(files.allowed_in, {"active", "always", "never"});
  keys[name + ".types"] = types(files.types);
  keys[name + ".max_bytes"] = std::to_string(files.max_bytes);
}

void add_notify(Written& keys, const std::string& name, const Policy::Notify& notify) {
  const Words words = {"forced", "on", "off"};
  keys[name + ".email"] = word(notify.email, words);
  keys[name + ".sms"] = word(notify.sms, words);
  keys[name + ".push"] = word(notify.push, words);
}

void add_bookings(Written& keys, const Policy::Bookings& bookings) {
  keys["bookings.confirmation"] = word(bookings.confirmation, {"instant", "request"});
  keys["bookings.payment"] = word(bookings.payment, {"prepaid", "none"});
  keys["bookings.lead"] = std::to_string(bookings.lead.count());
  keys["bookings.shortest"] = std::to_string(bookings.shortest.count());
  keys["bookings.longest"] = std::to_string(bookings.longest.count());
  keys["bookings.step"] = std::to_string(bookings.step.count());
  keys["bookings.enter_window"] = std::to_string(bookings.enter_window.count());
  keys["bookings.timeout"] = std::to_string(bookings.timeout.count());
  keys["bookings.reminder"] = std::to_string(bookings.reminder.count());
  keys["bookings.payment_hold"] = std::to_string(bookings.payment_hold.count());
  keys["bookings.request_expiry"] = std::to_string(bookings.request_expiry.count());
  keys["bookings.cancel_notice.student"] = std::to_string(bookings.cancel_notice.student.count());
  keys["bookings.cancel_notice.tutor"] = std::to_string(bookings.cancel_notice.tutor.count());
  keys["bookings.past_tutors"] = std::to_string(bookings.past_tutors);
}

void add_kinds(Written& keys, const Policy& policy) {
  const Words oversight = {"none", "reported", "any"};
  const Words block = {"allow", "refuse"};
  const Words receipts = {"user", "forced"};
  const Words details = {"off", "warn", "mask", "refuse"};
  keys["oversight.direct"] = word(policy.oversight.direct, oversight);
  keys["oversight.parent"] = word(policy.oversight.parent, oversight);
  keys["oversight.time_limit"] = std::to_string(policy.oversight_time_limit.count());
  keys["oversight.disclosed"] =
      word(policy.oversight_disclosed, {"at_once", "afterwards", "never"});
  keys["block.direct"] = word(policy.block.direct, block);
  keys["block.parent"] = word(policy.block.parent, block);
  keys["read_receipts.direct"] = word(policy.read_receipts.direct, receipts);
  keys["read_receipts.parent"] = word(policy.read_receipts.parent, receipts);
  keys["contact_details.none"] = word(policy.contact_details.none, details);
  keys["contact_details.exploring"] = word(policy.contact_details.exploring, details);
  keys["contact_details.active"] = word(policy.contact_details.active, details);
  keys["contact_details.ended"] = word(policy.contact_details.ended, details);
}

// A policy as its reference writes it.
Written written(const Policy& policy) {
  Written keys;
  keys["unanswered_cap.student"] = cap(policy.unanswered_cap.student);
  keys["unanswered_cap.tutor"] = cap(policy.unanswered_cap.tutor);
  keys["unanswered_cap.parent"] = cap(policy.unanswered_cap.parent);
  keys["unanswered_cap.admin"] = cap(policy.unanswered_cap.admin);
  keys["cap_resets_on"] = list({{policy.cap_resets_on.reply, "reply"},
                                {policy.cap_resets_on.order, "order"},
                                {policy.cap_resets_on.booking, "booking"}});
  keys["may_start"] = list({{policy.may_start.marketplace, "marketplace"},
                            {policy.may_start.course, "course"},
                            {policy.may_start.relationship, "relationship"}});
  keys["parent_tutors"] = word(policy.parent_tutors, {"purchased", "enrolled", "either"});
  keys["guardian.age"] = std::to_string(policy.guardian.age);
  keys["guardian.mode"] = word(policy.guardian.mode, {"private", "parent_digest", "parent_copied"});
  keys["negative_review"] = word(policy.negative_review, {"block", "allow"});
  keys["allowed_contacts"] = bracketed(policy.allowed_contacts);
  keys["message_length"] = std::to_string(policy.message_length);
  keys["edit_window"] = std::to_string(policy.edit_window.count());
  keys["limits.link_requests"] = std::to_string(policy.limits.link_requests);
  keys["limits.link_resends"] = std::to_string(policy.limits.link_resends);
  keys["limits.link_accepts"] = std::to_string(policy.limits.link_accepts);
  keys["magic_link"] = std::to_string(policy.magic_link.count() / 24);
  add_files(keys, "attachments.direct", policy.attachments.direct);
  add_files(keys, "attachments.parent", policy.attachments.parent);
  add_notify(keys, "notifications.message", policy.notify_message);
  keys["notifications.message.delay"] = std::to_string(policy.alerts.delay.count());
  keys["notifications.message.pause"] = std::to_string(policy.alerts.pause.count());
  add_notify(keys, "notifications.booking", policy.notify_booking);
  add_bookings(keys, policy.bookings);
  add_kinds(keys, policy);
  return keys;
}

Words cells_of(const std::string& line) {
  Words cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) {
    const auto begin = cell.find_first_not_of(' ');
    if (begin == cell.npos) continue;
    cells.push_back(cell.substr(begin, cell.find_last_not_of(' ') - begin + 1));
  }
  return cells;
}

// The rows of a page's tables whose first cell is a `key`.
Rows rows_of(const std::string& page) {
  Rows rows;
  std::ifstream stream(share() / page);
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("| `")) continue;
    auto cells = cells_of(line);
    const auto key = cells.front().substr(1, cells.front().size() - 2);
    BOOST_TEST(rows.emplace(key, cells).second, key << " is described twice");
  }
  return rows;
}

// The names in an error's "keys here: a, b, c".
Words known_keys(const std::string& text) {
  const std::string mark = "keys here: ";
  const auto message = refusal_of_school(text);
  Words names;
  std::istringstream stream(message.substr(message.find(mark) + mark.size()));
  for (std::string name; std::getline(stream, name, ',');) {
    names.push_back(name.substr(name.find_first_not_of(' ')));
  }
  return names;
}

// The YAML of a dotted key: {a: {b: value}}
std::string nested(const std::string& key, const std::string& value) {
  const auto dot = key.find('.');
  if (dot == key.npos) return "{" + key + ": " + value + "}";
  return "{" + key.substr(0, dot) + ": " + nested(key.substr(dot + 1), value) + "}";
}

std::set<std::string> keys_of_sites() {
  std::set<std::string> keys;
  const std::vector<std::array<std::string, 3>> places = {
      {"", "preset: classroom", "nothing: 1"},
      {"database.", "user:", "nothing: 1, user:"},
      {"tokens.", "tokens:", "tokens:\n  nothing: 1"},
      {"tokens.keys[].", "kid:", "nothing: 1, kid:"},
      {"webhooks.", "preset: classroom", "webhooks: {nothing: 1}"},
      {"live.", "preset: classroom", "live: {nothing: 1}"},
      {"transcripts.", "preset: classroom", "transcripts: {nothing: 1}"},
      {"mail.", "preset: classroom", "mail: {nothing: 1}"},
      {"links.", "preset: classroom", "links: {nothing: 1}"},
  };
  for (const auto& [place, what, by] : places) {
    for (const auto& name : known_keys(replaced(school, what, by))) keys.insert(place + name);
  }
  for (const auto* map :
       {"database", "tokens", "webhooks", "live", "transcripts", "mail", "links"}) {
    keys.erase(map);
  }
  return keys;
}

}  // namespace

BOOST_AUTO_TEST_CASE(policy_reference_has_every_key_and_value,
                     *description("requirements 6: documented; deploy/policy.md")) {
  const auto rows = rows_of("policy.md");
  const std::vector<std::pair<std::size_t, std::string>> columns = {
      {3, ""}, {4, "preset: marketplace\n"}, {5, "preset: classroom\n"}, {6, "preset: advisor\n"}};
  for (const auto& [column, preset] : columns) {
    const auto keys = written(load_school(replaced(school, "preset: classroom\n", preset)).policy);
    BOOST_TEST(keys.size() == rows.size());
    for (const auto& [key, value] : keys) {
      BOOST_TEST_CONTEXT(key << " " << preset) {
        BOOST_TEST_REQUIRE(rows.contains(key));
        BOOST_TEST(rows.at(key).at(column) == value);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(policy_reference_tells_the_ranges,
                     *description("requirements 6: documented; deploy/policy.md")) {
  for (const auto& [key, cells] : rows_of("policy.md")) {
    const auto message = refusal_of_school(school + "policy: " + nested(key, "\"\"") + "\n");
    const auto& values = cells.at(2);
    const auto dash = values.find("–");
    BOOST_TEST_CONTEXT(key << ": " << message) {
      BOOST_TEST(message.find("policy." + key + ": is ''; must be ") != message.npos);
      if (dash == values.npos) continue;
      const auto least = values.substr(0, dash);
      const auto most = values.substr(dash + std::string("–").size());
      const auto range = "from " + least + " to " + most.substr(0, most.find(','));
      BOOST_TEST(message.find(range + ",") != message.npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(site_reference_has_every_key,
                     *description("issue 2, item 9: deploy/site.md, a reference of every key")) {
  std::set<std::string> described;
  for (const auto& [key, cells] : rows_of("site.md")) {
    if (!key.starts_with("CHALKLINE_")) described.insert(key);
  }
  BOOST_TEST(described == keys_of_sites(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(example_site_loads,
                     *description("issue 2, item 6: deploy/site.example.yaml")) {
  const Folder secrets;
  secrets.write("example.db", "a password\n");
  secrets.write("example.jwt", std::string(64, 's') + "\n");
  secrets.write("example.transcripts", ed25519_private_key);
  secrets.write("example.webhook", "whsec_" + std::string(44, 'A') + "\n");
  std::ostringstream content;
  content << std::ifstream(share() / "site.example.yaml").rdbuf();
  auto text = content.str();
  const std::string place = "/etc/chalkline/secrets";
  for (auto at = text.find(place); at != text.npos; at = text.find(place)) {
    text.replace(at, place.size(), secrets.path().string());
  }
  const Folder folder;
  folder.write("example.yaml", text);
  BOOST_TEST(refusal(folder) == "");
  BOOST_TEST(load_sites(folder.path(), share()).at("example").preset == "marketplace");
}

}  // namespace chalkline::config::tests
