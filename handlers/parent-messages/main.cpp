#include "app/run.h"
#include "link_answers.h"
#include "links.h"
#include "messages.h"
#include "send.h"
#include "threads.h"
#include "tutors.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  using enum http::Query;
  static constexpr http::Route routes[] = {
      {"POST", "/api/parent/messages", person, 65'536, chalkline::handle_parent_send},
      {"GET", "/api/parent/messages", person, 0, chalkline::handle_parent_messages, reads_query},
      {"GET", "/api/parent/threads", person, 0, chalkline::handle_parent_threads, reads_query},
      {"GET", "/api/parent/tutors", person, 0, chalkline::handle_parent_tutors, reads_query},
      {"GET", "/api/parent/links", person, 0, chalkline::handle_links, reads_query},
      {"POST", "/api/parent/links", person, 1024, chalkline::handle_ask},
      {"POST", "/api/parent/links/accept", person, 1024, chalkline::handle_accept},
      {"POST", "/api/parent/links/{id}/confirm", person, 0, chalkline::handle_confirm},
      {"POST", "/api/parent/links/{id}/decline", person, 0, chalkline::handle_decline},
      {"POST", "/api/parent/links/{id}/resend", person, 0, chalkline::handle_resend},
      {"POST", "/api/parent/links/{id}/renew", person, 0, chalkline::handle_renew},
      {"DELETE", "/api/parent/links/{id}", person, 0, chalkline::handle_end},
  };
  return chalkline::app::run(argc, argv, "parent-messages", routes);
}
