#include "acts.h"
#include "app/run.h"
#include "availability.h"
#include "booking.h"
#include "calendar.h"
#include "lists.h"
#include "series.h"
#include "series_answers.h"
#include "tutors.h"

namespace http = chalkline::http;

int main(int argc, char** argv) {
  using enum http::Access;
  using enum http::Query;
  static constexpr http::Route routes[] = {
      {"GET", "/api/bookings", person, 0, chalkline::handle_list, reads_query},
      {"POST", "/api/bookings", person, 4096, chalkline::handle_booking},
      {"GET", "/api/bookings/upcoming", person, 0, chalkline::handle_upcoming},
      {"GET", "/api/bookings/availability", person, 0, chalkline::handle_my_availability},
      {"PUT", "/api/bookings/availability", person, 65'536, chalkline::handle_set_availability},
      {"GET", "/api/bookings/calendar", person, 0, chalkline::handle_feed_state},
      {"POST", "/api/bookings/calendar", person, 1024, chalkline::handle_new_feed},
      {"DELETE", "/api/bookings/calendar", person, 0, chalkline::handle_no_feed},
      {"GET", "/api/bookings/calendar/{token}.ics", stranger, 0, chalkline::handle_feed},
      {"GET", "/api/bookings/tutors", person, 0, chalkline::handle_tutors, reads_query},
      {"GET", "/api/bookings/tutors/{id}/availability", person, 0, chalkline::handle_availability},
      {"GET", "/api/bookings/tutors/{id}/slots", person, 0, chalkline::handle_slots, reads_query},
      {"POST", "/api/bookings/series", person, 4096, chalkline::handle_series},
      {"GET", "/api/bookings/series/{id}", person, 0, chalkline::handle_one_series},
      {"POST", "/api/bookings/series/{id}/accept", person, 8192, chalkline::handle_accept_series},
      {"POST", "/api/bookings/series/{id}/decline", person, 0, chalkline::handle_decline_series},
      {"GET", "/api/bookings/{id}.ics", person, 0, chalkline::handle_event},
      {"GET", "/api/bookings/{id}", person, 0, chalkline::handle_one},
      {"POST", "/api/bookings/{id}/confirm", person, 0, chalkline::handle_confirm},
      {"POST", "/api/bookings/{id}/decline", person, 0, chalkline::handle_decline},
      {"POST", "/api/bookings/{id}/cancel", person, 8192, chalkline::handle_cancel},
      {"POST", "/api/bookings/{id}/enter", person, 0, chalkline::handle_enter},
      {"POST", "/api/bookings/{id}/leave", person, 0, chalkline::handle_leave},
      {"POST", "/api/bookings/{id}/proposals", person, 8192, chalkline::handle_propose},
      {"POST", "/api/bookings/{id}/proposals/{number}/accept", person, 0, chalkline::handle_accept},
      {"POST", "/api/bookings/{id}/proposals/{number}/decline", person, 0,
       chalkline::handle_turn_down},
  };
  return chalkline::app::run(argc, argv, "bookings", routes);
}
