-- What other servers have told this one, and what it will tell them; and what two of the platform's events
-- are about: links of parents to students, and live sessions.

CREATE TABLE webhook_deliveries (
  id          VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'webhook-id: the sender''s name for one request, the same when it repeats it',
  received_at DATETIME(3) NOT NULL COMMENT 'by the machine''s clock, as everything in this table and the next',
  PRIMARY KEY (id),
  KEY received (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Webhooks that were taken, inserted in the transaction of their effect and kept for 30 days: senders repeat for days';

CREATE TABLE events (
  id          BIGINT NOT NULL AUTO_INCREMENT,
  delivery_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  item        INT NOT NULL COMMENT 'place in the delivery, from 0',
  type        VARCHAR(100) NOT NULL COMMENT 'as it names itself; empty where it does not',
  received_at DATETIME(3) NOT NULL,
  outcome     ENUM('applied','ignored','recorded','failed') NOT NULL COMMENT 'ignored: no news; recorded: of a type that nothing here takes',
  errors      MEDIUMTEXT NULL COMMENT 'of a failed one: JSON array of {field, code, detail}',
  payload     MEDIUMTEXT NULL COMMENT 'of a failed one, to be mended and replayed; of no other, as it is personal data',
  PRIMARY KEY (id),
  UNIQUE KEY delivery (delivery_id, item),
  KEY outcome (outcome, id),
  KEY received (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Every event of every delivery and what became of it, for 30 days; the failed ones are the dead-letter list';

CREATE TABLE outgoing_events (
  id   BIGINT NOT NULL AUTO_INCREMENT,
  seq  BIGINT NULL COMMENT '1, 2, 3 ... without gaps, given at the first reading after the commit; null: nobody has read yet',
  type VARCHAR(100) NOT NULL,
  at   DATETIME(3) NOT NULL,
  data MEDIUMTEXT NOT NULL COMMENT 'JSON object',
  PRIMARY KEY (id),
  UNIQUE KEY seq (seq),
  KEY at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What this site tells other servers. id is taken at the insert and so not in the order of commits: who reads after an id misses what commits late. seq is given to committed rows only';

CREATE TABLE outgoing_counter (
  id       TINYINT NOT NULL COMMENT '1',
  last_seq BIGINT NOT NULL COMMENT 'the newest seq given, also when its event is deleted by now',
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='The lock of whoever gives a seq: readers take it, writers never do';

CREATE TABLE parent_links (
  id         BIGINT NOT NULL AUTO_INCREMENT,
  parent_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  student_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state      ENUM('pending','confirmed','ended') NOT NULL,
  changed_at DATETIME(3) NOT NULL COMMENT 'since when it is in this state',
  version    BIGINT NOT NULL DEFAULT -1 COMMENT 'of the newest event applied, lower ones are ignored; -1: the platform has told nothing of it',
  PRIMARY KEY (id),
  UNIQUE KEY pair (parent_id, student_id),
  KEY of_student (student_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Who is a parent of whom: one link a pair, several parents a student';

CREATE TABLE live_sessions (
  id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the platform''s',
  person_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state      ENUM('started','ended') NOT NULL,
  at         DATETIME(3) NOT NULL COMMENT 'when it started or ended',
  version    BIGINT NOT NULL COMMENT 'of the session''s newest event, the same in all its rows',
  PRIMARY KEY (id, person_id),
  KEY of_person (person_id, state),
  KEY at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Who is in a live session now, as session.started and session.ended tell it; what has ended stays for 30 days, so that a late start is known to be old';
