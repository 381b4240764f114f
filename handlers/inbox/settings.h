#pragma once

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/settings.h"

namespace chalkline {

// Any subset of what GET answers; times and texts as there.
http::Parsed<rules::SettingsChange> parse_settings(const http::Request& request);

// GET /api/inbox/settings (S0-29 to S0-33, S1-22)
//   200 {notifications: {message, booking}: {email, sms, push}: forced|on|off, vacation: {on,
//       message, until|null}, timeZone, locale, readReceipts, workingHours: null|{timeZone,
//       weekly: [{day, from, to}]}}
//   404 not_found: the directory does not know the caller
http::Response handle_settings(app::Context& context, const http::Request& request);

// PATCH /api/inbox/settings
//   200 the settings afterwards
//   400 bad_input; also vacation.until conflicting: an end while no vacation is on nor switched on
//   404 as above
//   422 notification_forced, receipts_forced, vacation_needs_message, vacation_over
http::Response handle_change_settings(app::Context& context, const http::Request& request);

}  // namespace chalkline
