-- Asking to be linked as parent and student, what others are to be told, and how often a person has done
-- what may be done only so often.

-- A request is addressed to an email or a phone number, not to a person: whoever owns the address may
-- answer. So asking looks nobody up, and cannot tell whether the address is known.
CREATE TABLE link_requests (
  id         BIGINT NOT NULL AUTO_INCREMENT,
  asker_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  asked_as   ENUM('parent','student') NOT NULL COMMENT 'what the asker is in the link',
  address    VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the other one''s: an email address in small letters, or a phone number in E.164',
  client_id  VARBINARY(256) NULL COMMENT 'the asker''s name for the request: makes asking safe to repeat',
  state      ENUM('pending','confirmed','declined','revoked') NOT NULL,
  changed_at DATETIME(3) NOT NULL COMMENT 'since when it is in this state',
  expires_at DATETIME(3) NULL COMMENT 'of an invitation by mail; null: it waits for as long as it takes',
  mailing    BIGINT NOT NULL COMMENT 'which mail about it is the newest: those before are void',
  token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'SHA-256, in hex, of the token in the newest mail; the token itself is kept nowhere. Null: none is good',
  link_id    BIGINT NULL COMMENT 'the link that it came to',
  PRIMARY KEY (id),
  UNIQUE KEY asked (asker_id, asked_as, address),
  UNIQUE KEY asker_client (asker_id, client_id),
  UNIQUE KEY token (token_hash),
  KEY of_address (address, state),
  KEY changed (state, changed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Who asks whom to be linked; one row an asker and address, however often it is asked';

ALTER TABLE parent_links
  ADD request_id      BIGINT NULL COMMENT 'the request that first made it and by whose id it goes; null: the platform told it',
  ADD decided_here_at DATETIME(3) NULL COMMENT 'when one of the two last made or ended it here: what the platform said before that does not open it again';

CREATE TABLE outbox (
  id           BIGINT NOT NULL AUTO_INCREMENT,
  event        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'what is to be told',
  about        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id of what it is about',
  version      BIGINT NOT NULL DEFAULT 0 COMMENT 'of what it is about, as it was then: who sends looks whether that still holds',
  recipient_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'a person, whose address is looked up when it is sent; or',
  address      VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'an address, whosever it is',
  channel      ENUM('email','sms','push') NOT NULL,
  made_at      DATETIME(3) NOT NULL,
  not_before   DATETIME(3) NOT NULL COMMENT 'when it is due; later after every failure',
  collapse_key VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'a newer row takes the place of those with the same key that still wait',
  lease_until  DATETIME(3) NULL COMMENT 'a worker has it until then; if it still waits after that, the worker died',
  attempts     INT NOT NULL DEFAULT 0 COMMENT 'how often a worker took it: tells the one that has it from those before',
  decision     ENUM('waiting','sent','dropped','given_up') NOT NULL DEFAULT 'waiting',
  reason       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'a code: why it was dropped or given up, or what failed last',
  decided_at   DATETIME(3) NULL,
  PRIMARY KEY (id),
  KEY due (decision, channel, not_before),
  KEY collapse (collapse_key, decision),
  KEY decided (decided_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What people are to be told by mail and otherwise, written in the transaction of what it tells; the scheduler sends it';

CREATE TABLE action_counts (
  person_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  window_start DATETIME(3) NOT NULL COMMENT 'beginning of the hour or day that is counted',
  actions      INT NOT NULL,
  PRIMARY KEY (person_id, action, window_start),
  KEY old (window_start)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='How often people have done what is limited against abuse (policy keys below limits)';

-- Who owns an address, for those who send to it.
ALTER TABLE people ADD KEY of_email (email);
