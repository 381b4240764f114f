#include "app/run.h"
#include "oversight.h"
#include "transcripts.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  static constexpr http::Route routes[] = {
      {"GET", "/api/reports/transcripts/{threadId}", person, 0, chalkline::handle_transcript},
      {"POST", "/api/reports/oversight", person, 4096, chalkline::handle_oversight},
      {"GET", "/api/reports/oversight", person, 0, chalkline::handle_grants},
      {"DELETE", "/api/reports/oversight/{id}", person, 0, chalkline::handle_grant_end},
  };
  return chalkline::app::run(argc, argv, "reports", routes);
}
