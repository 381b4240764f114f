#include "app/moved_bookings.h"

#include <set>

#include "app/zones.h"
#include "storage/bookings.h"

namespace chalkline::app {
namespace {

constexpr int batch = 1000;

bool is_moved(const storage::BookedWall& booked) {
  const auto* const zone = find_zone(booked.time_zone);
  return zone != nullptr && rules::wall_time(*zone, booked.starts_at) != booked.wall_start;
}

}  // namespace

MovedBookings find_moved_bookings(storage::Database& database, rules::Time now) {
  std::set<long long> seen;
  std::set<long long> moved;
  storage::DuePlace place;
  for (std::size_t count = batch; count == static_cast<std::size_t>(batch);) {
    const auto page = database.read([&](storage::Session& session) {
      return storage::load_booked_walls(session, now, place, batch);
    });
    for (const auto& booked : page) {
      seen.insert(booked.id);
      if (is_moved(booked)) moved.insert(booked.id);
    }
    count = page.size();
    if (count > 0) place = {page.back().due_at, page.back().id};
  }
  return {static_cast<long long>(seen.size()), {moved.begin(), moved.end()}};
}

}  // namespace chalkline::app
