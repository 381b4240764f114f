#include "app/run.h"
#include "oversight.h"
#include "transcripts.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  using enum http::Query;
  static constexpr http::Route routes[] = {
      {"GET", "/api/reports/transcripts/{threadId}", person, 0, chalkline::handle_transcript,
       reads_query},
      {"POST", "/api/reports/oversight", person, 4096, chalkline::handle_oversight},
      {"GET", "/api/reports/oversight", person, 0, chalkline::handle_grants, reads_query},
      {"DELETE", "/api/reports/oversight/{id}", person, 0, chalkline::handle_grant_end},
  };
  return chalkline::app::run(argc, argv, "reports", routes);
}
