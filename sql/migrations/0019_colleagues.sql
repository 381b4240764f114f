-- Tutors of one institution find each other also where nobody has enrolled them yet.

ALTER TABLE known_names MODIFY circle VARCHAR(133) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who can be found here. Of people: empty for everybody, t the tutors, i|INSTITUTION tutors and students who belong there, it|INSTITUTION the tutors of these. Of pairs: p|PERSON whoever has an open relationship or a direct thread with them. Of enrolments that last: cs|COURSE|BATCH students, cc|COURSE tutors, ci|INSTITUTION tutors, ca|INSTITUTION all';

INSERT IGNORE INTO known_names (circle, letter, word, person_id)
  SELECT CONCAT('it|', p.institution_id), w.letter, w.word, w.person_id
  FROM people p JOIN known_names w ON w.person_id = p.id AND w.circle = ''
  WHERE (p.roles & 1) > 0 AND p.institution_id IS NOT NULL;
