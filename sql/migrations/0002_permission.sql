-- What else decides who may write to whom: blocks, vacations, reviews, orders; and what people set for
-- themselves.

ALTER TABLE relationships
  ADD low_blocks          TINYINT NOT NULL DEFAULT 0 COMMENT 'low has blocked high: direct threads only',
  ADD high_blocks         TINYINT NOT NULL DEFAULT 0,
  ADD low_negative        TINYINT NOT NULL DEFAULT 0 COMMENT 'high, as a client, has left low a negative review',
  ADD high_negative       TINYINT NOT NULL DEFAULT 0,
  ADD low_review_version  BIGINT NOT NULL DEFAULT 0 COMMENT 'of the newest event about low_negative',
  ADD high_review_version BIGINT NOT NULL DEFAULT 0;

ALTER TABLE people
  ADD vacation_since   DATETIME(3) NULL COMMENT 'switched on then; null: no vacation',
  ADD vacation_until   DATETIME(3) NULL COMMENT 'over by itself from then on; null: until it is switched off',
  ADD vacation_message VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'answers existing students, once each',
  ADD hides_receipts   TINYINT NOT NULL DEFAULT 0 COMMENT 'neither shows nor sees receipts where policy leaves it to people',
  ADD subjects         TEXT NULL COMMENT 'JSON array of texts',
  ADD age_groups       TEXT NULL COMMENT 'JSON array of texts',
  ADD gender           VARCHAR(100) NULL,
  ADD birth_date       DATE NULL,
  ADD erased_at        DATETIME(3) NULL COMMENT 'the platform has erased this person: nobody reaches them any more';

ALTER TABLE thread_members
  MODIFY unanswered INT NOT NULL DEFAULT 0 COMMENT 'messages in a row by this member without an answer',
  ADD auto_replied_at DATETIME(3) NULL COMMENT 'of the newest automatic vacation reply in this member''s name';

UPDATE thread_members SET unanswered = 0 WHERE last_sender_id IS NULL OR last_sender_id <> person_id;

CREATE TABLE settings (
  person_id     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  message_email TINYINT NULL COMMENT 'this and the next five: event and channel, 1 on, 0 off, null the site''s default',
  message_sms   TINYINT NULL,
  message_push  TINYINT NULL,
  booking_email TINYINT NULL,
  booking_sms   TINYINT NULL,
  booking_push  TINYINT NULL,
  time_zone     VARCHAR(64) NULL COMMENT 'the person''s own choice, before the platform''s',
  locale        VARCHAR(35) NULL COMMENT 'likewise',
  PRIMARY KEY (person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What people choose for themselves; a person without a row has chosen nothing';

CREATE TABLE message_versions (
  thread_id   BIGINT NOT NULL,
  seq         BIGINT NOT NULL,
  version     INT NOT NULL COMMENT '1, 2, 3 ... per message: what it said before each change',
  replaced_at DATETIME(3) NOT NULL COMMENT 'when the next version, or its removal, took its place',
  body        TEXT NOT NULL,
  PRIMARY KEY (thread_id, seq, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What a changed or removed message said before, for moderation alone';

CREATE TABLE orders (
  id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the platform''s',
  kind       ENUM('order','package') NOT NULL,
  low_id     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the smaller id of tutor and student',
  high_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tutor_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  student_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title      VARCHAR(500) NOT NULL,
  amount     BIGINT NOT NULL COMMENT 'in minor units of the currency',
  currency   CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'ISO 4217',
  state      ENUM('open','paid','cancelled','refunded') NOT NULL,
  at         DATETIME(3) NOT NULL,
  url        VARCHAR(2000) NULL,
  lessons    INT NULL COMMENT 'of a package',
  minutes    INT NULL COMMENT 'of each lesson of a package',
  version    BIGINT NOT NULL COMMENT 'of the newest event applied; lower ones are ignored',
  PRIMARY KEY (id),
  KEY of_pair (low_id, high_id, at, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What clients have ordered from tutors, as order.recorded and package.purchased tell it';
