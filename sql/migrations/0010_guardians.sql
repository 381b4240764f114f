-- Guardians: what the linked parents of a student who is not of age see of the student's direct threads with
-- tutors (policy key guardian), and links that end by themselves when the student is of age.

ALTER TABLE threads
  ADD guardian ENUM('private','parent_digest','parent_copied') NOT NULL DEFAULT 'private' COMMENT 'of a direct thread: what linked parents see of it, as its two have been told';

-- Whoever reads along has a row like any other member: membership is access.
ALTER TABLE thread_members
  MODIFY student_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in threads; of a row that reads along: the one of the two whose parent this is',
  ADD reads_along TINYINT NOT NULL DEFAULT 0 COMMENT 'a parent who reads a child''s direct thread and is none of its two; other_id is the tutor',
  ADD KEY of_thread (thread_id);

ALTER TABLE parent_links
  ADD renewed_at     DATETIME(3) NULL COMMENT 'when the student said last that the link is to stand beyond majority',
  ADD lapsed_at      DATETIME(3) NULL COMMENT 'when it ended because the student came of age; null: it did not end so',
  ADD guardian       ENUM('private','parent_digest','parent_copied') NOT NULL DEFAULT 'private' COMMENT 'what it gives the parent, as the student''s threads have been brought to',
  ADD guardian_since DATETIME(3) NULL COMMENT 'since when that is so',
  ADD digested_upto  DATETIME(3) NULL COMMENT 'messages up to here are in digests that the parent has been or will be sent';
