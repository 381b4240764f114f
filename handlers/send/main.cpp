#include "app/run.h"
#include "send.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  static constexpr http::Route routes[] = {
      {"POST", "/api/send", http::Access::person, 65'536, chalkline::handle_send},
      {"POST", "/api/send/typing", http::Access::person, 1024, chalkline::handle_typing},
  };
  return chalkline::app::run(argc, argv, "send", routes);
}
