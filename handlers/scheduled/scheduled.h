#pragma once

namespace chalkline {

// The handler whose trigger is the clock: `scheduled --once | --loop [--now T]`. Everything that is
// due at every site is done once (for cron), or again every second until SIGTERM. Several may run
// at once: each piece of work is claimed by the statement that does it. Exit code: 0; 1 when a site
// file is wrong or, with --once, a database could not be reached; 2 for unusable arguments.
int run_scheduled(int argc, char** argv);

}  // namespace chalkline
