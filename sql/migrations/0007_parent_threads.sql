-- Threads of a parent and a tutor about a student, on the tables of all threads.
--
-- Membership is access: whoever has a row in thread_members may read the thread, and nothing else is asked
-- on any way of reading. When a link ends, the parent's rows are moved to closed_members in the same
-- transaction, and back when it stands again.

ALTER TABLE threads
  MODIFY thread_key VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'direct: low|high; parent: parent|tutor|student; | is in no person id',
  ADD COLUMN parent_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of a parent thread: which of low and high is the parent; the other one is the tutor',
  ADD COLUMN student_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of a parent thread: whom it is about',
  ADD KEY of_student (student_id, parent_id);

ALTER TABLE thread_members
  ADD COLUMN parent_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in threads',
  ADD COLUMN student_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'as in threads';

CREATE TABLE closed_members (
  person_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  thread_id       BIGINT NOT NULL,
  closed_at       DATETIME(3) NOT NULL,
  pinned          TINYINT NOT NULL COMMENT 'this and the next six: as in thread_members when it was closed',
  archived        TINYINT NOT NULL,
  muted           TINYINT NOT NULL,
  snoozed_until   DATETIME(3) NULL,
  wake_on_message TINYINT NOT NULL,
  marked_unread   TINYINT NOT NULL,
  read_upto       BIGINT NOT NULL,
  PRIMARY KEY (person_id, thread_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='How members kept threads that they may not read any more; everything else is found anew when they may again';

ALTER TABLE messages
  MODIFY client_id VARBINARY(321) NULL COMMENT 'the caller''s name for this message: makes sending safe to repeat. Of a message to several parents the first copy has it, the others add a zero byte and the parent';

ALTER TABLE orders ADD KEY of_student (student_id, tutor_id, state);
