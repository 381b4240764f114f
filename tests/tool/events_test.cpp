#include <string>
#include <variant>
#include <vector>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "http/deliveries.h"

namespace chalkline::http::tests {
namespace {

namespace json = boost::json;

const std::string person =
    R"({"type":"person.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":{"id":"jonas",)"
    R"("name":"Jonas Weber","timeZone":"Europe/Berlin","locale":"de-DE","roles":["student"],)"
    R"("standing":"ok"}})";
const std::string relationship =
    R"({"type":"relationship.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":)"
    R"({"tutorId":"amelie","studentId":"jonas","state":"active","origin":"booking"}})";
const std::string enrolment =
    R"({"type":"enrolment.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":)"
    R"({"courseId":"algebra","batchId":"a","institutionId":"north","personId":"jonas",)"
    R"("role":"student","state":"active"}})";
const std::string erasure =
    R"({"type":"person.erased","timestamp":"2026-10-01T08:00:00.000Z","data":{"id":"jonas"}})";
const std::string link =
    R"({"type":"parent_link.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":)"
    R"({"parentId":"petra","studentId":"jonas","state":"confirmed"}})";
const std::string order =
    R"({"type":"order.recorded","timestamp":"2026-10-01T08:00:00.000Z","data":{"id":"o-1",)"
    R"("tutorId":"amelie","studentId":"jonas","title":"Essay review","amount":4500,)"
    R"("currency":"EUR","state":"paid","at":"2026-09-30T18:00:00.000Z"}})";
const std::string package =
    R"({"type":"package.purchased","timestamp":"2026-10-01T08:00:00.000Z","data":{"id":"p-1",)"
    R"("tutorId":"amelie","studentId":"jonas","title":"Ten lessons","lessons":10,"minutes":50,)"
    R"("amount":30000,"currency":"EUR","at":"2026-09-30T18:00:00.000Z"}})";
const std::string review =
    R"({"type":"review.recorded","timestamp":"2026-10-01T08:00:00.000Z","data":)"
    R"({"tutorId":"amelie","studentId":"jonas","rating":2,"negative":true}})";
const std::string session =
    R"({"type":"session.started","timestamp":"2026-10-01T08:00:00.000Z","data":)"
    R"({"id":"s-1","personIds":["jonas","amelie"]}})";

// The object that holds the last word of a path.
json::object& holder(json::object& event, std::string& path) {
  const auto dot = path.find('.');
  if (dot == std::string::npos) return event;
  auto& inside = event.at(path.substr(0, dot)).as_object();
  path.erase(0, dot + 1);
  return inside;
}

// An event with one change: "path=json" sets, "-path" takes away, "" changes nothing.
std::string changed(const std::string& event, const std::string& change) {
  if (change.empty()) return event;
  auto object = json::parse(event).as_object();
  const bool removes = change.front() == '-';
  const auto equals = change.find('=');
  std::string path = removes ? change.substr(1) : change.substr(0, equals);
  auto& place = holder(object, path);
  if (removes) {
    place.erase(path);
  } else {
    place[path] = json::parse(change.substr(equals + 1));
  }
  return json::serialize(object);
}

std::string text_of(const ReceivedEvent& event) {
  const ReadEvent& read = event.read;
  if (std::holds_alternative<rules::DirectoryEvent>(read)) return "taken";
  if (const auto* const unknown = std::get_if<UnknownEvent>(&read))
    return "unknown " + unknown->type;
  std::string text;
  for (const auto& error : std::get<BadInput>(read)) {
    text += (text.empty() ? "" : ", ") + error.field + " " + std::string(error.code);
  }
  return text;
}

struct Row {
  const std::string& event;
  std::string change;
};

const std::vector<Row> taken = {
    {person, ""},
    {person, R"(data.email="jonas@example.org")"},
    {person, "data.email=null"},
    {person, R"(data.phone="+49 (0)30 123-456 ext. 7")"},
    {person, R"(data.avatarUrl="https://img.example/a.png?x=1")"},
    {person, R"(data.avatarUrl="/mark.svg")"},
    {person, "data.avatarUrl=null"},
    {person, R"(data.institutionId="north")"},
    {person, R"(data.subjects=["Maths","Français"])"},
    {person, "data.subjects=[]"},
    {person, R"(data.ageGroups=["teens"])"},
    {person, R"(data.gender="female")"},
    {person, R"(data.birthDate="2008-02-29")"},
    {person, R"(data.name="美咲 👩🏽‍🏫 ‏נור")"},
    {person, R"(data.roles=["tutor","parent","institution_admin","moderator","support"])"},
    {person, "data.roles=[]"},
    {person, R"(data.standing="needs_improvement")"},
    {person, R"(data.timeZone="America/Argentina/Buenos_Aires")"},
    {person, R"(data.timeZone="UTC")"},
    {person, R"(data.timeZone="Etc/GMT+3")"},
    {person, R"(data.locale="zh-Hant-TW")"},
    {person, R"(data.locale="en")"},
    {person, R"(data.id="A.b_c:d-9")"},
    {person, "data.version=0"},
    {person, "data.version=9007199254740991"},
    {person, R"(timestamp="2026-10-01T10:00:00+02:00")"},
    {relationship, ""},
    {relationship, R"(data.state="exploring")"},
    {relationship, R"(data.state="ended")"},
    {relationship, R"(data.origin="invite")"},
    {relationship, R"(data.origin="profile")"},
    {relationship, R"(data.origin="referral")"},
    {enrolment, ""},
    {enrolment, R"(data.role="tutor")"},
    {enrolment, R"(data.state="ended")"},
    {erasure, ""},
    {erasure, "data.version=3"},
    {link, ""},
    {link, R"(data.state="pending")"},
    {link, R"(data.state="ended")"},
    {order, ""},
    {order, R"(data.state="open")"},
    {order, R"(data.state="cancelled")"},
    {order, R"(data.state="refunded")"},
    {order, "data.amount=0"},
    {order, "data.amount=9007199254740991"},
    {order, R"(data.url="https://shop.example/o/1")"},
    {order, "data.url=null"},
    {package, ""},
    {package, "data.minutes=1440"},
    {review, ""},
    {review, "data.rating=4.5"},
    {review, "data.rating=0"},
    {review, "data.negative=false"},
    {session, ""},
    {session, R"(data.personIds=["jonas"])"},
    {session, R"(type="session.ended")"},
};

BOOST_AUTO_TEST_CASE(contract_5_events_that_are_taken) {
  for (const auto& row : taken) {
    BOOST_TEST(text_of(parse_event_text(changed(row.event, row.change))) == "taken", row.change);
  }
}

struct Refused {
  const std::string& event;
  std::string change;
  std::string errors;
};

const std::string long_text(4096, 'x');

const std::vector<Refused> refused = {
    {person, "-type", "type required"},
    {person, "type=7", "type wrong_type"},
    {person, R"(type="")", "type empty"},
    {person, "-timestamp", "timestamp required"},
    {person, "timestamp=null", "timestamp wrong_type"},
    {person, "timestamp=1790841660", "timestamp wrong_type"},
    {person, R"(timestamp="yesterday")", "timestamp malformed"},
    {person, "-data", "data required"},
    {person, "data=[]", "data wrong_type"},
    {person, "data=null", "data wrong_type"},
    {person, "extra=1", "extra unknown_field"},
    {person, "-data.id", "data.id required"},
    {person, "data.id=null", "data.id wrong_type"},
    {person, "data.id=7", "data.id wrong_type"},
    {person, R"(data.id="")", "data.id empty"},
    {person, R"(data.id="a b")", "data.id malformed"},
    {person, R"(data.id="ü")", "data.id malformed"},
    {person, R"(data.id="a|b")", "data.id malformed"},
    {person, "data.id=\"" + std::string(65, 'a') + "\"", "data.id too_long"},
    {person, "-data.name", "data.name required"},
    {person, R"(data.name=" \u200b ")", "data.name malformed"},
    {person, R"(data.name="a\nb")", "data.name control_character"},
    {person, R"(data.name="a\u0000b")", "data.name control_character"},
    {person, "data.name=\"" + std::string(201, 'a') + "\"", "data.name too_long"},
    {person, R"(data.email="jonas")", "data.email malformed"},
    {person, R"(data.email="@example.org")", "data.email malformed"},
    {person, R"(data.email="a b@example.org")", "data.email malformed"},
    {person, R"(data.phone="none")", "data.phone malformed"},
    {person, "data.phone=\"" + std::string(33, '1') + "\"", "data.phone too_long"},
    {person, R"(data.avatarUrl="javascript:alert")", "data.avatarUrl malformed"},
    {person, R"(data.avatarUrl="//evil.example/a.png")", "data.avatarUrl malformed"},
    {person, "data.avatarUrl=\"/" + long_text + "\"", "data.avatarUrl too_long"},
    {person, "-data.timeZone", "data.timeZone required"},
    {person, R"(data.timeZone="/etc/passwd")", "data.timeZone malformed"},
    {person, R"(data.timeZone="../UTC")", "data.timeZone malformed"},
    {person, R"(data.timeZone="Mars Base")", "data.timeZone malformed"},
    {person, "-data.locale", "data.locale required"},
    {person, R"(data.locale="de_DE")", "data.locale malformed"},
    {person, R"(data.locale="d")", "data.locale malformed"},
    {person, R"(data.locale="de-")", "data.locale malformed"},
    {person, "-data.roles", "data.roles required"},
    {person, R"(data.roles="student")", "data.roles wrong_type"},
    {person, R"(data.roles=["student",7])", "data.roles[1] wrong_type"},
    {person, R"(data.roles=["king"])", "data.roles malformed"},
    {person, R"(data.roles=["Student"])", "data.roles malformed"},
    {person, "-data.standing", "data.standing required"},
    {person, R"(data.standing="great")", "data.standing malformed"},
    {person, R"(data.institutionId="a b")", "data.institutionId malformed"},
    {person, R"(data.subjects="Maths")", "data.subjects wrong_type"},
    {person, R"(data.subjects=[""])", "data.subjects[0] empty"},
    {person, R"(data.gender=1)", "data.gender wrong_type"},
    {person, R"(data.birthDate="2009-02-29")", "data.birthDate malformed"},
    {person, R"(data.birthDate="17.4.2009")", "data.birthDate malformed"},
    {person, "data.version=-1", "data.version out_of_range"},
    {person, "data.version=1.0", "data.version out_of_range"},
    {person, "data.version=9007199254740992", "data.version out_of_range"},
    {person, R"(data.version="7")", "data.version wrong_type"},
    {person, "data.nickname=\"J\"", "data.nickname unknown_field"},
    {relationship, "-data.tutorId", "data.tutorId required"},
    {relationship, R"(data.studentId="amelie")", "data.studentId conflicting"},
    {relationship, R"(data.state="none")", "data.state malformed"},
    {relationship, "-data.state", "data.state required"},
    {relationship, R"(data.origin="advert")", "data.origin malformed"},
    {relationship, "-data.origin", "data.origin required"},
    {enrolment, R"(data.role="institution_admin")", "data.role malformed"},
    {enrolment, R"(data.state="paused")", "data.state malformed"},
    {enrolment, "-data.institutionId", "data.institutionId required"},
    {enrolment, "-data.courseId", "data.courseId required"},
    {enrolment, "-data.batchId", "data.batchId required"},
    {enrolment, "-data.personId", "data.personId required"},
    {person, R"(data.subjects=["a\nb"])", "data.subjects control_character"},
    {erasure, "-data.id", "data.id required"},
    {erasure, "data.name=\"J\"", "data.name unknown_field"},
    {erasure, "-timestamp", "timestamp required"},
    {link, "-data.parentId", "data.parentId required"},
    {link, "-data.studentId", "data.studentId required"},
    {link, R"(data.state="none")", "data.state malformed"},
    {link, "-data.state", "data.state required"},
    {link, R"(data.studentId="petra")", "data.studentId conflicting"},
    {order, "-data.id", "data.id required"},
    {order, "-data.title", "data.title required"},
    {order, R"(data.title=" ")", "data.title malformed"},
    {order, "data.title=\"" + std::string(501, 'a') + "\"", "data.title too_long"},
    {order, "-data.amount", "data.amount required"},
    {order, "data.amount=45.5", "data.amount out_of_range"},
    {order, "data.amount=-1", "data.amount out_of_range"},
    {order, R"(data.amount="45")", "data.amount wrong_type"},
    {order, "-data.currency", "data.currency required"},
    {order, R"(data.currency="eur")", "data.currency malformed"},
    {order, R"(data.currency="EURO")", "data.currency too_long"},
    {order, R"(data.state="draft")", "data.state malformed"},
    {order, "-data.at", "data.at required"},
    {order, "data.at=null", "data.at wrong_type"},
    {order, R"(data.at="today")", "data.at malformed"},
    {order, R"(data.url="javascript:x")", "data.url malformed"},
    {order, R"(data.studentId="amelie")", "data.studentId conflicting"},
    {order, "data.lessons=3", "data.lessons unknown_field"},
    {package, "-data.lessons", "data.lessons required"},
    {package, "data.lessons=0", "data.lessons out_of_range"},
    {package, "-data.minutes", "data.minutes required"},
    {package, "data.minutes=1441", "data.minutes out_of_range"},
    {package, R"(data.state="paid")", "data.state unknown_field"},
    {review, "-data.rating", "data.rating required"},
    {review, R"(data.rating="5")", "data.rating wrong_type"},
    {review, "data.rating=-0.5", "data.rating out_of_range"},
    {review, "data.rating=101", "data.rating out_of_range"},
    {review, "-data.negative", "data.negative required"},
    {review, "data.negative=1", "data.negative wrong_type"},
    {review, R"(data.tutorId="jonas")", "data.studentId conflicting"},
    {session, "-data.id", "data.id required"},
    {session, "-data.personIds", "data.personIds required"},
    {session, "data.personIds=[]", "data.personIds empty"},
    {session, R"(data.personIds="jonas")", "data.personIds wrong_type"},
    {session, R"(data.personIds=["a b"])", "data.personIds malformed"},
};

BOOST_AUTO_TEST_CASE(contract_5_events_that_are_refused) {
  for (const auto& row : refused) {
    BOOST_TEST(text_of(parse_event_text(changed(row.event, row.change))) == row.errors, row.change);
  }
}

BOOST_AUTO_TEST_CASE(contract_1_all_field_errors_at_once) {
  BOOST_TEST(text_of(parse_event_text(
                 R"({"type":"enrolment.upserted","timestamp":"?","data":{"courseId":" ",)"
                 R"("role":"x","state":7,"version":null,"more":1}})")) ==
             "timestamp malformed, data.version wrong_type, data.courseId malformed, "
             "data.batchId required, data.personId required, data.institutionId required, "
             "data.role malformed, data.state wrong_type, data.more unknown_field");
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_event) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", " malformed"},
      {"{", " malformed"},
      {"[]", " wrong_type"},
      {"7", " wrong_type"},
      {"null", " wrong_type"},
      {person + person, " malformed"},
      {"{\"type\":\"\xff\"}", " malformed"},
      {R"({"type":"a","type":"b"})", "type duplicate_field"},
      {std::string(100, '[') + std::string(100, ']'), " malformed"},
      {"\xEF\xBB\xBF" + person, " malformed"},
  };
  for (const auto& [text, errors] : rows) {
    BOOST_TEST(text_of(parse_event_text(text)) == errors, text);
  }
}

BOOST_AUTO_TEST_CASE(types_that_come_later_are_unknown_whatever_they_hold) {
  for (const std::string type : {"lesson.rated", "persn.upserted", "Person.upserted"}) {
    BOOST_TEST(text_of(parse_event_text(R"({"type":")" + type + R"(","data":7})")) ==
               "unknown " + type);
  }
}

template <class Event>
Event taken_as(const std::string& text) {
  return std::get<Event>(std::get<rules::DirectoryEvent>(parse_event_text(text).read));
}

BOOST_AUTO_TEST_CASE(contract_5_version_is_that_of_the_data_or_else_the_timestamp) {
  BOOST_TEST(taken_as<rules::PersonRecord>(person).version == 1790841600000);
  BOOST_TEST(taken_as<rules::PersonRecord>(changed(person, "data.version=7")).version == 7);
  BOOST_TEST(taken_as<rules::Enrolment>(changed(enrolment, "data.version=0")).version == 0);
  BOOST_TEST(
      taken_as<rules::ParentLink>(changed(link, R"(timestamp="1960-01-01T00:00:00Z")")).version ==
      0);
  BOOST_TEST(taken_as<rules::RelationshipChange>(relationship).version == 1790841600000);
}

BOOST_AUTO_TEST_CASE(S0_11_a_relationship_says_who_teaches_whom_and_how_far) {
  const auto change =
      taken_as<rules::RelationshipChange>(changed(relationship, R"(data.state="ended")"));
  BOOST_TEST(change.tutor_id == "amelie");
  BOOST_TEST(change.student_id == "jonas");
  BOOST_TEST((change.state == rules::Relationship::ended));
  BOOST_TEST(!change.invited);
  BOOST_TEST(change.at.time_since_epoch().count() == 1790841600000);
}

BOOST_AUTO_TEST_CASE(S0_05_an_invite_is_told_by_its_origin) {
  BOOST_TEST(taken_as<rules::RelationshipChange>(changed(relationship, R"(data.origin="invite")"))
                 .invited);
}

BOOST_AUTO_TEST_CASE(S1_12_an_enrolment_says_who_is_what_where) {
  const auto read = taken_as<rules::Enrolment>(changed(enrolment, R"(data.role="tutor")"));
  BOOST_TEST(read.course_id == "algebra");
  BOOST_TEST(read.batch_id == "a");
  BOOST_TEST(read.institution_id == "north");
  BOOST_TEST(read.person_id == "jonas");
  BOOST_TEST((read.role == rules::EnrolmentRole::tutor));
  BOOST_TEST((read.state == rules::EnrolmentState::active));
}

BOOST_AUTO_TEST_CASE(a_person_has_every_role_that_is_named) {
  const auto read = taken_as<rules::PersonRecord>(
      changed(person, R"(data.roles=["tutor","platform_admin","tutor"])"));
  BOOST_TEST(read.roles.bits == 65);
  BOOST_TEST(!read.email);
  BOOST_TEST(read.time_zone == "Europe/Berlin");
}

BOOST_AUTO_TEST_CASE(S3_25_a_person_has_what_a_search_for_tutors_looks_at) {
  const auto read = taken_as<rules::PersonRecord>(changed(
      changed(
          changed(changed(person, R"(data.subjects=["Maths","Français"])"), "data.ageGroups=[]"),
          R"(data.gender="female")"),
      R"(data.birthDate="2008-02-29")"));
  BOOST_TEST((read.subjects == std::vector<std::string>{"Maths", "Français"}));
  BOOST_TEST((read.age_groups == std::vector<std::string>{}));
  BOOST_TEST(read.gender.value() == "female");
  BOOST_TEST(read.birth_date.value() == "2008-02-29");
  BOOST_TEST(!taken_as<rules::PersonRecord>(person).subjects.has_value());
}

BOOST_AUTO_TEST_CASE(S4_02_an_order_says_what_was_bought_of_whom) {
  const auto read = taken_as<rules::OrderRecord>(changed(order, R"(data.url="/orders/1")"));
  BOOST_TEST((read.kind == rules::OrderKind::order && read.state == rules::OrderState::paid));
  BOOST_TEST(read.tutor_id + read.student_id + read.title + read.currency ==
             "ameliejonasEssay reviewEUR");
  BOOST_TEST(read.amount == 4500);
  BOOST_TEST(read.at.time_since_epoch().count() == 1790791200000);
  BOOST_TEST(read.url.value() == "/orders/1");
  BOOST_TEST(!read.lessons.has_value());
}

BOOST_AUTO_TEST_CASE(S0_19_a_package_is_a_paid_order_of_so_many_lessons) {
  const auto read = taken_as<rules::OrderRecord>(package);
  BOOST_TEST((read.kind == rules::OrderKind::package && read.state == rules::OrderState::paid));
  BOOST_TEST(read.lessons.value() == 10);
  BOOST_TEST(read.minutes.value() == 50);
}

BOOST_AUTO_TEST_CASE(S4_19_S2_06_reviews_and_links_say_who_and_what) {
  BOOST_TEST(taken_as<rules::ReviewRecord>(review).negative);
  BOOST_TEST(!taken_as<rules::ReviewRecord>(changed(review, "data.negative=false")).negative);
  BOOST_TEST((taken_as<rules::ParentLink>(link).state == rules::LinkState::confirmed));
  BOOST_TEST(taken_as<rules::ParentLink>(link).parent_id == "petra");
}

BOOST_AUTO_TEST_CASE(S4_09_a_session_names_each_of_its_people_once) {
  const auto read = taken_as<rules::SessionChange>(
      changed(session, R"(data.personIds=["jonas","amelie","jonas"])"));
  BOOST_TEST((read.person_ids == std::vector<std::string>{"amelie", "jonas"}));
  BOOST_TEST((read.state == rules::SessionState::started));
  const auto ended = taken_as<rules::SessionChange>(changed(session, R"(type="session.ended")"));
  BOOST_TEST((ended.state == rules::SessionState::ended));
}

}  // namespace
}  // namespace chalkline::http::tests
