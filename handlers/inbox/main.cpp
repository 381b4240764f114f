#include "app/run.h"
#include "blocks.h"
#include "feed.h"
#include "inbox.h"
#include "messages.h"
#include "people.h"
#include "search.h"
#include "settings.h"
#include "threads.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  using enum http::Query;
  static constexpr http::Route routes[] = {
      {"GET", "/api/inbox", person, 0, chalkline::handle_inbox, reads_query},
      {"GET", "/api/inbox/unread", person, 0, chalkline::handle_unread},
      {"GET", "/api/inbox/threads/{id}", person, 0, chalkline::handle_thread},
      {"PATCH", "/api/inbox/threads/{id}", person, 1024, chalkline::handle_keep},
      {"GET", "/api/inbox/threads/{id}/messages", person, 0, chalkline::handle_messages,
       reads_query},
      {"GET", "/api/inbox/threads/{id}/feed", person, 0, chalkline::handle_feed, reads_query},
      {"GET", "/api/inbox/orders/{id}", person, 0, chalkline::handle_order},
      {"GET", "/api/inbox/people", person, 0, chalkline::handle_people, reads_query},
      {"GET", "/api/inbox/search", person, 0, chalkline::handle_search, reads_query},
      {"PUT", "/api/inbox/blocks/{personId}", person, 0, chalkline::handle_block},
      {"DELETE", "/api/inbox/blocks/{personId}", person, 0, chalkline::handle_unblock},
      {"GET", "/api/inbox/settings", person, 0, chalkline::handle_settings},
      {"PATCH", "/api/inbox/settings", person, 16'384, chalkline::handle_change_settings},
      {"POST", "/api/inbox/live-ticket", person, 0, chalkline::handle_live_ticket},
  };
  return chalkline::app::run(argc, argv, "inbox", routes);
}
