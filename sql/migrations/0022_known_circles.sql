-- Where somebody looks for people by name, in a site of courses, took a statement for their enrolments before the
-- search itself. Now the circles stand ready to be joined.

CREATE TABLE known_circles (
  person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  circle    VARCHAR(133) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of known_names',
  ties      TINYINT UNSIGNED NOT NULL COMMENT 'what ties the person to whoever is in the circle, added up. 1: student of a course that they teach. 2: tutor of a batch that they are a student of. 4: student of the same batch. 8: tutor at the same institution. 16: admin of their institution. 0: nothing by that',
  PRIMARY KEY (person_id, circle)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='The circles in which each person may look by what courses, institutions and pairs make of them. Kept in the transaction of whatever changes a person or an enrolment';

INSERT INTO known_circles (person_id, circle, ties)
  SELECT id, CONCAT('p|', id), 0 FROM people WHERE erased_at IS NULL;

INSERT INTO known_circles (person_id, circle, ties)
  SELECT id, CONCAT('it|', institution_id), 8 FROM people
  WHERE erased_at IS NULL AND (roles & 1) > 0 AND institution_id IS NOT NULL;

INSERT INTO known_circles (person_id, circle, ties)
  SELECT id, CONCAT('ci|', institution_id), 8 FROM people
  WHERE erased_at IS NULL AND (roles & 1) > 0 AND institution_id IS NOT NULL;

INSERT INTO known_circles (person_id, circle, ties)
  SELECT id, CONCAT('i|', institution_id), 16 FROM people
  WHERE erased_at IS NULL AND (roles & 8) > 0 AND institution_id IS NOT NULL;

INSERT INTO known_circles (person_id, circle, ties)
  SELECT id, CONCAT('ca|', institution_id), 16 FROM people
  WHERE erased_at IS NULL AND (roles & 8) > 0 AND institution_id IS NOT NULL;

INSERT INTO known_circles (person_id, circle, ties)
  SELECT p.id, CONCAT('cs|', e.course_id, '|', e.batch_id), BIT_OR(IF(e.role = 'tutor', 2, 4))
  FROM enrolments e JOIN people p ON p.id = e.person_id AND p.erased_at IS NULL
  WHERE e.state = 'active' GROUP BY p.id, e.course_id, e.batch_id;

INSERT IGNORE INTO known_circles (person_id, circle, ties)
  SELECT p.id, CONCAT('cc|', e.course_id), 1
  FROM enrolments e JOIN people p ON p.id = e.person_id AND p.erased_at IS NULL
  WHERE e.state = 'active' AND e.role = 'student';

INSERT IGNORE INTO known_circles (person_id, circle, ties)
  SELECT p.id, CONCAT('ci|', e.institution_id), 8
  FROM enrolments e JOIN people p ON p.id = e.person_id AND p.erased_at IS NULL
  WHERE e.state = 'active' AND e.role = 'tutor';

INSERT IGNORE INTO known_circles (person_id, circle, ties)
  SELECT p.id, CONCAT('it|', e.institution_id), 8
  FROM enrolments e JOIN people p ON p.id = e.person_id AND p.erased_at IS NULL
  WHERE e.state = 'active' AND e.role = 'tutor';
