#pragma once

#include <span>
#include <string_view>

#include "app/context.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/serve.h"

namespace chalkline::app {

// A family's whole main(): reads the site files, serves `routes` and /healthz until told to stop.
// `--help` prints what the executable is. Returns the exit code; 1 and one line on stderr when a
// site file is wrong.
int run(int argc, char** argv, std::string_view family, std::span<const http::Route> routes);

}  // namespace chalkline::app
