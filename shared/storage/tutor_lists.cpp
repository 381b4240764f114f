#include "storage/tutor_lists.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_known_tutors_sql =
    "/* load_known_tutors */ SELECT k.reason, p.name, p.id,"
    " (k.reason, p.name, p.id) > (:reason, :name, :id)"
    " FROM (SELECT tutor, MIN(reason) AS reason FROM"
    "   (SELECT low_id AS tutor, IF(low_teaches IN ('active', 'ended'), 0, 1) AS reason"
    "     FROM relationships WHERE high_id = :student"
    "     AND (low_teaches IN ('active', 'ended') OR low_referred = 1)"
    "    UNION ALL SELECT high_id, IF(high_teaches IN ('active', 'ended'), 0, 1)"
    "     FROM relationships WHERE low_id = :student2"
    "     AND (high_teaches IN ('active', 'ended') OR high_referred = 1)"
    "    UNION ALL SELECT tutor_id, 0 FROM bookings"
    "     WHERE student_id = :student3 AND state = 'completed') AS ties GROUP BY tutor) AS k"
    " STRAIGHT_JOIN people p ON p.id = k.tutor"
    " WHERE p.roles & 1 = 1 AND p.id <> :student4 ORDER BY k.reason, p.name, p.id";

// The name alone says where to begin in the index.
constexpr const char* load_matching_tutors_sql =
    "/* load_matching_tutors */ SELECT name, id FROM people"
    " WHERE name >= :from AND (name, id) > (:name, :id)"
    " AND roles & 1 = 1 AND standing = 'ok' AND working_hours IS NOT NULL"
    " AND (:subject = '' OR JSON_CONTAINS(IFNULL(subjects, '[]'), JSON_QUOTE(:subject2)))"
    " AND (:age_group = '' OR JSON_CONTAINS(IFNULL(age_groups, '[]'), JSON_QUOTE(:age_group2)))"
    " AND (:gender = '' OR gender = :gender2) ORDER BY name, id LIMIT :rows";

}  // namespace

std::vector<KnownTutor> load_known_tutors(Session& session, const std::string& student,
                                          const std::optional<TutorPlace>& place) {
  const int reason = place ? static_cast<int>(place->reason) : -1;
  const auto from = place.value_or(TutorPlace{});
  std::vector<KnownTutor> known;
  KnownTutor row;
  int why = 0;
  int behind = 0;
  Statement statement(session, load_known_tutors_sql);
  statement.use(reason, "reason").use(from.name, "name").use(from.id, "id");
  statement.use(student, "student").use(student, "student2").use(student, "student3");
  statement.use(student, "student4").into(why, row.place.name, row.place.id, behind);
  statement.fetch_all([&] {
    row.place.reason = static_cast<rules::OfferReason>(why);
    row.is_behind = behind != 0;
    known.push_back(row);
  });
  return known;
}

std::vector<TutorPlace> load_matching_tutors(Session& session, const TutorWish& wish,
                                             const TutorPlace& place, int limit) {
  std::vector<TutorPlace> matching;
  TutorPlace row{.reason = rules::OfferReason::matching};
  Statement statement(session, load_matching_tutors_sql);
  statement.use(place.name, "from").use(place.name, "name").use(place.id, "id");
  statement.use(wish.subject, "subject").use(wish.subject, "subject2");
  statement.use(wish.age_group, "age_group").use(wish.age_group, "age_group2");
  statement.use(wish.gender, "gender").use(wish.gender, "gender2").use(limit, "rows");
  statement.into(row.name, row.id);
  statement.fetch_all([&] { matching.push_back(row); });
  return matching;
}

}  // namespace chalkline::storage
