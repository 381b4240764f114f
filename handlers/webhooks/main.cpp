#include "app/run.h"
#include "deliveries.h"
#include "events.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  using enum http::Query;
  constexpr std::size_t a_thousand_events = 4'194'304;
  static constexpr http::Route routes[] = {
      {"POST", "/api/webhooks/platform", signature, a_thousand_events, chalkline::handle_delivery,
       no_query, http::json_or_lines_body},
      {"POST", "/api/webhooks/bookings", signature, a_thousand_events, chalkline::handle_delivery,
       no_query, http::json_or_lines_body},
      {"GET", "/api/webhooks/events", signature, 0, chalkline::handle_events, reads_query},
  };
  return chalkline::app::run(argc, argv, "webhooks", routes);
}
