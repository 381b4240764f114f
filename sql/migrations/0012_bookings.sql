-- Booked sessions: when a tutor can be booked, what is booked, and what keeps two bookings of one person
-- from overlapping.
--
-- Whoever writes a booking takes the guard rows of its two people first, both in one statement, and reads
-- behind them: so all that happens to one person's bookings happens one after the other, also on several
-- nodes. The primary key of booking_quanta stands behind that as the last barrier.

CREATE TABLE booking_guards (
  person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  turns     BIGINT NOT NULL COMMENT 'rises at every use, so that the row is really written: nodes of a cluster notice that alone',
  PRIMARY KEY (person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='The lock of one person''s bookings';

CREATE TABLE bookings (
  id                 BIGINT NOT NULL AUTO_INCREMENT,
  external_id        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the booking system''s name for it',
  tutor_id           VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  student_id         VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  booked_by          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the student, or support for one; null: the booking system',
  client_id          VARBINARY(256) NULL COMMENT 'the caller''s name for it: makes booking safe to repeat',
  state              ENUM('awaiting_payment','requested','confirmed','in_session','completed','declined','expired','cancelled','missed_by_student','missed_by_tutor','missed_by_both') NOT NULL,
  decided            ENUM('awaiting_payment','requested','confirmed','in_session','completed','declined','expired','cancelled','missed_by_student','missed_by_tutor','missed_by_both') NOT NULL COMMENT 'what people and the booking system have made of it; state may have gone on from there by itself',
  closed_here        TINYINT NOT NULL DEFAULT 0 COMMENT 'a person here has declined or cancelled it',
  starts_at          DATETIME(3) NOT NULL COMMENT 'UTC',
  minutes            INT NOT NULL,
  wall_start         DATETIME NOT NULL COMMENT 'what clocks in time_zone show at the start',
  time_zone          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the tutor''s when it was booked; with wall_start it tells when tzdata has moved a booking',
  booked_at          DATETIME(3) NOT NULL COMMENT 'a hold for payment counts from here',
  asked_at           DATETIME(3) NOT NULL COMMENT 'a request to the tutor counts from here',
  paid               TINYINT NOT NULL DEFAULT 0,
  student_entered_at DATETIME(3) NULL COMMENT 'for the first time, at the time the booking has now',
  student_in         TINYINT NOT NULL DEFAULT 0 COMMENT 'there now',
  tutor_entered_at   DATETIME(3) NULL,
  tutor_in           TINYINT NOT NULL DEFAULT 0,
  started_at         DATETIME(3) NULL COMMENT 'both were in',
  cancelled_by       ENUM('student','tutor','support','booking_system') NULL,
  cancelled_at       DATETIME(3) NULL,
  cancelled_late     TINYINT NOT NULL DEFAULT 0 COMMENT 'later than the notice that the site asks for',
  cancel_reason      VARCHAR(1000) NOT NULL DEFAULT '',
  proposals          INT NOT NULL DEFAULT 0 COMMENT 'how many other times were proposed; the newest alone can be open',
  told_version       BIGINT NULL COMMENT 'of the newest event of the booking system; null: none has come',
  told_state_version BIGINT NULL COMMENT 'of the newest one that told its state',
  told_time_version  BIGINT NULL COMMENT 'of the newest one that told its time',
  changes            INT NOT NULL COMMENT 'by people and by the clock',
  subject            VARCHAR(200) NULL,
  price              BIGINT NULL COMMENT 'in minor units of the currency',
  currency           CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'ISO 4217',
  series_id          BIGINT NULL COMMENT 'the series that it came of',
  card_thread_id     BIGINT NULL COMMENT 'where its card stands in the conversation of the two',
  card_seq           BIGINT NULL,
  sequence           INT NOT NULL DEFAULT 0 COMMENT 'rises with everything that is stored of it, as calendars want it',
  due_at             DATETIME(3) NULL COMMENT 'when the clock next has to look at it; null: never',
  PRIMARY KEY (id),
  UNIQUE KEY external (external_id),
  UNIQUE KEY booker_client (booked_by, client_id),
  KEY of_tutor (tutor_id, starts_at, id),
  KEY of_student (student_id, starts_at, id),
  KEY due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Booked sessions, those that are over included';

CREATE TABLE booking_quanta (
  person_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quantum    INT NOT NULL COMMENT 'five minutes of UTC, counted from 1970 on',
  booking_id BIGINT NOT NULL,
  PRIMARY KEY (person_id, quantum),
  KEY of_booking (booking_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='The time that bookings hold, for tutor and student alike: nobody has two bookings in one quantum';

CREATE TABLE booking_proposals (
  booking_id  BIGINT NOT NULL,
  number      INT NOT NULL COMMENT '1, 2, 3 ... per booking',
  proposed_by ENUM('student','tutor','support','booking_system') NOT NULL,
  starts_at   DATETIME(3) NOT NULL,
  reason      VARCHAR(1000) NOT NULL,
  state       ENUM('open','accepted','declined') NOT NULL COMMENT 'an open one that is not the newest was replaced',
  PRIMARY KEY (booking_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Other times for bookings, proposed by one side and answered by the other';

CREATE TABLE availability_exceptions (
  person_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  date      DATE NOT NULL COMMENT 'in the time zone of people.working_hours',
  from_time SMALLINT NOT NULL COMMENT 'minutes from midnight on wall clocks',
  to_time   SMALLINT NOT NULL COMMENT 'likewise; 1440 is the end of the day',
  is_open   TINYINT NOT NULL COMMENT 'open besides the weekly hours, or closed in spite of them',
  PRIMARY KEY (person_id, date, from_time)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='A tutor''s availability on single dates; the weekly hours are people.working_hours';

CREATE TABLE booking_series (
  id             BIGINT NOT NULL AUTO_INCREMENT,
  external_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the booking system''s name for it',
  tutor_id       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  student_id     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  proposed_by    ENUM('student','tutor') NOT NULL COMMENT 'the other one answers',
  proposer_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'that person; null: the booking system told it',
  client_id      VARBINARY(256) NULL COMMENT 'the proposer''s name for it: makes proposing safe to repeat',
  state          ENUM('proposed','accepted','declined') NOT NULL,
  time_zone      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'on whose wall clocks it is',
  day            TINYINT NOT NULL COMMENT '1 Monday ... 7 Sunday',
  at_time        SMALLINT NOT NULL COMMENT 'minutes from midnight',
  minutes        INT NOT NULL COMMENT 'of each lesson',
  lessons        INT NOT NULL,
  from_date      DATE NOT NULL COMMENT 'the first lesson is on it or after it',
  made_at        DATETIME(3) NOT NULL,
  answered_at    DATETIME(3) NULL,
  card_thread_id BIGINT NULL COMMENT 'where its card stands in the conversation of the two',
  card_seq       BIGINT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY external (external_id),
  UNIQUE KEY proposer_client (proposer_id, client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Lessons every week that one of two proposes to the other; those that came of it are bookings with its id';

CREATE TABLE calendar_feeds (
  person_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256, in hex, of the secret in the feed''s address; the secret itself is kept nowhere',
  made_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (person_id),
  UNIQUE KEY token (token_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Who lets calendars read their bookings: whoever has the address can';

ALTER TABLE relationships
  ADD low_referred  TINYINT NOT NULL DEFAULT 0 COMMENT 'low, as a tutor, has brought high to the site: origin referral',
  ADD high_referred TINYINT NOT NULL DEFAULT 0 COMMENT 'likewise high has brought low';

ALTER TABLE outbox
  MODIFY channel ENUM('email','sms','push','app') NOT NULL COMMENT 'app: on the pages that the person has open';

ALTER TABLE messages
  MODIFY notice VARCHAR(1000) NULL COMMENT 'JSON object {code, ...} in canonical form. Of a message that nobody sent: what it says, for a page to word it itself; body says the same in English. Of a card: what it shows, {code: card, id, type}';
