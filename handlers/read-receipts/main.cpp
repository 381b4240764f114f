#include "app/run.h"
#include "read_receipts.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  static constexpr http::Route routes[] = {
      {"POST", "/api/read-receipts", http::Access::person, 1024, chalkline::handle_read},
      {"GET", "/api/read-receipts", http::Access::person, 0, chalkline::handle_receipts,
       http::Query::reads_query},
  };
  return chalkline::app::run(argc, argv, "read-receipts", routes);
}
