#pragma once

#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace chalkline::e2e {

struct Person {
  std::string site;
  std::string id;
  std::string token;
};

// People whom nobody has met before, on one site. They and what ties them are noted first, and
// arrive together as a real platform would tell them: by chalkline import.
class Cast {
 public:
  explicit Cast(std::string site) : site_(std::move(site)) {}

  Cast& person(const std::string& name, const std::string& role, const std::string& standing = "ok",
               const std::string& birth_date = "");
  Cast& relationship(const std::string& tutor, const std::string& student,
                     const std::string& state = "active");
  Cast& enrolment(const std::string& name, const std::string& role, const std::string& batch,
                  const std::string& state = "active", const std::string& course = "e2e-course");
  // An invitation that the student has accepted.
  Cast& invitation(const std::string& tutor, const std::string& student, const std::string& state);
  // A confirmed link.
  Cast& parent(const std::string& parent, const std::string& student);
  // Everything noted since the last arrival.
  void arrive();

  // The id of somebody noted.
  const std::string& id(const std::string& name) const { return ids_.at(name); }
  // Somebody who has arrived, with a token of the operator's tool.
  Person operator[](const std::string& name) const;

 private:
  void note(const std::string& type, boost::json::object data);
  void tie(const std::string& tutor, const std::string& student, const std::string& state,
           const std::string& origin);

  std::string site_;
  std::map<std::string, std::string> ids_;
  std::string events_;
};

// A tutor and a student who may write to each other, in an active relationship or in one course.
struct Couple {
  Person tutor;
  Person student;
};
Couple new_couple(const std::string& site);

// `count` people with a role, all tied to the one named `center` of `cast` so that they may write
// to each other. Call before cast.arrive(); their tokens are signed here with the site's own key.
std::vector<Person> new_crowd(Cast& cast, const std::string& site, const std::string& center,
                              const std::string& role, int count);

// Prints a token made by the operator's tool.
std::string token_of(const std::string& site, const std::string& person);

// A token signed here: `changes` replace claims, or header members where they begin with "header.";
// null takes one out.
std::string forged_token(const Person& person, const boost::json::object& changes,
                         const std::string& secret = "");

}  // namespace chalkline::e2e
