#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/parent_links.h"
#include "storage/database.h"

namespace chalkline::storage {

// What the directory says of a person, for links. `country` is that of numbers of people whose
// locale names none. None for somebody whom it does not know or who is erased.
std::optional<rules::LinkPerson> load_link_person(Session& session, const std::string& person,
                                                  const std::string& country);

// Requests, taken until the end of the transaction. By what names them alone: nothing here looks at
// who owns an address.
std::optional<rules::LinkRequest> lock_link_request(Session& session, const std::string& asker,
                                                    rules::LinkSide asked_as,
                                                    const std::string& address);
std::optional<rules::LinkRequest> lock_link_request(Session& session, long long id);
std::optional<rules::LinkRequest> lock_link_request_by_client(Session& session,
                                                              const std::string& asker,
                                                              const std::string& client_id);
std::optional<rules::LinkRequest> lock_link_request_by_token(Session& session,
                                                             const std::string& hash);

// Returns the new request's id; its own is not looked at.
long long insert_link_request(Session& session, const rules::LinkRequest& request);
// By its id; whatever token it had is good no more.
void update_link_request(Session& session, const rules::LinkRequest& request);
// From now on this token is good, and no other one; false where the request does not wait any more
// or a newer mail about it is due.
bool mark_link_token(Session& session, long long request, long long mailing,
                     const std::string& hash);

// A request and who asked.
struct LinkRequestRow {
  rules::LinkRequest request;
  rules::Person asker;
  std::string asker_locale;
};
// What a person has asked that waits or was declined, and what waits at an address, asked by
// somebody who still has the role; the newest first, at most 500.
std::vector<LinkRequestRow> load_asked_links(Session& session, const std::string& asker);
std::vector<LinkRequestRow> load_link_requests_to(Session& session, const std::string& address);
// One of any state, as a mail tells it.
std::optional<LinkRequestRow> load_link_request(Session& session, long long id);

// Whom a mail to this address reaches, in what language; several may share it, and the comparison
// of the database is looser than that of addresses.
struct MailOwner {
  std::string email;
  rules::Person person;
  std::string locale;
};
std::vector<MailOwner> load_mail_owners(Session& session, const std::string& address);

void delete_link_requests_of(Session& session, const std::string& asker);
// Declined and revoked since before `before`: at most 10,000; how many there were.
long long delete_old_link_requests(Session& session, rules::Time before);
// Invitations that nobody accepted in time, likewise.
long long delete_expired_link_requests(Session& session, rules::Time before);

}  // namespace chalkline::storage
