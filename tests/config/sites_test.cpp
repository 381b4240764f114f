#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "config/files.h"

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;

std::string college(const std::string& what = "", const std::string& by = "") {
  auto text = replaced(school, "site: school", "site: college");
  text = replaced(text, "chalkline_school", "chalkline_college");
  return what.empty() ? text : replaced(text, what, by);
}

}  // namespace

BOOST_AUTO_TEST_CASE(folder_holds_several_sites,
                     *description("architecture 5: SITE picks sites/<name>.yaml")) {
  const Folder folder;
  folder.write("school.yaml", school);
  folder.write("college.yaml", college());
  folder.write(".college.yaml", "an editor's");
  folder.write("college.yaml~", "an editor's");
  folder.write("README", "not a site");
  folder.write("old/college.yaml", "not read");
  const auto sites = load_sites(folder.path(), share());
  BOOST_TEST(sites.size() == 2U);
  BOOST_TEST(sites.at("school").name == "school");
  BOOST_TEST(sites.at("college").database.name == "chalkline_college");
}

BOOST_AUTO_TEST_CASE(folder_that_holds_no_site,
                     *description("site.h: no site at all is an error")) {
  const Folder folder;
  const auto place = folder.path().string();
  BOOST_TEST(refusal(folder) == place + ":1: document: holds no site; must hold a file NAME.yaml");
  folder.write("school.yml", school);
  BOOST_TEST(refusal(folder) ==
             "school.yml:1: document: would not be read; its name must end in .yaml");
  std::filesystem::remove_all(folder.path());
  BOOST_TEST(refusal(folder) == place + ":1: document: cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_CASE(first_bad_site_in_the_order_of_names_is_told,
                     *description("site.h: throws for the first thing that is wrong")) {
  const Folder folder;
  for (const auto* name : {"d", "a", "c", "e", "b"})
    folder.write(std::string(name) + ".yaml", "bad");
  BOOST_TEST(refusal(folder).starts_with("a.yaml:1: document: is 'bad'"));
}

BOOST_AUTO_TEST_CASE(file_that_is_no_file, *description("issue 2, item 6: unreadable")) {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "school.yaml");
  BOOST_TEST(refusal(folder) == "school.yaml:1: document: is a folder, not a file");
  std::filesystem::remove(folder.path() / "school.yaml");
  std::filesystem::create_symlink(folder.path() / "nowhere", folder.path() / "school.yaml");
  BOOST_TEST(refusal(folder) ==
             "school.yaml:1: document: cannot be read: No such file or directory");
}

BOOST_AUTO_TEST_CASE(
    name_of_a_site_is_its_own,
    *description("issue 2, item 6: site is the file's name, so no two are equal")) {
  const Folder folder;
  folder.write("school.yaml", school);
  folder.write("college.yaml", school);
  BOOST_TEST(refusal(folder) ==
             "college.yaml:1: site: is 'school'; must be the file's name without .yaml, college");
}

BOOST_AUTO_TEST_CASE(database_of_a_site_is_its_own,
                     *description("architecture 5: nothing of one site reaches another")) {
  const std::string socket = "socket: /run/mysqld/mysqld.sock";
  struct Row {
    std::string what;
    std::string by;
    bool same;
  };
  const std::vector<Row> table = {
      {"chalkline_college", "chalkline_school", true},
      {"name: chalkline_college, user: chalkline", "name: chalkline_school, user: other", true},
      {socket + ", name: chalkline_college", "socket: /other, name: chalkline_school", false},
      {socket + ", name: chalkline_college", "host: db, name: chalkline_school", false},
      {socket, "host: db", false},
  };
  for (const auto& row : table) {
    const Folder folder;
    folder.write("school.yaml", school);
    folder.write("college.yaml", college(row.what, row.by));
    const auto message = refusal(folder);
    BOOST_TEST_CONTEXT(row.by) {
      BOOST_TEST(message ==
                 (row.same ? "school.yaml:1: database.name: is the database of site college too; "
                             "must be its own"
                           : ""));
    }
  }
}

BOOST_AUTO_TEST_CASE(database_on_a_host_is_told_by_host_and_port,
                     *description("architecture 5: nothing of one site reaches another")) {
  const std::string socket = "socket: /run/mysqld/mysqld.sock";
  const auto verdict = [&](const std::string& one, const std::string& other) {
    const Folder folder;
    folder.write("school.yaml", replaced(replaced(school, socket, one), "_school", "_same"));
    folder.write("college.yaml", replaced(college(socket, other), "_college", "_same"));
    return refusal(folder);
  };
  BOOST_TEST(verdict("host: db, port: 1", "host: db, port: 1") != "");
  BOOST_TEST(verdict("host: db", "host: db, port: 3306") != "");
  BOOST_TEST(verdict("host: db, port: 1", "host: db, port: 2") == "");
  BOOST_TEST(verdict("host: a", "host: b") == "");
}

BOOST_AUTO_TEST_CASE(folders_come_from_the_environment,
                     *description("site.h: CHALKLINE_SITES and CHALKLINE_SHARE")) {
  unsetenv("CHALKLINE_SITES");
  unsetenv("CHALKLINE_SHARE");
  BOOST_TEST(sites_folder() == "/etc/chalkline/sites");
  BOOST_TEST(share_folder() == "/usr/share/chalkline");
  setenv("CHALKLINE_SITES", "", 1);
  setenv("CHALKLINE_SHARE", "", 1);
  BOOST_TEST(sites_folder() == "/etc/chalkline/sites");
  BOOST_TEST(share_folder() == "/usr/share/chalkline");
  setenv("CHALKLINE_SITES", "/a b/sites", 1);
  setenv("CHALKLINE_SHARE", "/a b/share", 1);
  BOOST_TEST(sites_folder() == "/a b/sites");
  BOOST_TEST(share_folder() == "/a b/share");
}

}  // namespace chalkline::config::tests
