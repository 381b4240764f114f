-- Finding people by name among many: tutors by an index of their own, and whom courses and
-- institutions make known from the index alone.

ALTER TABLE name_words
  ADD tutor TINYINT NOT NULL DEFAULT 0 COMMENT 'the person has this role',
  ADD KEY of_tutors (tutor, word, person_id);

UPDATE name_words w JOIN people p ON p.id = w.person_id SET w.tutor = 1 WHERE (p.roles & 1) > 0;

ALTER TABLE enrolments
  DROP KEY of_course,
  DROP KEY of_institution,
  ADD KEY of_course (course_id, batch_id, state, role, person_id),
  ADD KEY of_teachers (course_id, role, state, person_id),
  ADD KEY of_institution (institution_id, role, state, person_id);
