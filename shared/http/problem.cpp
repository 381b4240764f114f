#include "http/problem.h"

#include <algorithm>
#include <chrono>

#include <boost/json.hpp>

#include "http/shapes.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;
using rules::RefusalCode;

int status_of(rules::RefusalKind kind) {
  switch (kind) {
    case rules::RefusalKind::forbidden:
      return 403;
    case rules::RefusalKind::not_found:
      return 404;
    case rules::RefusalKind::conflict:
      return 409;
    case rules::RefusalKind::gone:
      return 410;
    case rules::RefusalKind::unprocessable:
      return 422;
    case rules::RefusalKind::too_many:
      return 429;
  }
  return 403;
}

json::array people_json(const std::vector<rules::Person>& people) {
  json::array list;
  for (const auto& person : people) list.push_back(to_json(person));
  return list;
}

json::object members(const Request& request, int status, std::string_view code,
                     std::string_view detail) {
  return {{"type", "urn:chalkline:problem:" + std::string(code)},
          {"title", phrase_of(status)},
          {"status", status},
          {"code", code},
          {"detail", detail},
          {"instance", request.id}};
}

// Whole seconds, at least one (RFC 9110 §10.2.3).
std::string seconds_until(rules::Time then, rules::Time now) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(then - now).count();
  return std::to_string(std::max<long long>(seconds, 1));
}

Response answer(int status, std::string_view code, const json::object& document) {
  return {.status = status,
          .body = json::serialize(document),
          .content_type = "application/problem+json",
          .headers = {},
          .code = std::string(code)};
}

}  // namespace

std::string_view phrase_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

std::string sentence(const rules::Refusal& refusal) {
  const auto limit = [&] { return std::to_string(refusal.limit.value_or(0)); };
  switch (refusal.code) {
    case RefusalCode::not_found:
      return "There is nothing here that is yours to see.";
    case RefusalCode::not_allowed_to_message:
      return "You can only write to people you have a current relationship or course with.";
    case RefusalCode::sender_suspended:
      return "Your account is suspended, so you cannot send.";
    case RefusalCode::sender_rejected:
      return "Your account was not approved, so you cannot send.";
    case RefusalCode::sender_needs_improvement:
      return "Your account is under review for improvement, so you cannot send.";
    case RefusalCode::communication_blocked:
      return "Communication between you two is disabled.";
    case RefusalCode::block_not_allowed:
      return "This person cannot be blocked.";
    case RefusalCode::negative_review:
      return "You cannot write to a client who has left you a negative review.";
    case RefusalCode::tutor_on_vacation:
      return "This tutor is on vacation and takes no new students until it ends.";
    case RefusalCode::unanswered_cap_reached:
      return "You have sent " + limit() + " messages without an answer.";
    case RefusalCode::attachments_not_allowed:
      return "A file cannot be sent in this conversation.";
    case RefusalCode::message_too_long:
      return "A message has at most " + limit() + " characters.";
    case RefusalCode::message_empty:
      return "The message has nothing in it that can be read.";
    case RefusalCode::client_id_reused:
      return "This clientId was used before for a different message.";
    case RefusalCode::not_your_message:
      return "Only your own messages can be changed or removed.";
    case RefusalCode::edit_window_over:
      return "The time in which this message could be changed is over.";
    case RefusalCode::message_removed:
      return "This message has been removed.";
    case RefusalCode::notification_forced:
      return "This site always sends this notification.";
    case RefusalCode::receipts_forced:
      return "On this site everybody shows when messages were read.";
    case RefusalCode::vacation_needs_message:
      return "Write what your students are answered while you are away.";
    case RefusalCode::vacation_over:
      return "The vacation must end in the future.";
    case RefusalCode::contact_details_not_allowed:
      return "Phone numbers, addresses and other contact details cannot be sent here.";
    case RefusalCode::parent_not_linked:
      return "Only a confirmed parent of this student can do this, in their own name.";
    case RefusalCode::tutor_not_eligible:
      return "Parents and tutors write to each other only while the student learns with the tutor.";
    case RefusalCode::no_parent_linked:
      return "There is no confirmed parent of this student to write to.";
    case RefusalCode::ambiguous_parent:
      return "This student has several parents; name one of them, or all.";
    case RefusalCode::attachment_not_yours:
      return "Only a file that you have uploaded yourself can be attached.";
    case RefusalCode::oversight_own_thread:
      return "You are in this conversation: read it as one of the two.";
    case RefusalCode::oversight_not_allowed:
      return "On this site nobody else reads such conversations.";
    case RefusalCode::oversight_needs_report:
      return "Such a conversation is read only after one of its messages was reported.";
    case RefusalCode::rate_limited:
      return "You have done this too often. Try again later.";
    case RefusalCode::not_your_action:
      return "This is for the other side to do.";
    case RefusalCode::wrong_state:
      return "This cannot be done now: it is " + std::string(refusal.state) + ".";
    case RefusalCode::role_missing:
      return "Your account does not have the role that this takes.";
    case RefusalCode::link_to_yourself:
      return "This is your own address.";
    case RefusalCode::link_expired:
      return "This invitation cannot be used, or not any more. Ask for a new one.";
    case RefusalCode::link_for_another_address:
      return "This invitation was sent to another address than that of your account.";
    case RefusalCode::reads_along:
      return "You read this conversation as a parent and do not write in it.";
    case RefusalCode::too_soon:
      return "This time is too soon, or over already.";
    case RefusalCode::bad_length:
      return "Sessions of this length cannot be booked here.";
    case RefusalCode::outside_availability:
      return "The tutor offers no session at this time.";
    case RefusalCode::too_early_to_enter:
      return "The session cannot be entered yet.";
    case RefusalCode::slot_taken:
      return "The tutor has another booking at this time.";
    case RefusalCode::student_busy:
      return "The student has another booking at this time.";
    case RefusalCode::tutor_not_offered:
      return "This tutor cannot be booked by you.";
    case RefusalCode::timed_out:
      return "The session was given up, as not both had come in time.";
  }
  return {};
}

Response problem(const Request& request, int status, std::string_view code,
                 std::string_view detail) {
  return answer(status, code, members(request, status, code, detail));
}

Response bad_input(const Request& request, const BadInput& errors) {
  auto document = members(request, 400, "bad_input", "The request is malformed; see errors.");
  json::array list;
  for (const auto& error : errors) {
    list.push_back({{"field", error.field}, {"code", error.code}, {"detail", error.detail}});
  }
  document["errors"] = std::move(list);
  return answer(400, "bad_input", document);
}

Response refused(const Request& request, const rules::Refusal& refusal) {
  const auto code = rules::name_of(refusal.code);
  const int status = status_of(rules::kind_of(refusal.code));
  auto document = members(request, status, code, sentence(refusal));
  if (refusal.limit) document["limit"] = *refusal.limit;
  if (refusal.until) document["until"] = time_text(*refusal.until);
  if (!refusal.unlocked_by.empty()) document["unlockedBy"] = names_of(refusal.unlocked_by);
  // A cap that nothing resets says so.
  if (refusal.code == RefusalCode::unanswered_cap_reached) {
    document["resetsOn"] = names_of(refusal.unlocked_by);
  }
  if (!refusal.spans.empty()) document["spans"] = to_json(refusal.spans);
  if (!refusal.state.empty()) document["state"] = refusal.state;
  if (!refusal.parents.empty()) document["parents"] = people_json(refusal.parents);
  auto response = answer(status, code, document);
  if (status == 429 && refusal.until) {
    response.headers.emplace_back("Retry-After", seconds_until(*refusal.until, request.now));
  }
  return response;
}

Response unauthorized(const Request& request, std::string_view code, std::string_view detail,
                      std::string_view challenge) {
  Response response = problem(request, 401, code, detail);
  response.headers.emplace_back("WWW-Authenticate", challenge);
  return response;
}

}  // namespace chalkline::http
