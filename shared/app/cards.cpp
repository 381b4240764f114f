#include "app/cards.h"

#include <utility>

#include "app/bookings.h"
#include "app/card_words.h"
#include "app/guardians.h"
#include "app/live.h"
#include "app/sending.h"
#include "app/series.h"
#include "app/threads.h"
#include "http/cards.h"
#include "http/log.h"
#include "storage/bookings.h"
#include "storage/messages.h"
#include "storage/orders.h"
#include "storage/series.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using rules::CardName;
using rules::CardType;
using storage::Session;

// Whose cards are put together, and when.
struct Viewing {
  const Context& context;
  const std::string& viewer;
  CardReader reader;
  rules::Time now;
};

void add_booking(Cards& cards, const Viewing& viewing, const rules::BookingRecord& record) {
  const auto actor = booking_actor(record, viewing.viewer);
  if (!actor) return;
  const auto& policy = viewing.context.policy().bookings;
  auto shown = record;
  shown.booking() = rules::as_of(policy, record.facts, viewing.now);
  const auto& booking = shown.booking();
  std::vector<std::string_view> actions;
  for (const auto action : rules::actions_of(policy, record.facts, *actor, viewing.now)) {
    actions.push_back(rules::name_of(action));
  }
  CardName name{CardType::booking, std::to_string(record.id)};
  auto card = http::to_json(http::CardShape{.name = name,
                                            .state = rules::name_of(booking.state),
                                            .title = booking_title(viewing.reader, booking.state),
                                            .lines = booking_lines(viewing.reader, shown),
                                            .starts_at = booking.starts_at,
                                            .minutes = booking.length.count(),
                                            .actions = std::move(actions)});
  cards.emplace(std::move(name), std::move(card));
}

void add_package(Cards& cards, const Viewing& viewing, const storage::PackageRow& package) {
  if (viewing.viewer != package.tutor_id && viewing.viewer != package.student_id) return;
  CardName name{CardType::package, package.id};
  auto card = http::to_json(http::CardShape{.name = name,
                                            .state = package.state,
                                            .title = package.title,
                                            .lines = package_lines(viewing.reader, package),
                                            .starts_at = {},
                                            .minutes = {},
                                            .actions = {}});
  cards.emplace(std::move(name), std::move(card));
}

void add_series(Cards& cards, const Viewing& viewing, const rules::SeriesRecord& series) {
  const auto actor = series_actor(series, viewing.viewer);
  if (!actor) return;
  CardName name{CardType::schedule, std::to_string(series.id)};
  auto card = http::to_json(http::CardShape{.name = name,
                                            .state = rules::name_of(series.state),
                                            .title = series_title(viewing.reader),
                                            .lines = series_lines(viewing.reader, series.plan),
                                            .starts_at = first_start(series.plan),
                                            .minutes = series.plan.length.count(),
                                            .actions = series_actions(series, *actor)});
  cards.emplace(std::move(name), std::move(card));
}

// The ids of the cards of one type among these messages.
std::vector<std::string> card_ids(CardType type,
                                  const std::vector<const rules::Message*>& messages) {
  std::vector<std::string> ids;
  for (const auto* message : messages) {
    auto name = http::card_of(*message);
    if (name && name->type == type) ids.push_back(std::move(name->id));
  }
  return ids;
}

// Takes the thread; without one there it begins.
std::optional<rules::CardPlace> put_card(Session& session, const rules::Policy& policy,
                                         const rules::Pair& pair, rules::Message message) {
  if (!storage::has_direct_thread(session, pair)) begin_thread(session, pair, message.at);
  auto locked = storage::lock_direct_thread(session, pair.low, pair.high);
  if (!locked) return std::nullopt;
  if (locked->thread.last_seq == 0) {
    settle_first(session, policy, pair.low, locked->thread, locked->row, message.at);
  }
  const auto stored = store_message(session, locked->thread, locked->row, std::move(message));
  return rules::CardPlace{stored.thread_id, stored.seq};
}

}  // namespace

Cards load_cards(const Context& context, Session& session, const std::string& viewer,
                 const std::vector<const rules::Message*>& messages, rules::Time now) {
  Cards cards;
  const auto bookings = card_ids(CardType::booking, messages);
  const auto packages = card_ids(CardType::package, messages);
  const auto schedules = card_ids(CardType::schedule, messages);
  if (bookings.empty() && packages.empty() && schedules.empty()) return cards;
  const Viewing viewing{context, viewer, load_card_reader(session, viewer), now};
  if (!bookings.empty()) {
    for (const auto& record : storage::load_bookings(session, bookings)) {
      add_booking(cards, viewing, record);
    }
  }
  if (!packages.empty()) {
    for (const auto& package : storage::load_packages(session, packages)) {
      add_package(cards, viewing, package);
    }
  }
  if (!schedules.empty()) {
    for (const auto& series : storage::load_series_of(session, schedules)) {
      add_series(cards, viewing, series);
    }
  }
  return cards;
}

const json::object* find_card(const Cards& cards, const rules::Message& message) {
  const auto name = cards.empty() ? std::nullopt : http::card_of(message);
  const auto found = name ? cards.find(*name) : cards.end();
  return found == cards.end() ? nullptr : &found->second;
}

// The student's own booking is no news to the student; what others did for them is.
std::optional<rules::CardPlace> store_card(Session& session, const rules::Policy& policy,
                                           const rules::BookingRecord& record, rules::Time now) {
  const auto& booking = record.booking();
  const bool by_student = record.booked_by == record.student.id;
  const CardReader english;
  return put_card(session, policy, rules::pair_of(record.tutor.id, record.student.id),
                  {.kind = rules::MessageKind::card,
                   .sender_id = by_student ? record.booked_by : std::nullopt,
                   .body = "Session booked: " + start_line(english, booking.starts_at) + ", " +
                           minutes_line(english, booking.length.count()),
                   .at = now,
                   .notice = http::card_notice({CardType::booking, std::to_string(record.id)})});
}

std::optional<rules::CardPlace> store_card(Session& session, const rules::Policy& policy,
                                           const rules::OrderRecord& package, rules::Time now) {
  return put_card(session, policy, rules::pair_of(package.tutor_id, package.student_id),
                  {.kind = rules::MessageKind::card,
                   .sender_id = package.student_id,
                   .body = "Package purchased: " + package.title,
                   .at = now,
                   .notice = http::card_notice({CardType::package, package.id})});
}

std::optional<rules::CardPlace> store_card(Session& session, const rules::Policy& policy,
                                           const rules::SeriesRecord& series, rules::Time now) {
  const bool by_tutor = series.proposed_by == rules::BookingActor::tutor;
  std::string body = "Weekly sessions proposed";
  for (const auto& line : series_lines({}, series.plan)) body += ", " + line;
  return put_card(session, policy, rules::pair_of(series.tutor.id, series.student.id),
                  {.kind = rules::MessageKind::card,
                   .sender_id = by_tutor ? series.tutor.id : series.student.id,
                   .body = std::move(body),
                   .at = now,
                   .notice = http::card_notice({CardType::schedule, std::to_string(series.id)})});
}

void announce_card(Context& context, const std::string& member, const rules::CardPlace& place,
                   rules::Time now) {
  try {
    const auto row = context.database.read(
        [&](Session& session) { return storage::load_thread(session, member, place.thread_id); });
    if (!row || (!row->i_listen && !row->other_listens)) return;
    const auto messages = context.database.read([&](Session& session) {
      return storage::load_messages_between(session, place.thread_id, place.seq, place.seq);
    });
    if (!messages.empty()) announce_message(context, member, *row, messages.front(), now);
  } catch (const storage::Fault& fault) {
    http::log_fault("", fault.what());
  }
}

}  // namespace chalkline::app
