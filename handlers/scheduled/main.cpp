#include "scheduled.h"

int main(int argc, char** argv) { return chalkline::run_scheduled(argc, argv); }
