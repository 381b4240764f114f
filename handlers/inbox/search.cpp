#include "search.h"

#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include <boost/json.hpp>
#include <boost/json/monotonic_resource.hpp>

#include "app/cards.h"
#include "app/search.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "http/token.h"
#include "rules/receipts.h"
#include "rules/text.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;

constexpr std::size_t most_characters = 200;

// "milliseconds.thread.seq", three whole numbers.
std::optional<std::array<long long, 3>> three_numbers(std::string_view text) {
  std::array<long long, 3> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
    const auto [next, fault] = std::from_chars(at, end, numbers.at(i));
    if (fault != std::errc() || numbers.at(i) < 0) return std::nullopt;
    at = next;
  }
  return at == end ? std::optional(numbers) : std::nullopt;
}

json::object thread_shape(const storage::SearchResult& result, const json::storage_ptr& memory) {
  json::object shape(memory);
  shape.emplace("id", std::to_string(result.message.thread_id));
  shape.emplace("kind", rules::name_of(rules::kind_of(result.triple)));
  shape.emplace("with", http::to_json(result.with, memory));
  shape.emplace("student",
                result.student ? json::value(http::to_json(*result.student, memory)) : nullptr);
  return shape;
}

json::object snippet_shape(const rules::Snippet& snippet, const json::storage_ptr& memory) {
  json::array matches(memory);
  for (const auto& [from, to] : snippet.matches) {
    json::object range(memory);
    range.emplace("from", from);
    range.emplace("to", to);
    matches.push_back(std::move(range));
  }
  json::object shape(memory);
  shape.emplace("text", snippet.text);
  shape.emplace("matches", std::move(matches));
  return shape;
}

// When the other read mine, unless I may not be shown that; when I read theirs.
std::optional<rules::Time> read_at(const rules::Policy& policy, const storage::SearchResult& result,
                                   const std::string& viewer) {
  const bool hides =
      result.message.sender_id == viewer &&
      !rules::shows_receipts(policy, rules::kind_of(result.triple), result.receipts_hidden);
  return hides ? std::nullopt : result.read_at;
}

json::object result_shape(const rules::Policy& policy, const storage::SearchResult& result,
                          const rules::Snippet& snippet, const app::Cards& cards,
                          const std::string& viewer, const json::storage_ptr& memory) {
  json::object shape(memory);
  shape.emplace("thread", thread_shape(result, memory));
  shape.emplace(
      "message",
      http::to_json(http::MessageShape{result.message, viewer, read_at(policy, result, viewer),
                                       result.triple, app::find_card(cards, result.message)},
                    memory));
  shape.emplace("snippet", snippet_shape(snippet, memory));
  return shape;
}

app::Cards load_cards(app::Context& context, const http::Request& request,
                      const std::vector<storage::SearchResult>& results) {
  std::vector<const rules::Message*> messages;
  messages.reserve(results.size());
  for (const auto& result : results) messages.push_back(&result.message);
  return context.database.read([&](Session& session) {
    return app::load_cards(context, session, request.person, messages, request.now);
  });
}

rules::SearchWords parse_words(http::QueryFields& fields) {
  fields.require("q");
  const auto q = fields.text("q");
  if (!q) return {};
  if (rules::character_count(*q) > most_characters) {
    fields.error("q", "too_long", "At most 200 characters.");
    return {};
  }
  auto words = rules::search_words(*q);
  if (words.empty()) fields.error("q", "empty", "Must hold a letter or a digit.");
  if (words.size() > rules::max_search_words) fields.error("q", "too_long", "At most 8 words.");
  return words;
}

}  // namespace

http::Parsed<SearchQuery> parse_search(const http::Request& request) {
  http::QueryFields fields(request);
  SearchQuery query;
  query.words = parse_words(fields);
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(20));
  if (const auto cursor = fields.text("cursor")) {
    query.before = search_place_from(*cursor);
    if (!query.before) fields.error("cursor", "malformed", "Must be a nextCursor of this search.");
  }
  return http::parsed(std::move(query), fields.finish());
}

std::string search_cursor_of(const rules::SearchPlace& place) {
  return http::base64url(std::to_string(place.at.time_since_epoch().count()) + "." +
                         std::to_string(place.thread_id) + "." + std::to_string(place.seq));
}

std::optional<rules::SearchPlace> search_place_from(std::string_view cursor) {
  constexpr long long year_9999 = 253'402'300'799'999;
  const auto text = http::from_base64url(cursor);
  const auto numbers = text ? three_numbers(*text) : std::nullopt;
  if (!numbers || (*numbers)[0] > year_9999) return std::nullopt;
  const auto [at, thread, seq] = *numbers;
  return rules::SearchPlace{rules::Time(std::chrono::milliseconds(at)), thread, seq};
}

http::Response handle_search(app::Context& context, const http::Request& request) {
  const auto parsed = parse_search(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<SearchQuery>(parsed);
  const auto page = context.database.read([&](Session& session) {
    return app::search_messages(session, request.person, query.words, query.before,
                                static_cast<std::size_t>(query.limit));
  });
  const auto cards = load_cards(context, request, page.results);

  std::array<unsigned char, 65'536> buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  json::array items(&memory);
  items.reserve(page.results.size());
  for (std::size_t i = 0; i < page.results.size(); ++i) {
    items.emplace_back(result_shape(context.policy(), page.results[i], page.snippets[i], cards,
                                    request.person, &memory));
  }
  json::object body(&memory);
  body.emplace("items", std::move(items));
  body.emplace("nextCursor",
               page.before ? json::value(search_cursor_of(*page.before)) : json::value(nullptr));
  return {.body = json::serialize(body)};
}

}  // namespace chalkline
