#pragma once

#include "rules/directory.h"

namespace chalkline::rules {

// The newest versions that were told of one order, by order.recorded and by package.purchased; -1:
// none.
struct OrderVersions {
  long long order = -1;
  long long package = -1;
};

// What of an order an event changes.
struct OrderNews {
  bool own = false;     // what its kind alone tells: an order's url, a package's lessons
  bool shared = false;  // what both kinds tell
};

// Each by the newest event that tells it, so that the end is the same in whatever order the two
// kinds arrive (S0-21). Of the same version order.recorded decides, as it names the state.
inline OrderNews news_of_order(const OrderVersions& known, const OrderRecord& told) {
  const bool package = told.kind == OrderKind::package;
  const bool own = told.version > (package ? known.package : known.order);
  const bool newest = package ? told.version > known.order : told.version >= known.package;
  return {.own = own, .shared = own && newest};
}

}  // namespace chalkline::rules
