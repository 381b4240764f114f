#include "http/serve.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <optional>
#include <random>

#include "http/fields.h"
#include "http/gateway.h"
#include "http/log.h"
#include "http/problem.h"
#include "http/times.h"
#include "http/webhook_signature.h"

namespace chalkline::http {
namespace {

using std::chrono::steady_clock;

// What a route without a body lets a client send: room for blanks, and for naming what is wrong.
constexpr std::size_t empty_object_limit = 1024;

// For hosting where no front server names requests.
std::string random_id() {
  static thread_local std::mt19937_64 random{std::random_device{}()};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id;
  for (int i = 0; i < 32; ++i) id += digits[random() % digits.size()];
  return id;
}

Request read_head(const Exchange& exchange) {
  Request request;
  request.environment = exchange.environment;
  request.id = request.parameter("REQUEST_ID");
  if (request.id.empty()) request.id = random_id();
  request.site = request.parameter("SITE");
  request.method = request.parameter("REQUEST_METHOD");
  if (request.method == "HEAD") request.method = "GET";
  const auto target = request.parameter("REQUEST_URI");
  request.path = target.substr(0, target.find('?'));
  request.query = request.parameter("QUERY_STRING");
  request.content_type = request.parameter("CONTENT_TYPE");
  request.moment = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  request.now = request.moment;
  return request;
}

// What stands for "/{name}" with whatever the pattern has behind it, such as "/{id}.ics".
std::optional<std::string> capture(std::string_view expected, std::string_view segment) {
  const auto suffix = expected.substr(expected.find('}') + 1);
  if (!segment.ends_with(suffix)) return std::nullopt;
  segment.remove_suffix(suffix.size());
  auto value = percent_decoded(segment.substr(std::min<std::size_t>(1, segment.size())), false);
  return value && !value->empty() ? std::move(value) : std::nullopt;
}

// The segments that stand for the {…} of `pattern`; none when the path is another one.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> captures;
  while (!pattern.empty() && !path.empty()) {
    const auto expected = pattern.substr(0, pattern.find('/', 1));
    const auto segment = path.substr(0, path.find('/', 1));
    if (expected.starts_with("/{")) {
      auto value = capture(expected, segment);
      if (!value) return std::nullopt;
      captures.push_back(std::move(*value));
    } else if (expected != segment) {
      return std::nullopt;
    }
    pattern.remove_prefix(expected.size());
    path.remove_prefix(segment.size());
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return captures;
}

// "application/json" for "Application/JSON; Charset=UTF-8". With another charset or any other
// parameter it is what nobody takes.
std::string media_type_of(std::string type) {
  std::transform(type.begin(), type.end(), type.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  std::erase_if(type, [](char c) { return c == ' ' || c == '\t' || c == '"'; });
  constexpr std::string_view utf8 = ";charset=utf-8";
  if (type.ends_with(utf8)) type.resize(type.size() - utf8.size());
  return type;
}

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : " or ") + std::string(word);
  return text;
}

Response bad_signature(const Request& request, SignatureFault fault) {
  constexpr std::string_view challenge = "Webhook";
  switch (fault) {
    case SignatureFault::missing:
      return unauthorized(request, "signature_missing",
                          "Send webhook-id, webhook-timestamp and webhook-signature.", challenge);
    case SignatureFault::expired:
      return unauthorized(request, "signature_expired",
                          "This was signed more than five minutes from now.", challenge);
    case SignatureFault::invalid:
      break;
  }
  return unauthorized(request, "signature_invalid", "No signature here is right.", challenge);
}

// A path may fit several rows. No method's name is a part of another's.
void add_method(std::string& allowed, std::string_view method) {
  if (allowed.find(method) != allowed.npos) return;
  allowed += (allowed.empty() ? "" : ", ") + std::string(method);
}

// One request on its way through the house. Each step leaves `response` empty or ends the way.
class Visit {
 public:
  Visit(const House& house, Exchange& exchange)
      : house_(house), exchange_(exchange), request_(read_head(exchange)) {}

  Response run() {
    const auto begin = steady_clock::now();
    Response response = answer();
    response.head_only = request_.parameter("REQUEST_METHOD") == "HEAD";
    finish(response);
    const auto spent = steady_clock::now() - begin;
    log_request(
        request_,
        {.family = house_.family,
         .route = route_ == nullptr ? "" : route_->path,
         .status = response.status,
         .code = response.code,
         .microseconds = std::chrono::duration_cast<std::chrono::microseconds>(spent).count()});
    return response;
  }

 private:
  Response answer() {
    try {
      for (const auto step :
           {&Visit::find_site, &Visit::find_route, &Visit::set_clock, &Visit::find_caller,
            &Visit::take_body, &Visit::check_signature, &Visit::check_fields}) {
        if (auto response = (this->*step)()) return std::move(*response);
      }
      return house_.answer(*route_, request_);
    } catch (const std::exception& fault) {
      log_fault(request_.id, fault.what());
      return problem(request_, 500, "internal_error", "Something went wrong on our side.");
    }
  }

  std::optional<Response> find_site() {
    tenant_ = house_.tenant_of(request_.site);
    if (tenant_ != nullptr) return std::nullopt;
    return problem(request_, 404, "not_found", "There is no such site.");
  }

  std::optional<Response> find_route() {
    std::string allowed;
    for (const auto& route : house_.routes) {
      auto captures = match(route.path, request_.path);
      if (!captures) continue;
      if (route.method == request_.method) {
        route_ = &route;
        request_.captures = std::move(*captures);
        return std::nullopt;
      }
      add_method(allowed, route.method);
      if (route.method == "GET") add_method(allowed, "HEAD");
    }
    if (allowed.empty()) return problem(request_, 404, "not_found", "There is no such address.");
    Response response =
        problem(request_, 405, "method_not_allowed", "Use one of: " + allowed + ".");
    response.headers.emplace_back("Allow", allowed);
    return response;
  }

  // Demo and test sites let a request bring its own time (contract §1).
  std::optional<Response> set_clock() {
    const auto text = request_.parameter("HTTP_CHALKLINE_NOW");
    if (!tenant_->test_clock || text.empty()) return std::nullopt;
    const auto now = parse_time(text);
    if (!now) {
      return bad_input(request_, {{"Chalkline-Now", "malformed", "Must be an RFC 3339 time."}});
    }
    request_.now = *now;
    return std::nullopt;
  }

  std::optional<Response> find_caller() {
    if (route_->access != Access::person) return std::nullopt;
    auto caller = identify(request_, *tenant_);
    if (auto* const response = std::get_if<Response>(&caller)) return std::move(*response);
    auto& known = std::get<Caller>(caller);
    request_.person = std::move(known.person);
    if (known.by_cookie && request_.method != "GET" && !is_meant(request_, *tenant_)) {
      return problem(
          request_, 403, "cross_site",
          "A write by cookie needs X-Requested-With: chalkline and the site's own Origin.");
    }
    return std::nullopt;
  }

  std::optional<Response> take_body() {
    const auto limit = std::max(route_->body_limit, empty_object_limit);
    const auto length = content_length();
    if (!length) return bad_input(request_, {{"Content-Length", "malformed", "Must be a number."}});
    if (*length > limit) {
      return problem(request_, 413, "body_too_large",
                     "At most " + std::to_string(limit) + " bytes.");
    }
    const bool bodiless = route_->body_limit == 0 || request_.content_type.empty();
    if (*length == 0 && bodiless) return std::nullopt;
    request_.content_type = media_type_of(request_.content_type);
    const auto& types = route_->media_types;
    if (std::find(types.begin(), types.end(), request_.content_type) == types.end()) {
      return problem(request_, 415, "unsupported_media_type",
                     "Send " + listed(types) + " in UTF-8.");
    }
    if (!exchange_.read_body(*length, request_.body)) {
      return bad_input(request_, {{"", "truncated", "The body is shorter than Content-Length."}});
    }
    return std::nullopt;
  }

  // Comes behind the body, which the signature covers.
  std::optional<Response> check_signature() {
    if (route_->access != Access::signature) return std::nullopt;
    const SignatureHeaders headers{.id = request_.parameter("HTTP_WEBHOOK_ID"),
                                   .timestamp = request_.parameter("HTTP_WEBHOOK_TIMESTAMP"),
                                   .signature = request_.parameter("HTTP_WEBHOOK_SIGNATURE")};
    const auto fault =
        verify_webhook(headers, request_.body, tenant_->webhook_secrets, request_.moment);
    return fault ? std::optional(bad_signature(request_, *fault)) : std::nullopt;
  }

  // With a body that is read goes the query, so that all that is wrong is told at once.
  std::optional<Response> check_fields() {
    const bool query_is_read = route_->query == Query::reads_query;
    const bool has_body = !request_.body.empty();
    if (has_body ? route_->body_limit > 0 : query_is_read || request_.query.empty()) {
      return std::nullopt;
    }
    auto nobodys = request_;
    if (query_is_read) nobodys.query.clear();
    const auto errors = has_body ? JsonFields(nobodys).finish() : QueryFields(nobodys).finish();
    return errors.empty() ? std::nullopt : std::optional(bad_input(request_, errors));
  }

  std::optional<std::size_t> content_length() const {
    const auto text = request_.parameter("CONTENT_LENGTH");
    std::size_t length = 0;
    if (text.empty()) return length;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return length;
  }

  void finish(Response& response) const {
    response.headers.emplace_back("X-Request-Id", request_.id);
    const bool says =
        std::any_of(response.headers.begin(), response.headers.end(),
                    [](const auto& header) { return header.first == "Cache-Control"; });
    if (!says) response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (response.status == 204 || response.status == 304) response.content_type.clear();
  }

  const House& house_;
  Exchange& exchange_;
  Request request_;
  const Tenant* tenant_ = nullptr;
  const Route* route_ = nullptr;
};

}  // namespace

int serve(const House& house) {
  return serve_exchanges([&](Exchange& exchange) { return Visit(house, exchange).run(); });
}

}  // namespace chalkline::http
