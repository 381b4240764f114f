#include "rules/people.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/directory.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(initials_of_names, *description("S1-06")) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Anna Müller", "AM"},
      {"anna müller", "AM"},
      {"Anna Maria von der Müller", "AM"},
      {"  Anna\t\u00A0Müller  ", "AM"},
      {"Anna", "A"},
      {"élodie", "É"},
      {"e\u0301lodie dupont", "E\u0301D"},
      {"Øystein Ås", "ØÅ"},
      {"žofie šimková", "ŽŠ"},
      {"łukasz żak", "ŁŻ"},
      {"ольга иванова", "ОИ"},
      {"ёлка", "Ё"},
      {"ωμέγα άλφα", "ΩΆ"},
      {"李小龙", "李"},
      {"山田 太郎", "山太"},
      {"محمد علي", "مع"},
      {"שרה כהן", "שכ"},
      {"김 민수", "김민"},
      {"😀 Smile", "😀S"},
      {"\u200BAnna \u2060Müller", "AM"},
      {"straße ÿ", "SŸ"},
      {"ßeta", "ß"},
      {"7th Grade", "7G"},
  };
  for (const auto& [name, expected] : rows) BOOST_TEST(initials(name) == expected, name);
}

BOOST_AUTO_TEST_CASE(initials_begin_with_letters, *description("S1-06: not with a bracket")) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Anna Müller (Physik)", "AP"},
      {"\"Anna\" Müller", "AM"},
      {"Anna -", "A"},
      {"'t Hooft", "TH"},
  };
  for (const auto& [name, expected] : rows) BOOST_TEST(initials(name) == expected, name);
}

BOOST_AUTO_TEST_CASE(initials_of_nobody, *description("S1-06: a blank name")) {
  for (const std::string name : {"", " ", "\t\n", "\u00A0\u3000", "\u200B\u3164\u2800", "\uFE0F"}) {
    BOOST_TEST(initials(name) == "?", name);
  }
}

BOOST_AUTO_TEST_CASE(person_ids_taken, *description("contract 1")) {
  for (const std::string& id : {std::string("a"), std::string("A-Z_a.z:0-9"), std::string("0"),
                                std::string("..."), std::string("a:b"), std::string(64, 'x')}) {
    BOOST_TEST(is_person_id(id), id);
  }
}

BOOST_AUTO_TEST_CASE(person_ids_refused, *description("contract 1")) {
  for (const std::string& id :
       {std::string(), std::string(65, 'x'), std::string("a b"), std::string("a/b"),
        std::string("a|b"), std::string("a%"), std::string("ä"), std::string("a\n"),
        std::string(" a"), std::string(1, '\0'), std::string("a\0", 2), std::string("a@b"),
        std::string("a,b"), std::string("a\x80")}) {
    BOOST_TEST(!is_person_id(id), id);
  }
}

BOOST_AUTO_TEST_CASE(role_names, *description("contract 5, golden")) {
  const std::vector<std::pair<Role, std::string>> golden = {
      {Role::tutor, "tutor"},
      {Role::student, "student"},
      {Role::parent, "parent"},
      {Role::institution_admin, "institution_admin"},
      {Role::support, "support"},
      {Role::moderator, "moderator"},
      {Role::platform_admin, "platform_admin"},
  };
  BOOST_TEST(golden.size() == static_cast<std::size_t>(role_count));
  for (const auto& [role, name] : golden) {
    BOOST_TEST(name_of(role) == name);
    BOOST_TEST((role_from(name) == role), name);
  }
  for (const auto* name : {"", "Tutor", "TUTOR", " tutor", "tutors", "admin", "teacher"}) {
    BOOST_TEST(!role_from(name), name);
  }
}

BOOST_AUTO_TEST_CASE(standing_and_relationship_names, *description("contract 3, golden")) {
  for (const std::string name : {"ok", "needs_improvement", "suspended", "rejected"}) {
    const auto standing = standing_from(name);
    BOOST_TEST((standing && name_of(*standing) == name), name);
  }
  for (const std::string name : {"none", "exploring", "active", "ended"}) {
    const auto state = relationship_from(name);
    BOOST_TEST((state && name_of(*state) == name), name);
  }
  for (const auto* name : {"", "OK", "banned", "Active", "active ", "over"}) {
    BOOST_TEST(!standing_from(name), name);
    BOOST_TEST(!relationship_from(name), name);
  }
}

BOOST_AUTO_TEST_CASE(shown_roles, *description("contract 2: one role beside a name")) {
  const auto shown = [](std::initializer_list<Role> roles) {
    Roles set;
    for (const auto role : roles) set.add(role);
    return name_of(shown_role(set));
  };
  BOOST_TEST(shown({}) == "student");
  BOOST_TEST(shown({Role::student}) == "student");
  BOOST_TEST(shown({Role::student, Role::tutor}) == "tutor");
  BOOST_TEST(shown({Role::platform_admin, Role::parent}) == "parent");
  BOOST_TEST(shown({Role::platform_admin}) == "platform_admin");
  BOOST_TEST(shown({Role::moderator, Role::support}) == "support");
}

BOOST_AUTO_TEST_CASE(the_stronger_relationship,
                     *description("S0-11: when each teaches the other")) {
  using enum Relationship;
  const std::vector<Relationship> rising = {none, ended, exploring, active};
  for (std::size_t i = 0; i < rising.size(); ++i) {
    for (std::size_t j = 0; j < rising.size(); ++j) {
      BOOST_TEST(name_of(stronger(rising[i], rising[j])) == name_of(rising[std::max(i, j)]));
    }
  }
  BOOST_TEST((is_open(exploring) && is_open(active) && !is_open(none) && !is_open(ended)));
}

BOOST_AUTO_TEST_CASE(news, *description("contract 5: events repeat and come out of order")) {
  BOOST_TEST(is_news(std::nullopt, 0));
  BOOST_TEST(is_news(std::nullopt, -1));
  BOOST_TEST(is_news(1, 2));
  BOOST_TEST(!is_news(2, 2));
  BOOST_TEST(!is_news(2, 1));
  BOOST_TEST(!is_news(0, 0));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
