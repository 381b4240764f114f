#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chalkline::rules {

// What linked parents see of their child's direct threads with tutors while the child is under age:
// nothing, a daily digest by mail, or all of it as it is written, without writing themselves.
enum class GuardianMode : std::uint8_t { kept_private, parent_digest, parent_copied };

// A site's policy: every point in which sites differ. Handlers never ask which preset is on, they
// read these fields. The defaults are those of a site that names neither preset nor key. config/
// reads it from YAML, and deploy/policy.md describes every key.
struct Policy {
  // Messages in a row without an answer, by the sender's role in the conversation; none: no cap
  // (S0-22, S4-18). Direct threads only.
  struct Caps {
    std::optional<int> student;
    std::optional<int> tutor;
    std::optional<int> parent;
    std::optional<int> admin;
  };

  // What starts the count of unanswered messages afresh (S0-23, S4-18).
  struct CapResets {
    bool reply = true;
    bool order = false;
    bool booking = false;
  };

  // On which grounds two people may write to each other (S0-03, S1-12 to -17).
  struct MayStart {
    bool marketplace = false;
    bool course = false;
    bool relationship = true;
  };

  enum class FilesAllowed { active, always, never };
  // Files in one kind of thread (S0-12 to -17, S2-27).
  struct Files {
    FilesAllowed allowed_in = FilesAllowed::active;
    std::vector<std::string> types;  // media types, as libmagic names them
    std::int64_t max_bytes = 10'485'760;
  };

  enum class ParentTutors { purchased, enrolled, either };
  enum class Confirmation { instant, request };
  enum class Payment { prepaid, none };
  enum class Oversight { none, reported, any };
  enum class Disclosed { at_once, afterwards, never };
  enum class Block { allow, refuse };
  enum class NegativeReview { block, allow };
  enum class ContactDetails { off, warn, mask, refuse };
  enum class Receipts { user, forced };
  enum class Channel { forced, on, off };

  // How long before its start a booking can be cancelled in time; later it is late (S3-29).
  struct CancelNotice {
    std::chrono::minutes student{24 * 60};
    std::chrono::minutes tutor{24 * 60};
  };

  struct Bookings {
    Confirmation confirmation = Confirmation::request;
    Payment payment = Payment::none;
    std::chrono::minutes lead{60};
    std::chrono::minutes shortest{15};
    std::chrono::minutes longest{120};
    std::chrono::minutes step{5};
    std::chrono::minutes enter_window{2};
    std::chrono::minutes timeout{15};
    std::chrono::minutes reminder{15};
    std::chrono::minutes payment_hold{10};
    std::chrono::hours request_expiry{24};
    CancelNotice cancel_notice;
    int past_tutors = 5;
  };

  // From which age, in years, a student needs no guardian, and what parents see until then.
  struct Guardian {
    int age = 18;
    GuardianMode mode = GuardianMode::kept_private;
  };

  // A setting that direct and parent threads have each for themselves.
  template <class T>
  struct PerKind {
    T direct{};
    T parent{};
  };

  // How contact details in a text are met, by the state of the relationship (S1-19).
  struct ContactDetailsBy {
    ContactDetails none = ContactDetails::off;
    ContactDetails exploring = ContactDetails::off;
    ContactDetails active = ContactDetails::off;
    ContactDetails ended = ContactDetails::off;
  };

  // One event's channels (S0-32, S3-02, S3-03, S4-08).
  struct Notify {
    Channel email = Channel::on;
    Channel sms = Channel::off;
    Channel push = Channel::on;
  };

  // When a mail tells of new messages (S0-32): so long after the first of them, and so long after
  // the last mail about a conversation of which nothing has been read since.
  struct Alerts {
    std::chrono::minutes delay{5};
    std::chrono::minutes pause{60};
  };

  // How often one person may do what could be a nuisance to others. Not a matter of permission: a
  // person meets one of these only by abuse or by mistake. rules/limits.cpp says in which time.
  struct Limits {
    int link_requests = 20;  // in a day
    int link_resends = 10;   // in a day
    int link_accepts = 30;   // failed ones, in an hour
  };

  Caps unanswered_cap;
  CapResets cap_resets_on;
  MayStart may_start;
  PerKind<Files> attachments{{}, {FilesAllowed::always, {}}};
  ParentTutors parent_tutors = ParentTutors::either;
  Guardian guardian;
  Bookings bookings;
  PerKind<Oversight> oversight{Oversight::reported, Oversight::any};
  std::chrono::minutes oversight_time_limit{60};
  Disclosed oversight_disclosed = Disclosed::at_once;
  PerKind<Block> block{Block::allow, Block::refuse};
  NegativeReview negative_review = NegativeReview::allow;
  ContactDetailsBy contact_details;
  std::vector<std::string> allowed_contacts;  // the site's own, which a text may hold
  PerKind<Receipts> read_receipts{Receipts::user, Receipts::forced};
  Notify notify_message{};
  Alerts alerts;
  Notify notify_booking{Channel::forced, Channel::forced, Channel::on};
  Limits limits;
  std::chrono::hours magic_link{24 * 7};
  std::chrono::minutes edit_window{15};
  int message_length = 4000;  // characters: Unicode code points
};

}  // namespace chalkline::rules
