#include "app/run.h"
#include "events.h"
#include "platform.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  constexpr std::size_t a_thousand_events = 4'194'304;
  static constexpr http::Route routes[] = {
      {"POST", "/api/webhooks/platform", signature, a_thousand_events, chalkline::handle_platform,
       http::json_or_lines_body},
      {"GET", "/api/webhooks/events", signature, 0, chalkline::handle_events},
  };
  return chalkline::app::run(argc, argv, "webhooks", routes);
}
