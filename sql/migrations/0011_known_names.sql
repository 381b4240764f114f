-- Finding people by name among those whom one may know, however many others there are.

CREATE TABLE known_names (
  circle    VARCHAR(133) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who can be found here. Of people: empty for everybody, t the tutors, i|INSTITUTION tutors and students who belong there. Of pairs: p|PERSON whoever has an open relationship or a direct thread with them. Of enrolments that last: cs|COURSE|BATCH students, cc|COURSE tutors, ci|INSTITUTION tutors, ca|INSTITUTION all',
  letter    VARCHAR(1) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'the first one of the word: a join of several circles reads no more than this of each',
  word      VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'of the name, without case and accents; of scripts without spaces every ending',
  person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (circle, letter, word, person_id),
  KEY of_person (person_id, circle)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Every word of every name, once for each circle that the person is in: a search is a range of each circle it looks into. Kept in the transaction of whatever changes a name or a circle';

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT '', LEFT(word, 1), word, person_id FROM name_words;

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT 't', w.letter, w.word, w.person_id
  FROM people p JOIN known_names w ON w.person_id = p.id AND w.circle = ''
  WHERE (p.roles & 1) > 0;

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('i|', p.institution_id), w.letter, w.word, w.person_id
  FROM people p JOIN known_names w ON w.person_id = p.id AND w.circle = ''
  WHERE (p.roles & 3) > 0 AND p.institution_id IS NOT NULL;

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('p|', r.high_id), w.letter, w.word, w.person_id
  FROM relationships r JOIN known_names w ON w.person_id = r.low_id AND w.circle = ''
  WHERE r.low_teaches IN ('exploring', 'active') OR r.high_teaches IN ('exploring', 'active');

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('p|', r.low_id), w.letter, w.word, w.person_id
  FROM relationships r JOIN known_names w ON w.person_id = r.high_id AND w.circle = ''
  WHERE r.low_teaches IN ('exploring', 'active') OR r.high_teaches IN ('exploring', 'active');

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('p|', m.other_id), w.letter, w.word, w.person_id
  FROM thread_members m JOIN known_names w ON w.person_id = m.person_id AND w.circle = ''
  WHERE m.kind = 'direct' AND m.reads_along = 0;

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT IF(e.role = 'student', CONCAT('cs|', e.course_id, '|', e.batch_id), CONCAT('cc|', e.course_id)),
    w.letter, w.word, w.person_id
  FROM enrolments e JOIN known_names w ON w.person_id = e.person_id AND w.circle = ''
  WHERE e.state = 'active';

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('ci|', e.institution_id), w.letter, w.word, w.person_id
  FROM enrolments e JOIN known_names w ON w.person_id = e.person_id AND w.circle = ''
  WHERE e.state = 'active' AND e.role = 'tutor';

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('ca|', e.institution_id), w.letter, w.word, w.person_id
  FROM enrolments e JOIN known_names w ON w.person_id = e.person_id AND w.circle = ''
  WHERE e.state = 'active';

DROP TABLE name_words;
