#pragma once

#include "app/context.h"
#include "app/pages.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/parents.h"

namespace chalkline {

struct ParentPageQuery {
  rules::ParentAddress address;
  app::PageQuery page;
};
http::Parsed<ParentPageQuery> parse_parent_page(const http::Request& request);

// GET /api/parent/messages?tutorId=&studentId=&parentId?=&before=|after=&limit= (S2-24)
//   200 {items: [Message], hasMore} as in the inbox; everything by the other that the caller had
//       not read before counts as read now, whatever the page shows
//   400 bad_input: tutorId, studentId required, and as in the inbox
//   403 parent_not_linked
//   404 not_found: nothing has been written yet
//   409 ambiguous_parent {parents: [Person]}: the tutor has threads with several
http::Response handle_parent_messages(app::Context& context, const http::Request& request);

}  // namespace chalkline
