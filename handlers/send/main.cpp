#include "app/run.h"
#include "changes.h"
#include "send.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  static constexpr http::Route routes[] = {
      {"POST", "/api/send", person, 65'536, chalkline::handle_send},
      {"POST", "/api/send/typing", person, 1024, chalkline::handle_typing},
      {"PATCH", "/api/send/{threadId}/{seq}", person, 65'536, chalkline::handle_change},
      {"DELETE", "/api/send/{threadId}/{seq}", person, 0, chalkline::handle_removal},
  };
  return chalkline::app::run(argc, argv, "send", routes);
}
