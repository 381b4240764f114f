-- Finding people by name.

CREATE TABLE name_words (
  word      VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'of the name, without case and accents; of scripts without spaces every ending',
  person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (word, person_id),
  KEY of_person (person_id, word)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Every word of every name: a prefix is a range. Both keys hold all, as a search goes by the name or by whom one knows, whichever are fewer';

ALTER TABLE enrolments ADD KEY of_institution (institution_id, person_id);
ALTER TABLE people ADD KEY of_institution (institution_id);
