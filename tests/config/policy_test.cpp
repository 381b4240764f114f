#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "config/files.h"

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;
using rules::Policy;

Policy with_override(const std::string& yaml) {
  return load_school(school + "policy: {" + yaml + "}\n").policy;
}

std::string refusal_of_override(const std::string& yaml) {
  return refusal_of_school(school + "policy: {" + yaml + "}\n");
}

struct Accepted {
  std::string yaml;
  std::function<bool(const Policy&)> holds;
};

// Every key once, each with a value that the preset `classroom` does not have.
const std::vector<Accepted> accepted = {
    {"unanswered_cap: {student: 1}", [](auto& p) { return p.unanswered_cap.student == 1; }},
    {"unanswered_cap: {tutor: 1000}", [](auto& p) { return p.unanswered_cap.tutor == 1000; }},
    {"unanswered_cap: {parent: 7}", [](auto& p) { return p.unanswered_cap.parent == 7; }},
    {"unanswered_cap: {admin: 8}", [](auto& p) { return p.unanswered_cap.admin == 8; }},
    {"guardian: {age: 16}", [](auto& p) { return p.guardian.age == 16; }},
    {"guardian: {mode: parent_copied}",
     [](auto& p) { return p.guardian.mode == rules::GuardianMode::parent_copied; }},
    {"cap_resets_on: [order, booking]",
     [](auto& p) {
       return !p.cap_resets_on.reply && p.cap_resets_on.order && p.cap_resets_on.booking;
     }},
    {"cap_resets_on: []",
     [](auto& p) {
       return !p.cap_resets_on.reply && !p.cap_resets_on.order && !p.cap_resets_on.booking;
     }},
    {"may_start: [marketplace]",
     [](auto& p) {
       return p.may_start.marketplace && !p.may_start.course && !p.may_start.relationship;
     }},
    {"may_start: [relationship, course]",
     [](auto& p) {
       return !p.may_start.marketplace && p.may_start.course && p.may_start.relationship;
     }},
    {"attachments: {direct: {allowed_in: never}}",
     [](auto& p) { return p.attachments.direct.allowed_in == Policy::FilesAllowed::never; }},
    {"attachments: {parent: {allowed_in: active}}",
     [](auto& p) { return p.attachments.parent.allowed_in == Policy::FilesAllowed::active; }},
    {"attachments: {direct: {types: [image/svg+xml, application/vnd.ms-excel]}}",
     [](auto& p) {
       return p.attachments.direct.types ==
              std::vector<std::string>{"image/svg+xml", "application/vnd.ms-excel"};
     }},
    {"attachments: {parent: {types: []}}",
     [](auto& p) { return p.attachments.parent.types.empty(); }},
    {"attachments: {direct: {max_bytes: 1}}",
     [](auto& p) { return p.attachments.direct.max_bytes == 1; }},
    {"attachments: {parent: {max_bytes: 10485759}}",
     [](auto& p) { return p.attachments.parent.max_bytes == 10'485'759; }},
    {"parent_tutors: purchased",
     [](auto& p) { return p.parent_tutors == Policy::ParentTutors::purchased; }},
    {"bookings: {confirmation: instant}",
     [](auto& p) { return p.bookings.confirmation == Policy::Confirmation::instant; }},
    {"bookings: {payment: prepaid}",
     [](auto& p) { return p.bookings.payment == Policy::Payment::prepaid; }},
    {"bookings: {lead: 0}", [](auto& p) { return p.bookings.lead == std::chrono::minutes(0); }},
    {"bookings: {shortest: 30}",
     [](auto& p) { return p.bookings.shortest == std::chrono::minutes(30); }},
    {"bookings: {longest: 480}",
     [](auto& p) { return p.bookings.longest == std::chrono::minutes(480); }},
    {"bookings: {step: 15}", [](auto& p) { return p.bookings.step == std::chrono::minutes(15); }},
    {"bookings: {enter_window: 0}",
     [](auto& p) { return p.bookings.enter_window == std::chrono::minutes(0); }},
    {"bookings: {timeout: 1}",
     [](auto& p) { return p.bookings.timeout == std::chrono::minutes(1); }},
    {"bookings: {reminder: 60}",
     [](auto& p) { return p.bookings.reminder == std::chrono::minutes(60); }},
    {"bookings: {payment_hold: 20}",
     [](auto& p) { return p.bookings.payment_hold == std::chrono::minutes(20); }},
    {"bookings: {request_expiry: 48}",
     [](auto& p) { return p.bookings.request_expiry == std::chrono::hours(48); }},
    {"bookings: {cancel_notice: {student: 0}}",
     [](auto& p) { return p.bookings.cancel_notice.student == std::chrono::minutes(0); }},
    {"bookings: {cancel_notice: {tutor: 60}}",
     [](auto& p) { return p.bookings.cancel_notice.tutor == std::chrono::minutes(60); }},
    {"bookings: {past_tutors: 0}", [](auto& p) { return p.bookings.past_tutors == 0; }},
    {"oversight: {direct: none}",
     [](auto& p) { return p.oversight.direct == Policy::Oversight::none; }},
    {"oversight: {parent: reported}",
     [](auto& p) { return p.oversight.parent == Policy::Oversight::reported; }},
    {"oversight: {time_limit: 15}",
     [](auto& p) { return p.oversight_time_limit == std::chrono::minutes(15); }},
    {"oversight: {disclosed: never}",
     [](auto& p) { return p.oversight_disclosed == Policy::Disclosed::never; }},
    {"block: {direct: refuse}", [](auto& p) { return p.block.direct == Policy::Block::refuse; }},
    {"block: {parent: allow}", [](auto& p) { return p.block.parent == Policy::Block::allow; }},
    {"negative_review: block",
     [](auto& p) { return p.negative_review == Policy::NegativeReview::block; }},
    {"contact_details: {none: off}",
     [](auto& p) { return p.contact_details.none == Policy::ContactDetails::off; }},
    {"contact_details: {exploring: warn}",
     [](auto& p) { return p.contact_details.exploring == Policy::ContactDetails::warn; }},
    {"contact_details: {active: mask}",
     [](auto& p) { return p.contact_details.active == Policy::ContactDetails::mask; }},
    {"contact_details: {ended: 'off'}",
     [](auto& p) { return p.contact_details.ended == Policy::ContactDetails::off; }},
    {"allowed_contacts: ['+49 30 5550100', help@example.com, example.com, '@school']",
     [](auto& p) {
       return p.allowed_contacts == std::vector<std::string>{"+49 30 5550100", "help@example.com",
                                                             "example.com", "@school"};
     }},
    {"read_receipts: {direct: forced}",
     [](auto& p) { return p.read_receipts.direct == Policy::Receipts::forced; }},
    {"read_receipts: {parent: user}",
     [](auto& p) { return p.read_receipts.parent == Policy::Receipts::user; }},
    {"notifications: {message: {email: forced}}",
     [](auto& p) { return p.notify_message.email == Policy::Channel::forced; }},
    {"notifications: {message: {sms: on}}",
     [](auto& p) { return p.notify_message.sms == Policy::Channel::on; }},
    {"notifications: {message: {push: off}}",
     [](auto& p) { return p.notify_message.push == Policy::Channel::off; }},
    {"notifications: {message: {delay: 0}}",
     [](auto& p) { return p.alerts.delay == std::chrono::minutes(0); }},
    {"notifications: {message: {pause: 10080}}",
     [](auto& p) { return p.alerts.pause == std::chrono::minutes(10'080); }},
    {"notifications: {booking: {email: on}}",
     [](auto& p) { return p.notify_booking.email == Policy::Channel::on; }},
    {"notifications: {booking: {sms: off}}",
     [](auto& p) { return p.notify_booking.sms == Policy::Channel::off; }},
    {"notifications: {booking: {push: forced}}",
     [](auto& p) { return p.notify_booking.push == Policy::Channel::forced; }},
    {"limits: {link_requests: 1}", [](auto& p) { return p.limits.link_requests == 1; }},
    {"limits: {link_resends: 2}", [](auto& p) { return p.limits.link_resends == 2; }},
    {"limits: {link_accepts: 100000}", [](auto& p) { return p.limits.link_accepts == 100'000; }},
    {"magic_link: 30", [](auto& p) { return p.magic_link == std::chrono::hours(30 * 24); }},
    {"edit_window: 0", [](auto& p) { return p.edit_window == std::chrono::minutes(0); }},
    {"message_length: 10000", [](auto& p) { return p.message_length == 10'000; }},
};

struct Refused {
  std::string yaml;
  std::string message;  // after "school.yaml:7: policy."
};

const std::string channels = "; must be one of: forced, on, off";
const std::string unquoted = ", without quotes";

const std::vector<Refused> refused = {
    {"preset: advisor",
     "preset: is not a key; keys here: allowed_contacts, attachments, block, bookings, "
     "cap_resets_on, "
     "contact_details, "
     "edit_window, guardian, limits, magic_link, may_start, message_length, negative_review, "
     "notifications, "
     "oversight, "
     "parent_tutors, read_receipts, unanswered_cap"},
    {"unanswered_cap: 10", "unanswered_cap: is '10'; must be a map of keys"},
    {"unanswered_cap: {teacher: 1}",
     "unanswered_cap.teacher: is not a key; keys here: admin, parent, student, tutor"},
    {"unanswered_cap: {student: 0}",
     "unanswered_cap.student: is '0'; must be off, or a whole number from 1 to 1000" + unquoted},
    {"unanswered_cap: {student: 1001}",
     "unanswered_cap.student: is '1001'; must be off, or a whole number from 1 to 1000" + unquoted},
    {"unanswered_cap: {tutor: no}",
     "unanswered_cap.tutor: is 'no'; must be off, or a whole number from 1 to 1000" + unquoted},
    {"unanswered_cap: {parent: Off}",
     "unanswered_cap.parent: is 'Off'; must be off, or a whole number from 1 to 1000" + unquoted},
    {"unanswered_cap: {admin: -1}",
     "unanswered_cap.admin: is '-1'; must be off, or a whole number from 1 to 1000" + unquoted},
    {"unanswered_cap: {admin: '5'}",
     "unanswered_cap.admin: is '5'; must be off, or a whole number from 1 to 1000" + unquoted},
    {"cap_resets_on: reply", "cap_resets_on: is 'reply'; must be a list, as in [a, b]"},
    {"cap_resets_on: [reply, card]",
     "cap_resets_on[1]: is 'card'; must be one of: reply, order, booking"},
    {"cap_resets_on: [reply, order, reply]",
     "cap_resets_on[2]: is there twice; must be there once"},
    {"cap_resets_on: [[reply]]",
     "cap_resets_on[0]: is a list; must be one of: reply, order, booking"},
    {"may_start: [anyone]",
     "may_start[0]: is 'anyone'; must be one of: marketplace, course, relationship"},
    {"may_start: {course: true}", "may_start: is a map; must be a list, as in [a, b]"},
    {"attachments: {allowed_in: always}",
     "attachments.allowed_in: is not a key; keys here: direct, parent"},
    {"attachments: {direct: always}", "attachments.direct: is 'always'; must be a map of keys"},
    {"attachments: {direct: {allowed_in: ended}}",
     "attachments.direct.allowed_in: is 'ended'; must be one of: active, always, never"},
    {"attachments: {parent: {types: [png]}}",
     "attachments.parent.types[0]: is 'png'; must be a media type, as in image/png"},
    {"attachments: {direct: {types: [image/png, image/png]}}",
     "attachments.direct.types[1]: is there twice; must be there once"},
    {"attachments: {direct: {max_bytes: 10485761}}",
     "attachments.direct.max_bytes: is '10485761'; must be a whole number of bytes from 1 to "
     "10485760" +
         unquoted},
    {"attachments: {direct: {max_bytes: 10 MB}}",
     "attachments.direct.max_bytes: is '10 MB'; must be a whole number of bytes from 1 to "
     "10485760" +
         unquoted},
    {"attachments: {parent: {max_bytes: 99999999999999999999}}",
     "attachments.parent.max_bytes: is '99999999999999999999'; must be a whole number of bytes "
     "from 1 "
     "to 10485760" +
         unquoted},
    {"parent_tutors: all", "parent_tutors: is 'all'; must be one of: purchased, enrolled, either"},
    {"guardian: {mode: public}",
     "guardian.mode: is 'public'; must be one of: private, parent_digest, parent_copied"},
    {"guardian: {age: 0}", "guardian.age: is '0'; must be a whole number from 1 to 30" + unquoted},
    {"guardian: {age: 31}",
     "guardian.age: is '31'; must be a whole number from 1 to 30" + unquoted},
    {"bookings: {confirmation: yes}",
     "bookings.confirmation: is 'yes'; must be one of: instant, request"},
    {"bookings: {payment: postpaid}",
     "bookings.payment: is 'postpaid'; must be one of: prepaid, none"},
    {"bookings: {payment: ~}", "bookings.payment: is empty; must be one of: prepaid, none"},
    {"bookings: {lead: 60 min}",
     "bookings.lead: is '60 min'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: 99999999999999999999}",
     "bookings.lead: is '99999999999999999999'; must be a whole number of minutes from 0 to 40320" +
         unquoted},
    {"bookings: {lead: 1h}",
     "bookings.lead: is '1h'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: 60.0}",
     "bookings.lead: is '60.0'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: 6e1}",
     "bookings.lead: is '6e1'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: 0x3C}",
     "bookings.lead: is '0x3C'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: 060}",
     "bookings.lead: is '060'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: 1_000}",
     "bookings.lead: is '1_000'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: +60}",
     "bookings.lead: is '+60'; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: !!int 60}",
     "bookings.lead: has a YAML tag; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {lead: [60]}",
     "bookings.lead: is a list; must be a whole number of minutes from 0 to 40320" + unquoted},
    {"bookings: {shortest: 12}",
     "bookings.shortest: is '12'; must be a whole number of minutes from 5 to 480, divisible by 5" +
         unquoted},
    {"bookings: {longest: 485}",
     "bookings.longest: is '485'; must be a whole number of minutes from 5 to 480, divisible by 5" +
         unquoted},
    {"bookings: {step: 1}",
     "bookings.step: is '1'; must be a whole number of minutes from 5 to 120, divisible by 5" +
         unquoted},
    {"bookings: {shortest: 125}",
     "bookings.shortest: makes bookings.longest less than bookings.shortest; must not be less"},
    {"bookings: {longest: 10}",
     "bookings.longest: makes bookings.longest less than bookings.shortest; must not be less"},
    {"bookings: {enter_window: 61}",
     "bookings.enter_window: is '61'; must be a whole number of minutes from 0 to 60" + unquoted},
    {"bookings: {timeout: 0}",
     "bookings.timeout: is '0'; must be a whole number of minutes from 1 to 120" + unquoted},
    {"bookings: {reminder: 0}",
     "bookings.reminder: is '0'; must be a whole number of minutes from 1 to 10080" + unquoted},
    {"bookings: {payment_hold: 1441}",
     "bookings.payment_hold: is '1441'; must be a whole number of minutes from 1 to 1440" +
         unquoted},
    {"bookings: {request_expiry: 721}",
     "bookings.request_expiry: is '721'; must be a whole number of hours from 1 to 720" + unquoted},
    {"bookings: {cancel_notice: {tutor: -1}}",
     "bookings.cancel_notice.tutor: is '-1'; must be a whole number of minutes from 0 to 40320" +
         unquoted},
    {"bookings: {past_tutors: 101}",
     "bookings.past_tutors: is '101'; must be a whole number from 0 to 100" + unquoted},
    {"oversight: any", "oversight: is 'any'; must be a map of keys"},
    {"oversight: {direct: always}",
     "oversight.direct: is 'always'; must be one of: none, reported, any"},
    {"oversight: {time_limit: 0}",
     "oversight.time_limit: is '0'; must be a whole number of minutes from 1 to 1440, without "
     "quotes"},
    {"oversight: {disclosed: on}",
     "oversight.disclosed: is 'on'; must be one of: at_once, afterwards, never"},
    {"oversight: {parent: false}",
     "oversight.parent: is 'false'; must be one of: none, reported, any"},
    {"block: {direct: true}", "block.direct: is 'true'; must be one of: allow, refuse"},
    {"block: {parent: off}", "block.parent: is 'off'; must be one of: allow, refuse"},
    {"negative_review: refuse", "negative_review: is 'refuse'; must be one of: block, allow"},
    {"contact_details: refuse", "contact_details: is 'refuse'; must be a map of keys"},
    {"contact_details: {none: no}",
     "contact_details.none: is 'no'; must be one of: off, warn, mask, refuse"},
    {"contact_details: {exploring: WARN}",
     "contact_details.exploring: is 'WARN'; must be one of: off, warn, mask, refuse"},
    {"contact_details: {active: false}",
     "contact_details.active: is 'false'; must be one of: off, warn, mask, refuse"},
    {"allowed_contacts: help@example.com",
     "allowed_contacts: is 'help@example.com'; must be a list, as in [a, b]"},
    {"allowed_contacts: [support]",
     "allowed_contacts[0]: is 'support'; must be a phone number, an email address, a domain, or a "
     "handle as in @name"},
    {"allowed_contacts: [example.com, example.com]",
     "allowed_contacts[1]: is there twice; must be there once"},
    {"contact_details: {ended: 0}",
     "contact_details.ended: is '0'; must be one of: off, warn, mask, refuse"},
    {"read_receipts: {direct: on}", "read_receipts.direct: is 'on'; must be one of: user, forced"},
    {"read_receipts: {parent: ''}", "read_receipts.parent: is ''; must be one of: user, forced"},
    {"notifications: {email: on}",
     "notifications.email: is not a key; keys here: booking, message"},
    {"notifications: {message: on}", "notifications.message: is 'on'; must be a map of keys"},
    {"notifications: {message: {email: yes}}", "notifications.message.email: is 'yes'" + channels},
    {"notifications: {message: {sms: true}}", "notifications.message.sms: is 'true'" + channels},
    {"notifications: {message: {push: ON}}", "notifications.message.push: is 'ON'" + channels},
    {"notifications: {message: {fax: on}}",
     "notifications.message.fax: is not a key; keys here: delay, email, pause, push, sms"},
    {"notifications: {message: {delay: 1441}}",
     "notifications.message.delay: is '1441'; must be a whole number of minutes from 0 to 1440, "
     "without quotes"},
    {"notifications: {message: {pause: -1}}",
     "notifications.message.pause: is '-1'; must be a whole number of minutes from 0 to 10080, "
     "without quotes"},
    {"notifications: {booking: {delay: 5}}",
     "notifications.booking.delay: is not a key; keys here: email, push, sms"},
    {"notifications: {booking: {email: force}}",
     "notifications.booking.email: is 'force'" + channels},
    {"notifications: {booking: {sms: ~}}", "notifications.booking.sms: is empty" + channels},
    {"notifications: {booking: {push: 1}}", "notifications.booking.push: is '1'" + channels},
    {"limits: {link_requests: 0}",
     "limits.link_requests: is '0'; must be a whole number from 1 to 100000" + unquoted},
    {"magic_link: 0", "magic_link: is '0'; must be a whole number of days from 1 to 30" + unquoted},
    {"magic_link: 7d",
     "magic_link: is '7d'; must be a whole number of days from 1 to 30" + unquoted},
    {"edit_window: 1441",
     "edit_window: is '1441'; must be a whole number of minutes from 0 to 1440" + unquoted},
    {"edit_window: off",
     "edit_window: is 'off'; must be a whole number of minutes from 0 to 1440" + unquoted},
    {"message_length: 0",
     "message_length: is '0'; must be a whole number from 1 to 10000" + unquoted},
    {"message_length: 10001",
     "message_length: is '10001'; must be a whole number from 1 to 10000" + unquoted},
};

}  // namespace

BOOST_AUTO_TEST_CASE(site_overrides_each_key,
                     *description("requirements 6: a site names a preset and overrides keys")) {
  const Policy preset = load_school(school).policy;
  for (const auto& row : accepted) {
    BOOST_TEST_CONTEXT(row.yaml) {
      BOOST_TEST(row.holds(with_override(row.yaml)));
      BOOST_TEST(!row.holds(preset));
    }
  }
}

BOOST_AUTO_TEST_CASE(bad_value_stops_the_start,
                     *description("requirements 6: out of range or of the wrong type")) {
  for (const auto& row : refused) {
    BOOST_TEST_CONTEXT(row.yaml) {
      BOOST_TEST(refusal_of_override(row.yaml) == "school.yaml:7: policy." + row.message);
    }
  }
}

BOOST_AUTO_TEST_CASE(demo_sites_have_room,
                     *description("contract 5: abuse limits a hundred times the presets'")) {
  const auto limits = [](const std::string& text) { return load_school(text).policy.limits; };
  const auto demo = replaced(school, "preset: classroom", "preset: classroom\ndemo: true");
  BOOST_TEST(limits(school).link_requests == 20);
  BOOST_TEST(limits(demo).link_requests == 2000);
  BOOST_TEST(limits(demo).link_resends == 1000);
  BOOST_TEST(limits(demo).link_accepts == 3000);
  const auto own = limits(demo + "policy: {limits: {link_resends: 3}}\n");
  BOOST_TEST((own.link_resends == 3 && own.link_requests == 2000));
}

BOOST_AUTO_TEST_CASE(override_is_deep,
                     *description("requirements 6: keys are overridden one by one, lists whole")) {
  const Policy preset = load_school(school).policy;
  const Policy policy = with_override(
      "attachments: {direct: {types: [image/png]}}, bookings: {lead: 5, reminder: 10}");
  BOOST_TEST((policy.attachments.direct.types == std::vector<std::string>{"image/png"}));
  BOOST_TEST((policy.attachments.direct.allowed_in == preset.attachments.direct.allowed_in));
  BOOST_TEST(policy.attachments.direct.max_bytes == preset.attachments.direct.max_bytes);
  BOOST_TEST((policy.attachments.parent.types == preset.attachments.parent.types));
  BOOST_TEST(policy.bookings.lead.count() == 5);
  BOOST_TEST(policy.bookings.reminder.count() == 10);
  BOOST_TEST((policy.bookings.timeout == preset.bookings.timeout));
}

BOOST_AUTO_TEST_CASE(values_that_go_together_only_as_a_pair,
                     *description("S3-15: shortest and longest")) {
  const Policy policy = with_override("bookings: {shortest: 240, longest: 240}");
  BOOST_TEST(policy.bookings.shortest.count() == 240);
  BOOST_TEST(policy.bookings.longest.count() == 240);
}

BOOST_AUTO_TEST_CASE(error_names_the_line_of_the_key,
                     *description("requirements 6: naming file, line and key")) {
  const std::string policy = R"(policy:
  bookings:
    # a comment between

    lead:
      soon
)";
  BOOST_TEST(
      refusal_of_school(school + policy) ==
      "school.yaml:11: policy.bookings.lead: is 'soon'; must be a whole number of minutes from "
      "0 to 40320, without quotes");
}

}  // namespace chalkline::config::tests
