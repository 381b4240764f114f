#include "http/deliveries.h"

#include "fuzz/targets.h"
#include "rules/people.h"
#include "rules/text.h"

namespace chalkline::fuzz {
namespace {

void check_ids(const rules::PersonRecord& person) {
  promise(rules::is_person_id(person.id), "a person has an id");
  promise(!rules::is_blank(person.name), "a person has a name");
}
void check_ids(const rules::OrderRecord& order) {
  promise(order.tutor_id != order.student_id, "an order is of two people");
  promise(order.amount >= 0 && order.currency.size() == 3, "an amount has a currency");
}
void check_ids(const rules::SessionChange& session) {
  promise(!session.person_ids.empty(), "a session has people");
}
template <class Other>
void check_ids(const Other& other) {
  promise(other.version >= 0, "a version is not below 0");
}

void check_event(const http::ReceivedEvent& event) {
  promise(http::is_utf8(event.payload), "what is kept is UTF-8");
  promise(rules::character_count(event.type) <= 100, "a type is short");
  if (const auto* const errors = std::get_if<http::BadInput>(&event.read)) {
    promise(!errors->empty(), "a refusal names what is wrong");
  } else if (const auto* const said = std::get_if<rules::DirectoryEvent>(&event.read)) {
    std::visit([](const auto& one) { check_ids(one); }, *said);
  }
}

}  // namespace

void delivery(std::string_view bytes) {
  if (bytes.empty()) return;
  http::Request request;
  request.content_type = bytes.front() == '1' ? "application/x-ndjson" : "application/json";
  request.body = bytes.substr(1);
  const auto parsed = http::parse_delivery(request);
  const auto* const taken = std::get_if<http::Delivery>(&parsed);
  if (taken == nullptr) return;
  promise(taken->events.size() <= http::most_events, "a batch has its limit");
  promise(!taken->single || taken->events.size() == 1, "a single event is one");
  for (const auto& event : taken->events) check_event(event);
}

}  // namespace chalkline::fuzz
