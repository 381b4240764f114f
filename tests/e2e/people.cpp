#include "people.h"

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "child.h"
#include "http/times.h"
#include "http/token.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;
using std::chrono::floor;
using std::chrono::system_clock;

std::string tool() { return state_folder() / "bin" / "chalkline"; }

std::string now_text() {
  return http::time_text(floor<std::chrono::milliseconds>(system_clock::now()));
}

long long now_seconds() {
  return floor<std::chrono::seconds>(system_clock::now()).time_since_epoch().count();
}

std::string hmac(const std::string& secret, const std::string& text) {
  std::string mac(32, '\0');
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(mac.data()), nullptr);
  return mac;
}

}  // namespace

void Cast::note(const std::string& type, json::object data) {
  const json::object event{{"type", type}, {"timestamp", now_text()}, {"data", std::move(data)}};
  events_ += json::serialize(event) + "\n";
}

Cast& Cast::person(const std::string& name, const std::string& role, const std::string& standing,
                   const std::string& birth_date) {
  auto [place, first] = ids_.emplace(name, "");
  if (first) place->second = fresh(name);
  json::object said{{"id", place->second},
                    {"name", "Person " + name},
                    {"email", place->second + "@e2e.example"},
                    {"timeZone", "Europe/Dublin"},
                    {"locale", "en-IE"},
                    {"roles", json::array{role}},
                    {"standing", standing}};
  if (!birth_date.empty()) said.emplace("birthDate", birth_date);
  note("person.upserted", std::move(said));
  return *this;
}

Cast& Cast::relationship(const std::string& tutor, const std::string& student,
                         const std::string& state) {
  tie(tutor, student, state, "profile");
  return *this;
}

Cast& Cast::invitation(const std::string& tutor, const std::string& student,
                       const std::string& state) {
  tie(tutor, student, state, "invite");
  return *this;
}

Cast& Cast::parent(const std::string& parent, const std::string& student) {
  note("parent_link.upserted",
       {{"parentId", id(parent)}, {"studentId", id(student)}, {"state", "confirmed"}});
  return *this;
}

void Cast::tie(const std::string& tutor, const std::string& student, const std::string& state,
               const std::string& origin) {
  note("relationship.upserted",
       {{"tutorId", id(tutor)}, {"studentId", id(student)}, {"state", state}, {"origin", origin}});
}

Cast& Cast::enrolment(const std::string& name, const std::string& role, const std::string& batch,
                      const std::string& state, const std::string& course) {
  note("enrolment.upserted", {{"courseId", course},
                              {"batchId", batch},
                              {"institutionId", "e2e-school"},
                              {"personId", id(name)},
                              {"role", role},
                              {"state", state}});
  return *this;
}

void Cast::arrive() {
  const auto file = std::filesystem::temp_directory_path() / (fresh("import") + ".ndjson");
  std::ofstream(file) << events_;
  events_.clear();
  const auto ended = run_program({tool(), "import", "--site", site_, file});
  std::filesystem::remove(file);
  if (ended.status != 0) throw std::runtime_error(ended.errors);
}

Person Cast::operator[](const std::string& name) const {
  return {site_, id(name), token_of(site_, id(name))};
}

Couple new_couple(const std::string& site) {
  Cast cast(site);
  cast.person("tutor", "tutor").person("student", "student");
  const std::string batch = fresh("batch");
  if (site == "classroom") {
    cast.enrolment("tutor", "tutor", batch).enrolment("student", "student", batch);
  } else {
    cast.relationship("tutor", "student");
  }
  cast.arrive();
  return {cast["tutor"], cast["student"]};
}

std::vector<Person> new_crowd(Cast& cast, const std::string& site, const std::string& center,
                              const std::string& role, int count) {
  std::vector<Person> crowd;
  for (int i = 0; i < count; ++i) {
    const std::string name = role + std::to_string(i);
    cast.person(name, role);
    if (role == "tutor") {
      cast.relationship(name, center);
    } else {
      cast.relationship(center, name);
    }
    Person person{site, cast.id(name), ""};
    person.token = forged_token(person, {});
    crowd.push_back(std::move(person));
  }
  return crowd;
}

std::string token_of(const std::string& site, const std::string& person) {
  auto ended =
      run_program({tool(), "token", "--site", site, "--person", person, "--minutes", "120"});
  while (!ended.output.empty() && ended.output.back() == '\n') ended.output.pop_back();
  if (ended.status != 0 || ended.output.empty()) throw std::runtime_error(ended.errors);
  return ended.output;
}

std::string forged_token(const Person& person, const json::object& changes,
                         const std::string& secret) {
  const auto& key = settings_of(person.site).keys.front();
  json::object header{{"alg", "HS256"}, {"typ", "JWT"}, {"kid", key.kid}};
  json::object claims{{"sub", person.id}, {"aud", person.site}, {"exp", now_seconds() + 7200}};
  constexpr std::string_view prefix = "header.";
  for (const auto& [name, value] : changes) {
    const std::string_view path = name;
    const bool in_header = path.starts_with(prefix);
    const auto member = in_header ? path.substr(prefix.size()) : path;
    auto& part = in_header ? header : claims;
    part[member] = value;
    if (value.is_null()) part.erase(member);
  }
  const std::string text =
      http::base64url(json::serialize(header)) + "." + http::base64url(json::serialize(claims));
  return text + "." + http::base64url(hmac(secret.empty() ? key.material : secret, text));
}

}  // namespace chalkline::e2e
