#include <string>

#include <boost/test/unit_test.hpp>

#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

std::string person(const std::string& id, const std::string& name, int version) {
  return R"({"type":"person.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":{"id":")" + id +
         R"(","name":")" + name +
         R"(","timeZone":"UTC","locale":"en","roles":["student"],"standing":"ok","version":)" +
         std::to_string(version) + "}}\n";
}

const std::string invite =
    R"({"type":"relationship.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":)"
    R"({"tutorId":"oscar","studentId":"jonas","state":"exploring","origin":"invite"}})"
    "\n";

struct Importing {
  TestSite site;
  Sql sql{site.address};

  Said import(const std::string& content) {
    return run_tool(site, {"import", "--site", site.name, write_file(site, "events", content)});
  }
};

BOOST_FIXTURE_TEST_CASE(a_file_is_taken_and_taken_again_without_effect, Importing) {
  const auto events = invite + person("jonas", "Jonas", 1) + person("oscar", "Óscar 🙂", 1);
  const auto first = import(events);
  BOOST_TEST(first.status == 0);
  BOOST_TEST(first.err == "");
  BOOST_TEST(first.out == "marketplace: 3 applied, 0 no news, 0 skipped, 0 wrong\n");
  const auto second = import(events);
  BOOST_TEST(second.status == 0);
  BOOST_TEST(second.out == "marketplace: 0 applied, 3 no news, 0 skipped, 0 wrong\n");
  BOOST_TEST(sql.list("SELECT name FROM people ORDER BY id") == "Jonas,Óscar 🙂");
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM threads") == "1");
}

BOOST_FIXTURE_TEST_CASE(versions_out_of_order_within_one_file, Importing) {
  import(person("jonas", "three", 3) + person("jonas", "one", 1) + person("jonas", "two", 2));
  BOOST_TEST(sql.value("SELECT name FROM people") == "three");
}

BOOST_FIXTURE_TEST_CASE(standard_input_blank_lines_and_no_line_end_at_the_end, Importing) {
  auto last = person("b", "B", 1);
  last.pop_back();
  const auto said = run_tool(site, {"import", "--site", site.name, "-"},
                             "\n" + person("a", "A", 1) + "  \r\n" + last);
  BOOST_TEST(said.status == 0);
  BOOST_TEST(said.out == "marketplace: 2 applied, 0 no news, 0 skipped, 0 wrong\n");
}

BOOST_FIXTURE_TEST_CASE(a_bad_line_is_told_and_hides_no_other, Importing) {
  const auto said = import(person("a", "A", 1) + "garbage\n" +
                           R"({"type":"person.upserted","timestamp":"?","data":{"id":"a b"}})"
                           "\n" +
                           person("b", "B", 1));
  BOOST_TEST(said.status == 1);
  BOOST_TEST(sql.list("SELECT id FROM people ORDER BY id") == "a,b");
  BOOST_TEST(lines_with(said.err, "events:2: malformed: ") == 1);
  BOOST_TEST(lines_with(said.err, "events:3: timestamp: malformed: ") == 1);
  BOOST_TEST(lines_with(said.err, "events:3: data.id: malformed: ") == 1);
  BOOST_TEST(lines_with(said.err, "events:3: data.name: required: ") == 1);
  BOOST_TEST(contains(said.out, "2 applied, 0 no news, 0 skipped, 2 wrong\n"));
  BOOST_TEST(contains(said.err, "chalkline: marketplace: 2 lines are wrong; mend them"));
}

BOOST_FIXTURE_TEST_CASE(other_types_are_counted_and_skipped, Importing) {
  const auto said = import(R"({"type":"lesson.rated","timestamp":"2026-10-01T08:00:00Z","data":{}})"
                           "\n"
                           R"({"type":"lesson.rated","timestamp":"2026-10-01T08:00:00Z","data":{}})"
                           "\n" +
                           person("a", "A", 1));
  BOOST_TEST(said.status == 0);
  BOOST_TEST(said.out ==
             "marketplace: skipped 2 of type lesson.rated, which this version does not take\n"
             "marketplace: 1 applied, 0 no news, 2 skipped, 0 wrong\n");
}

BOOST_FIXTURE_TEST_CASE(a_line_longer_than_any_event_is_refused_and_the_next_one_taken, Importing) {
  std::string lines(3 << 20, 'x');
  lines += "\n";
  lines += person("a", "A", 1);
  const auto said = import(lines);
  BOOST_TEST(said.status == 1);
  BOOST_TEST(lines_with(said.err, "events:1: too_long: ") == 1);
  BOOST_TEST(sql.list("SELECT id FROM people") == "a");
}

BOOST_FIXTURE_TEST_CASE(one_event_that_the_database_refuses_hides_no_other, Importing) {
  site.execute("ALTER TABLE people ADD CONSTRAINT no_bob CHECK (name <> 'Bob')");
  const auto said = import(person("a", "A", 1) + person("b", "Bob", 1) + person("c", "C", 1));
  BOOST_TEST(said.status == 1);
  BOOST_TEST(sql.list("SELECT id FROM people ORDER BY id") == "a,c");
  BOOST_TEST(lines_with(said.err, "events:2: refused: ") == 1);
  BOOST_TEST(!contains(said.err, "Bob"));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_imported_is_told_in_one_line, Importing) {
  const auto nothing = run_tool(site, {"import", "--site", site.name, "/no/such/file"});
  BOOST_TEST(nothing.status == 1);
  BOOST_TEST(nothing.err == "chalkline: /no/such/file cannot be read: No such file or directory\n");
  const auto folder = run_tool(site, {"import", "--site", site.name, site.folder.string()});
  BOOST_TEST(folder.status == 1);
  BOOST_TEST(lines_with(folder.err, "is a folder: name a file of events") == 1);
  const auto unknown = run_tool(site, {"import", "--site", "nowhere", "-"});
  BOOST_TEST(unknown.status == 1);
  BOOST_TEST(lines_with(unknown.err, "there is no site 'nowhere' in ") == 1);
  BOOST_TEST(run_tool(site, {"import", "-"}).status == 2);
  BOOST_TEST(run_tool(site, {"import", "--site", site.name}).status == 2);
}

}  // namespace
}  // namespace chalkline::tests
