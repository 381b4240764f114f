-- The directory as the platform tells it, direct threads, messages and receipts.
--
-- A site is a database. Times are UTC. Person ids are the platform's own: compared byte by byte.
-- Stay inside the SQL that MariaDB 10.11 and MySQL 8 share.

CREATE TABLE people (
  id             VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the platform''s user id',
  name           VARCHAR(200) NOT NULL,
  avatar_url     VARCHAR(2000) NULL,
  email          VARCHAR(320) NULL,
  phone          VARCHAR(32) NULL COMMENT 'as the platform wrote it',
  roles          INT NOT NULL COMMENT 'bit set: 1 tutor, 2 student, 4 parent, 8 institution_admin, 16 support, 32 moderator, 64 platform_admin',
  standing       ENUM('ok','needs_improvement','suspended','rejected') NOT NULL DEFAULT 'ok',
  institution_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  time_zone      VARCHAR(64) NOT NULL COMMENT 'IANA name',
  locale         VARCHAR(35) NOT NULL COMMENT 'BCP 47 tag',
  version        BIGINT NOT NULL COMMENT 'of the newest event applied; lower ones are ignored',
  live_until     DATETIME(3) NULL COMMENT 'no live stream opened so far is open beyond this; nothing is published to who has none',
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Who there is, as person.upserted tells it';

CREATE TABLE relationships (
  low_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the smaller of the two person ids',
  high_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  low_teaches  ENUM('none','exploring','active','ended') NOT NULL DEFAULT 'none' COMMENT 'low is the tutor, high the student',
  high_teaches ENUM('none','exploring','active','ended') NOT NULL DEFAULT 'none' COMMENT 'high is the tutor, low the student',
  low_version  BIGINT NOT NULL DEFAULT 0 COMMENT 'of the newest event about low_teaches',
  high_version BIGINT NOT NULL DEFAULT 0 COMMENT 'of the newest event about high_teaches',
  PRIMARY KEY (low_id, high_id),
  KEY of_high (high_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What two people are to each other: one row a pair, so that one look-up tells both directions';

CREATE TABLE enrolments (
  course_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  batch_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  person_id      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role           ENUM('tutor','student') NOT NULL,
  institution_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state          ENUM('active','ended') NOT NULL,
  version        BIGINT NOT NULL COMMENT 'of the newest event applied; lower ones are ignored',
  PRIMARY KEY (person_id, course_id, batch_id, role),
  KEY of_course (course_id, batch_id, person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Who teaches and who studies what, as enrolment.upserted tells it';

CREATE TABLE threads (
  id             BIGINT NOT NULL AUTO_INCREMENT,
  kind           ENUM('direct','parent') NOT NULL,
  thread_key     VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'direct: low|high; | is in no person id',
  low_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  high_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at     DATETIME(3) NOT NULL,
  last_seq       BIGINT NOT NULL DEFAULT 0 COMMENT 'of the newest message; the next one takes last_seq + 1',
  last_sender_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'of the newest message that counts for the cap',
  unanswered     INT NOT NULL DEFAULT 0 COMMENT 'messages in a row by last_sender_id without an answer',
  PRIMARY KEY (id),
  UNIQUE KEY thread_key (kind, thread_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='A conversation and its lock: whoever writes into it takes this row first';

CREATE TABLE messages (
  thread_id BIGINT NOT NULL,
  seq       BIGINT NOT NULL COMMENT '1, 2, 3 ... per thread, without gaps, in commit order',
  kind      ENUM('text','auto_reply','card','removed') NOT NULL DEFAULT 'text',
  sender_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  client_id VARBINARY(256) NULL COMMENT 'the caller''s name for this message: makes sending safe to repeat',
  at        DATETIME(3) NOT NULL,
  edited_at DATETIME(3) NULL,
  body      TEXT NOT NULL,
  PRIMARY KEY (thread_id, seq),
  UNIQUE KEY sender_client (sender_id, client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Clustered by thread and seq: a page is one range read, whatever the history';

CREATE TABLE thread_members (
  person_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  thread_id       BIGINT NOT NULL,
  kind            ENUM('direct','parent') NOT NULL,
  other_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pinned          TINYINT NOT NULL DEFAULT 0,
  archived        TINYINT NOT NULL DEFAULT 0,
  muted           TINYINT NOT NULL DEFAULT 0,
  snoozed_until   DATETIME(3) NULL COMMENT 'out of the list and the badge until then',
  wake_on_message TINYINT NOT NULL DEFAULT 1 COMMENT 'a message of the other ends the snooze',
  unread          INT NOT NULL DEFAULT 0 COMMENT 'messages of others above read_upto: the one definition',
  marked_unread   TINYINT NOT NULL DEFAULT 0 COMMENT 'set by hand, cleared by the next reading',
  has_unread      TINYINT NOT NULL DEFAULT 0 COMMENT 'unread > 0 or marked_unread',
  read_upto       BIGINT NOT NULL DEFAULT 0 COMMENT 'the newest message this member has opened',
  last_seq        BIGINT NOT NULL DEFAULT 0 COMMENT 'this and the next five: the newest message, as the list shows it',
  last_sender_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  last_kind       ENUM('text','auto_reply','card','removed') NOT NULL DEFAULT 'text',
  last_preview    VARCHAR(250) NOT NULL DEFAULT '',
  last_at         DATETIME(3) NOT NULL COMMENT 'of the newest message; of the thread''s beginning while it is empty',
  unanswered      INT NOT NULL DEFAULT 0 COMMENT 'as in threads',
  PRIMARY KEY (person_id, thread_id),
  KEY inbox (person_id, archived, pinned, has_unread, last_at, thread_id, snoozed_until, unread),
  KEY snoozed (snoozed_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='A thread as one member keeps and sees it; one person''s rows lie side by side, so an inbox is one short range';

CREATE TABLE read_marks (
  thread_id BIGINT NOT NULL,
  person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  upto_seq  BIGINT NOT NULL COMMENT 'every message up to here, not read before, was read at this time',
  at        DATETIME(3) NOT NULL,
  PRIMARY KEY (thread_id, person_id, upto_seq)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='One row an opening: stamping ten thousand messages costs one row';

CREATE TABLE live_tickets (
  hash       CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of the ticket, in hex; the ticket itself is kept nowhere',
  person_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  PRIMARY KEY (hash),
  KEY expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Tickets for opening one live stream each';
