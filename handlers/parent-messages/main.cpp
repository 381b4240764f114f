#include "app/run.h"
#include "messages.h"
#include "send.h"
#include "threads.h"
#include "tutors.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  static constexpr http::Route routes[] = {
      {"POST", "/api/parent/messages", person, 65'536, chalkline::handle_parent_send},
      {"GET", "/api/parent/messages", person, 0, chalkline::handle_parent_messages},
      {"GET", "/api/parent/threads", person, 0, chalkline::handle_parent_threads},
      {"GET", "/api/parent/tutors", person, 0, chalkline::handle_parent_tutors},
  };
  return chalkline::app::run(argc, argv, "parent-messages", routes);
}
