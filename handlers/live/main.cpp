#include "app/run.h"
#include "live.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  static constexpr http::Route routes[] = {
      {"GET", "/api/live", http::Access::stranger, 0, chalkline::handle_live,
       http::Query::reads_query},
  };
  return chalkline::app::run(argc, argv, "live", routes);
}
