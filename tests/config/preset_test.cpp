#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "config/files.h"

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;
using rules::Policy;

Policy preset(const std::string& name) {
  return load_school(replaced(school, "preset: classroom", "preset: " + name)).policy;
}

// What an optional cap is in a golden row: 0 is off.
int cap(const std::optional<int>& value) { return value.value_or(0); }

struct Row {
  std::string name;
  std::function<int(const Policy&)> value;
  std::array<int, 3> expected;  // marketplace, classroom, advisor
};

template <class Enum>
constexpr int as_int(Enum value) {
  return static_cast<int>(value);
}

using Files = Policy::FilesAllowed;
using Details = Policy::ContactDetails;
using Channel = Policy::Channel;

template <class Enum>
std::array<int, 3> all_three(Enum value) {
  return {as_int(value), as_int(value), as_int(value)};
}

template <class Enum>
std::array<int, 3> each(Enum marketplace, Enum classroom, Enum advisor) {
  return {as_int(marketplace), as_int(classroom), as_int(advisor)};
}

// The table of requirements, section 6, a row per key.
const std::vector<Row> differences = {
    {"S0-22 unanswered_cap.student",
     [](auto& p) { return cap(p.unanswered_cap.student); },
     {10, 0, 0}},
    {"S4-18 unanswered_cap.tutor", [](auto& p) { return cap(p.unanswered_cap.tutor); }, {0, 0, 5}},
    {"unanswered_cap.parent", [](auto& p) { return cap(p.unanswered_cap.parent); }, {0, 0, 0}},
    {"unanswered_cap.admin", [](auto& p) { return cap(p.unanswered_cap.admin); }, {0, 0, 0}},
    {"S0-23 cap_resets_on reply", [](auto& p) { return p.cap_resets_on.reply; }, {1, 1, 1}},
    {"S4-18 cap_resets_on order", [](auto& p) { return p.cap_resets_on.order; }, {0, 0, 1}},
    {"cap_resets_on booking", [](auto& p) { return p.cap_resets_on.booking; }, {1, 0, 0}},
    {"S0-03 may_start marketplace", [](auto& p) { return p.may_start.marketplace; }, {1, 0, 0}},
    {"S1-12 may_start course", [](auto& p) { return p.may_start.course; }, {0, 1, 0}},
    {"S0-05 may_start relationship", [](auto& p) { return p.may_start.relationship; }, {1, 0, 1}},
    {"S0-12 attachments.direct.allowed_in",
     [](auto& p) { return as_int(p.attachments.direct.allowed_in); },
     each(Files::active, Files::always, Files::active)},
    {"S2-27 attachments.parent.allowed_in",
     [](auto& p) { return as_int(p.attachments.parent.allowed_in); }, all_three(Files::always)},
    {"S0-15 attachments.direct.max_bytes",
     [](auto& p) { return static_cast<int>(p.attachments.direct.max_bytes); },
     {10'485'760, 10'485'760, 10'485'760}},
    {"S0-15 attachments.parent.max_bytes",
     [](auto& p) { return static_cast<int>(p.attachments.parent.max_bytes); },
     {10'485'760, 10'485'760, 10'485'760}},
    {"S2-11 parent_tutors", [](auto& p) { return as_int(p.parent_tutors); },
     each(Policy::ParentTutors::either, Policy::ParentTutors::enrolled,
          Policy::ParentTutors::purchased)},
    {"S2-06 guardian.age", [](auto& p) { return p.guardian.age; }, {18, 18, 18}},
    {"S2-06 guardian.mode", [](auto& p) { return as_int(p.guardian.mode); },
     each(rules::GuardianMode::kept_private, rules::GuardianMode::parent_digest,
          rules::GuardianMode::parent_copied)},
    {"bookings.confirmation", [](auto& p) { return as_int(p.bookings.confirmation); },
     each(Policy::Confirmation::request, Policy::Confirmation::request,
          Policy::Confirmation::instant)},
    {"S3-17 bookings.payment", [](auto& p) { return as_int(p.bookings.payment); },
     each(Policy::Payment::prepaid, Policy::Payment::none, Policy::Payment::prepaid)},
    {"oversight.direct", [](auto& p) { return as_int(p.oversight.direct); },
     all_three(Policy::Oversight::reported)},
    {"S2-07 oversight.parent", [](auto& p) { return as_int(p.oversight.parent); },
     all_three(Policy::Oversight::any)},
    {"S2-07 oversight.time_limit",
     [](auto& p) { return static_cast<int>(p.oversight_time_limit.count()); }, all_three(60)},
    {"S2-07 oversight.disclosed", [](auto& p) { return as_int(p.oversight_disclosed); },
     all_three(Policy::Disclosed::at_once)},
    {"S0-25 block.direct", [](auto& p) { return as_int(p.block.direct); },
     all_three(Policy::Block::allow)},
    {"block.parent", [](auto& p) { return as_int(p.block.parent); },
     all_three(Policy::Block::refuse)},
    {"S4-19 negative_review", [](auto& p) { return as_int(p.negative_review); },
     each(Policy::NegativeReview::allow, Policy::NegativeReview::allow,
          Policy::NegativeReview::block)},
    {"S1-19 contact_details.none", [](auto& p) { return as_int(p.contact_details.none); },
     each(Details::warn, Details::refuse, Details::mask)},
    {"S1-19 contact_details.exploring", [](auto& p) { return as_int(p.contact_details.exploring); },
     each(Details::warn, Details::refuse, Details::mask)},
    {"S1-19 contact_details.active", [](auto& p) { return as_int(p.contact_details.active); },
     each(Details::off, Details::refuse, Details::mask)},
    {"S1-19 contact_details.ended", [](auto& p) { return as_int(p.contact_details.ended); },
     each(Details::warn, Details::refuse, Details::mask)},
    {"S1-19 allowed_contacts",
     [](auto& p) { return static_cast<int>(p.allowed_contacts.size()); },
     {0, 0, 0}},
    {"contract 5 read_receipts.direct", [](auto& p) { return as_int(p.read_receipts.direct); },
     all_three(Policy::Receipts::user)},
    {"contract 5 read_receipts.parent", [](auto& p) { return as_int(p.read_receipts.parent); },
     all_three(Policy::Receipts::forced)},
    {"S0-32 notifications.message.email", [](auto& p) { return as_int(p.notify_message.email); },
     all_three(Channel::on)},
    {"S0-32 notifications.message.delay",
     [](auto& p) { return static_cast<int>(p.alerts.delay.count()); }, all_three(5)},
    {"S0-32 notifications.message.pause",
     [](auto& p) { return static_cast<int>(p.alerts.pause.count()); }, all_three(60)},
    {"notifications.message.sms", [](auto& p) { return as_int(p.notify_message.sms); },
     all_three(Channel::off)},
    {"S4-08 notifications.message.push", [](auto& p) { return as_int(p.notify_message.push); },
     all_three(Channel::on)},
    {"S3-02 notifications.booking.email", [](auto& p) { return as_int(p.notify_booking.email); },
     all_three(Channel::forced)},
    {"S3-03 notifications.booking.sms", [](auto& p) { return as_int(p.notify_booking.sms); },
     all_three(Channel::forced)},
    {"notifications.booking.push", [](auto& p) { return as_int(p.notify_booking.push); },
     all_three(Channel::on)},
};

// The numbers below that table.
void check_numbers(const Policy& policy) {
  using std::chrono::hours;
  using std::chrono::minutes;
  BOOST_TEST((policy.bookings.lead == minutes(60)));          // S3-14
  BOOST_TEST((policy.bookings.shortest == minutes(15)));      // S3-15
  BOOST_TEST((policy.bookings.longest == minutes(120)));      // S3-15
  BOOST_TEST((policy.bookings.step == minutes(5)));           // S3-15
  BOOST_TEST((policy.bookings.enter_window == minutes(2)));   // S3-12
  BOOST_TEST((policy.bookings.timeout == minutes(15)));       // S3-19
  BOOST_TEST((policy.bookings.reminder == minutes(15)));      // S3-07
  BOOST_TEST(policy.bookings.past_tutors == 5);               // S3-25
  BOOST_TEST((policy.bookings.payment_hold == minutes(10)));  // S3-17
  BOOST_TEST((policy.bookings.request_expiry == hours(24)));
  BOOST_TEST((policy.bookings.cancel_notice.student == hours(24)));  // S3-29
  BOOST_TEST((policy.bookings.cancel_notice.tutor == hours(24)));
  BOOST_TEST((policy.magic_link == hours(7 * 24)));  // S2-13
  BOOST_TEST(policy.limits.link_requests == 20);
  BOOST_TEST(policy.limits.link_resends == 10);
  BOOST_TEST(policy.limits.link_accepts == 30);
  BOOST_TEST((policy.edit_window == minutes(15)));
  BOOST_TEST(policy.message_length == 4000);
}

bool has(const std::vector<std::string>& types, const std::string& type) {
  return std::ranges::find(types, type) != types.end();
}

// S0-14 and S2-28: images and PDF in both kinds of thread, documents in direct ones.
void check_types(const Policy& policy) {
  for (const auto* type : {"image/jpeg", "image/png", "application/pdf"}) {
    BOOST_TEST(has(policy.attachments.direct.types, type));
    BOOST_TEST(has(policy.attachments.parent.types, type));
  }
  BOOST_TEST(has(policy.attachments.direct.types, "application/msword"));
  BOOST_TEST(!has(policy.attachments.parent.types, "application/msword"));
  for (const auto* type : {"image/svg+xml", "text/html", "application/zip"}) {
    BOOST_TEST(!has(policy.attachments.direct.types, type));
    BOOST_TEST(!has(policy.attachments.parent.types, type));
  }
}

constexpr std::array names = {"marketplace", "classroom", "advisor"};

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What the site `school` meets where its preset has this text.
std::string refusal_of_classroom(const std::string& text) {
  const Folder share;
  share.write("presets/classroom.yaml", text);
  const Folder sites;
  sites.write("school.yaml", school);
  const auto message = refusal(sites, share.path());
  return message.substr(message.rfind('/') + 1);
}

}  // namespace

BOOST_AUTO_TEST_CASE(presets_differ_as_required,
                     *description("requirements 6: the table of differences")) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Policy policy = preset(names.at(i));
    for (const auto& row : differences) {
      BOOST_TEST_CONTEXT(names.at(i) << " " << row.name) {
        BOOST_TEST(row.value(policy) == row.expected.at(i));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(presets_agree_in_numbers,
                     *description("requirements 6: numbers are keys too")) {
  for (const auto* name : names) {
    BOOST_TEST_CONTEXT(name) { check_numbers(preset(name)); }
  }
}

BOOST_AUTO_TEST_CASE(presets_allow_images_pdf_and_documents, *description("S0-14, S2-28")) {
  for (const auto* name : names) {
    BOOST_TEST_CONTEXT(name) { check_types(preset(name)); }
  }
}

BOOST_AUTO_TEST_CASE(
    preset_that_is_wrong_stops_the_start,
    *description("requirements 6: presets are complete, and checked as sites are")) {
  const std::string whole = content(share() / "presets" / "classroom.yaml");
  const std::vector<std::array<std::string, 3>> table = {
      {"  admin: off", "  #", "9: unanswered_cap.admin: is missing; must be given"},
      {"cap_resets_on: [reply]", "#", "1: cap_resets_on: is missing; must be given"},
      {"message_length: 4000", "#", "1: message_length: is missing; must be given"},
      {"  past_tutors: 5", "  #", "51: bookings.past_tutors: is missing; must be given"},
      {"    max_bytes: 10485760   # 10 MB", "    #",
       "23: attachments.direct.max_bytes: is missing; must be given"},
      {"  admin: off", "  admin: 0",
       "13: unanswered_cap.admin: is '0'; must be off, or a whole number from 1 to 1000, without "
       "quotes"},
      {"  admin: off", "  boss: off",
       "13: unanswered_cap.boss: is not a key; keys here: admin, parent, student, tutor"},
      {"  longest: 120", "  longest: 10",
       "56: bookings.longest: makes bookings.longest less than bookings.shortest; must not be "
       "less"},
  };
  for (const auto& [what, by, message] : table) {
    BOOST_TEST_CONTEXT(message) {
      BOOST_TEST(refusal_of_classroom(replaced(whole, what, by)) == "classroom.yaml:" + message);
    }
  }
}

}  // namespace chalkline::config::tests
