#include "config/policy_keys.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "config/keys.h"
#include "config/readers.h"
#include "config/texts.h"
#include "rules/contact_details.h"

namespace chalkline::config {
namespace {

using rules::Policy;

Keys<Policy::Caps> cap_keys() {
  using Caps = Policy::Caps;
  const auto cap = number_or_off(1, 1000);
  return {key("student", cap, &Caps::student), key("tutor", cap, &Caps::tutor),
          key("parent", cap, &Caps::parent), key("admin", cap, &Caps::admin)};
}

Reader<Policy::CapResets> cap_resets() {
  using Resets = Policy::CapResets;
  return subset<Resets>(
      {{"reply", &Resets::reply}, {"order", &Resets::order}, {"booking", &Resets::booking}});
}

Reader<Policy::MayStart> may_start() {
  using Start = Policy::MayStart;
  return subset<Start>({{"marketplace", &Start::marketplace},
                        {"course", &Start::course},
                        {"relationship", &Start::relationship}});
}

// The server's own limits for a body and for the scanner stand just above this one.
constexpr std::int64_t largest_file = 10'485'760;

Keys<Policy::Files> file_keys() {
  using Files = Policy::Files;
  using Where = Policy::FilesAllowed;
  const auto where = choice<Where>(
      {{"active", Where::active}, {"always", Where::always}, {"never", Where::never}});
  return {
      key("allowed_in", where, &Files::allowed_in),
      key("types", list_of(text("a media type, as in image/png", is_media_type)), &Files::types),
      key("max_bytes", whole(1, largest_file, "bytes"), &Files::max_bytes)};
}

// The rows for `direct` and `parent`, each one value.
template <class T>
Keys<Policy::PerKind<T>> kind_keys(const Reader<T>& read) {
  using Kinds = Policy::PerKind<T>;
  return {key("direct", read, &Kinds::direct), key("parent", read, &Kinds::parent)};
}

Keys<Policy::PerKind<Policy::Files>> attachment_keys() {
  using Kinds = Policy::PerKind<Policy::Files>;
  return all<Kinds>(
      {below("direct", &Kinds::direct, file_keys()), below("parent", &Kinds::parent, file_keys())});
}

Reader<Policy::ParentTutors> parent_tutors() {
  using Tutors = Policy::ParentTutors;
  return choice<Tutors>({{"purchased", Tutors::purchased},
                         {"enrolled", Tutors::enrolled},
                         {"either", Tutors::either}});
}

Keys<Policy::Guardian> guardian_keys() {
  using Guardian = Policy::Guardian;
  using Mode = rules::GuardianMode;
  const auto mode = choice<Mode>({{"private", Mode::kept_private},
                                  {"parent_digest", Mode::parent_digest},
                                  {"parent_copied", Mode::parent_copied}});
  return {key("age", number(1, 30), &Guardian::age), key("mode", mode, &Guardian::mode)};
}

Reader<Policy::Confirmation> confirmation() {
  using Confirmation = Policy::Confirmation;
  return choice<Confirmation>(
      {{"instant", Confirmation::instant}, {"request", Confirmation::request}});
}

Reader<Policy::Payment> payment() {
  using Payment = Policy::Payment;
  return choice<Payment>({{"prepaid", Payment::prepaid}, {"none", Payment::none}});
}

Reader<std::chrono::minutes> minutes(int least, int most, int step = 1) {
  return duration<std::chrono::minutes>(least, most, "minutes", step);
}

constexpr int week = 7 * 24 * 60;  // minutes

Keys<Policy::CancelNotice> cancel_notice_keys() {
  using Notice = Policy::CancelNotice;
  return {key("student", minutes(0, 4 * week), &Notice::student),
          key("tutor", minutes(0, 4 * week), &Notice::tutor)};
}

Keys<Policy::Bookings> booking_keys() {
  using Bookings = Policy::Bookings;
  constexpr int quantum = 5;  // bookings occupy quanta of five minutes
  return {key("confirmation", confirmation(), &Bookings::confirmation),
          key("payment", payment(), &Bookings::payment),
          key("lead", minutes(0, 4 * week), &Bookings::lead),
          key("shortest", minutes(quantum, 480, quantum), &Bookings::shortest),
          key("longest", minutes(quantum, 480, quantum), &Bookings::longest),
          key("step", minutes(quantum, 120, quantum), &Bookings::step),
          key("enter_window", minutes(0, 60), &Bookings::enter_window),
          key("timeout", minutes(1, 120), &Bookings::timeout),
          key("reminder", minutes(1, week), &Bookings::reminder),
          key("payment_hold", minutes(1, 24 * 60), &Bookings::payment_hold),
          key("request_expiry", duration<std::chrono::hours>(1, 720, "hours"),
              &Bookings::request_expiry),
          key("past_tutors", number(0, 100), &Bookings::past_tutors)};
}

Reader<Policy::Oversight> oversight() {
  using Oversight = Policy::Oversight;
  return choice<Oversight>(
      {{"none", Oversight::none}, {"reported", Oversight::reported}, {"any", Oversight::any}});
}

Reader<Policy::Disclosed> disclosed() {
  using Disclosed = Policy::Disclosed;
  return choice<Disclosed>({{"at_once", Disclosed::at_once},
                            {"afterwards", Disclosed::afterwards},
                            {"never", Disclosed::never}});
}

Reader<Policy::Block> block() {
  return choice<Policy::Block>(
      {{"allow", Policy::Block::allow}, {"refuse", Policy::Block::refuse}});
}

Reader<Policy::NegativeReview> negative_review() {
  using Review = Policy::NegativeReview;
  return choice<Review>({{"block", Review::block}, {"allow", Review::allow}});
}

Keys<Policy::ContactDetailsBy> contact_detail_keys() {
  using By = Policy::ContactDetailsBy;
  using Details = Policy::ContactDetails;
  const auto details = choice<Details>({{"off", Details::off},
                                        {"warn", Details::warn},
                                        {"mask", Details::mask},
                                        {"refuse", Details::refuse}});
  return {key("none", details, &By::none), key("exploring", details, &By::exploring),
          key("active", details, &By::active), key("ended", details, &By::ended)};
}

Reader<std::vector<std::string>> allowed_contacts() {
  return list_of(text("a phone number, an email address, a domain, or a handle as in @name",
                      [](std::string_view detail) { return !rules::contact_key(detail).empty(); }));
}

Reader<Policy::Receipts> receipts() {
  using Receipts = Policy::Receipts;
  return choice<Receipts>({{"user", Receipts::user}, {"forced", Receipts::forced}});
}

Keys<Policy::Notify> notify_keys() {
  using Notify = Policy::Notify;
  using Channel = Policy::Channel;
  const auto channel =
      choice<Channel>({{"forced", Channel::forced}, {"on", Channel::on}, {"off", Channel::off}});
  return {key("email", channel, &Notify::email), key("sms", channel, &Notify::sms),
          key("push", channel, &Notify::push)};
}

Keys<Policy::Alerts> alert_keys() {
  using Alerts = Policy::Alerts;
  return {key("delay", minutes(0, 24 * 60), &Alerts::delay),
          key("pause", minutes(0, week), &Alerts::pause)};
}

Keys<Policy::Limits> limit_keys() {
  using Limits = Policy::Limits;
  const auto most = number(1, 100'000);
  return {key("link_requests", most, &Limits::link_requests),
          key("link_resends", most, &Limits::link_resends),
          key("link_accepts", most, &Limits::link_accepts)};
}

// Every key of a policy (requirements, section 6); deploy/policy.md describes them.
Keys<Policy> policy_keys() {
  const auto magic_link = duration<std::chrono::days, std::chrono::hours>(1, 30, "days");
  return all<Policy>({
      below("unanswered_cap", &Policy::unanswered_cap, cap_keys()),
      {key("cap_resets_on", cap_resets(), &Policy::cap_resets_on)},
      {key("may_start", may_start(), &Policy::may_start)},
      below("attachments", &Policy::attachments, attachment_keys()),
      {key("parent_tutors", parent_tutors(), &Policy::parent_tutors)},
      below("guardian", &Policy::guardian, guardian_keys()),
      below("bookings", &Policy::bookings,
            all<Policy::Bookings>(
                {booking_keys(),
                 below("cancel_notice", &Policy::Bookings::cancel_notice, cancel_notice_keys())})),
      below("oversight", &Policy::oversight, kind_keys(oversight())),
      {key("oversight.time_limit", minutes(1, 24 * 60), &Policy::oversight_time_limit)},
      {key("oversight.disclosed", disclosed(), &Policy::oversight_disclosed)},
      below("block", &Policy::block, kind_keys(block())),
      {key("negative_review", negative_review(), &Policy::negative_review)},
      below("contact_details", &Policy::contact_details, contact_detail_keys()),
      {key("allowed_contacts", allowed_contacts(), &Policy::allowed_contacts)},
      below("read_receipts", &Policy::read_receipts, kind_keys(receipts())),
      below("notifications.message", &Policy::notify_message, notify_keys()),
      below("notifications.message", &Policy::alerts, alert_keys()),
      below("notifications.booking", &Policy::notify_booking, notify_keys()),
      below("limits", &Policy::limits, limit_keys()),
      {key("magic_link", magic_link, &Policy::magic_link)},
      {key("edit_window", minutes(0, 24 * 60), &Policy::edit_window)},
      {key("message_length", number(1, 10'000), &Policy::message_length)},
  });
}

// "advisor, classroom, marketplace": the files there are.
std::string names_in(const std::filesystem::path& presets) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(presets, error)) {
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
  }
  std::ranges::sort(names);
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::filesystem::path preset_file(const Value& preset, const std::filesystem::path& presets) {
  const bool is_name = preset.is_text() && is_site_name(preset.node.Scalar());
  auto file = presets / ((is_name ? preset.node.Scalar() : "") + ".yaml");
  if (!is_name || !std::filesystem::exists(file)) {
    preset.refuse("one of: " + names_in(presets) + " (the files in " + presets.string() + ")");
  }
  return file;
}

// Values that are right one by one and wrong together.
void check_policy(const Value& map, const Given& given, const Policy& policy) {
  if (policy.bookings.shortest <= policy.bookings.longest) return;
  const bool is_longest = given.contains("bookings.longest");
  const auto found = given.find(is_longest ? "bookings.longest" : "bookings.shortest");
  const Value& value = found == given.end() ? map : found->second;
  value.fail("makes bookings.longest less than bookings.shortest; must not be less");
}

Given read_policy(const Value& map, const Keys<Policy>& keys, Policy& policy) {
  Given given = read_keys(map, keys, policy);
  check_policy(map, given, policy);
  return given;
}

// A preset leaves nothing to the defaults: who reads it sees the whole policy.
void read_preset(const std::filesystem::path& file, const Keys<Policy>& keys, Policy& policy) {
  const auto document = load_yaml(file);
  const auto given = read_policy(document, keys, policy);
  for (const auto& each : keys) require(document, given, each.name);
}

// Whoever tries a site out does in minutes what takes others weeks (contract §5).
void widen(Policy::Limits& limits) {
  for (auto* const most : {&limits.link_requests, &limits.link_resends, &limits.link_accepts}) {
    *most *= 100;
  }
}

}  // namespace

Policy load_policy(const Value* preset, const Value* overrides,
                   const std::filesystem::path& presets, bool demo) {
  const auto keys = policy_keys();
  Policy policy;
  if (preset != nullptr) read_preset(preset_file(*preset, presets), keys, policy);
  if (demo) widen(policy.limits);
  if (overrides != nullptr) read_policy(*overrides, keys, policy);
  return policy;
}

Policy overlaid_policy(Policy policy, const std::filesystem::path& file) {
  read_policy(load_yaml(file), policy_keys(), policy);
  return policy;
}

}  // namespace chalkline::config
