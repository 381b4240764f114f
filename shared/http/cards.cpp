#include "http/cards.h"

#include "http/canonical_json.h"
#include "http/strict_json.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

std::string_view card_text(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  const auto* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

}  // namespace

std::string card_notice(const rules::CardName& name) {
  return canonical_json(
      json::object{{"code", "card"}, {"id", name.id}, {"type", rules::name_of(name.type)}});
}

std::optional<rules::CardName> card_of(const rules::Message& message) {
  if (message.kind != rules::MessageKind::card || !message.notice) return std::nullopt;
  const auto notice = parse_strict(*message.notice);
  const auto* const object = notice ? notice->if_object() : nullptr;
  if (object == nullptr) return std::nullopt;
  const auto type = rules::card_type_from(card_text(*object, "type"));
  if (!type) return std::nullopt;
  return rules::CardName{*type, std::string(card_text(*object, "id"))};
}

json::object to_json(const CardShape& card) {
  json::array lines;
  for (const auto& line : card.lines) lines.emplace_back(line);
  json::array actions;
  for (const auto action : card.actions) actions.emplace_back(action);
  return {{"type", rules::name_of(card.name.type)},
          {"id", card.name.id},
          {"state", card.state},
          {"title", card.title},
          {"lines", std::move(lines)},
          {"startsAt", card.starts_at ? json::value(time_text(*card.starts_at)) : json::value()},
          {"minutes", card.minutes ? json::value(*card.minutes) : json::value()},
          {"actions", std::move(actions)}};
}

}  // namespace chalkline::http
