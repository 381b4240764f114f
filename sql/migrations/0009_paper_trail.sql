-- The paper trail: a chain of entries in every thread, one for each version of each message; who may read
-- a thread as an overseer; and the record of who did.

ALTER TABLE threads
  ADD trail_entry BIGINT NOT NULL DEFAULT 0 COMMENT 'of the newest entry in the thread''s chain; 0: none yet',
  ADD trail_chain BINARY(32) NULL COMMENT 'of that entry';

-- What a message says now. Rows from before have no entry, and keep none.
ALTER TABLE messages
  ADD notice     VARCHAR(1000) NULL COMMENT 'of a message that nobody sent: JSON object {code, ...}, in canonical form, for a page to word it itself; body says the same in English',
  ADD entry      BIGINT NULL COMMENT '1, 2, 3 ... per thread: place in the chain of what the message says now',
  ADD salt       BINARY(16) NULL COMMENT 'random; empty where the text is erased, so that nobody can try texts against the commitment',
  ADD commitment BINARY(32) NULL COMMENT 'SHA-256 over the salt and thread, seq, version, kind, sender, notice, time and text',
  ADD chain      BINARY(32) NULL COMMENT 'SHA-256 over the chain of the entry before, this entry and its commitment';

-- What it said before: the same, moved along when the message changes.
ALTER TABLE message_versions
  ADD kind           ENUM('text','auto_reply','card','removed') NOT NULL DEFAULT 'text' AFTER replaced_at,
  ADD entry          BIGINT NULL,
  ADD salt           BINARY(16) NULL,
  ADD commitment     BINARY(32) NULL,
  ADD chain          BINARY(32) NULL,
  ADD replaced_entry BIGINT NULL COMMENT 'of the version that took its place',
  ADD KEY replaced (thread_id, replaced_entry);

CREATE TABLE oversight_grants (
  id           BIGINT NOT NULL AUTO_INCREMENT,
  holder_id    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who may read',
  client_id    VARBINARY(256) NULL COMMENT 'the caller''s name for this grant: makes asking safe to repeat',
  thread_id    BIGINT NOT NULL,
  reason       VARCHAR(1000) NOT NULL,
  at           DATETIME(3) NOT NULL,
  until        DATETIME(3) NOT NULL COMMENT 'it ends then, or at ended_at',
  ended_at     DATETIME(3) NULL COMMENT 'when its holder gave it up',
  disclose_due DATETIME(3) NULL COMMENT 'from then on the thread is to be told; null: told already, or never',
  PRIMARY KEY (id),
  UNIQUE KEY holder_client (holder_id, client_id),
  KEY of_holder (holder_id, id),
  KEY due (disclose_due)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='The right to read one thread that is not one''s own: with a reason, and for a limited time';

CREATE TABLE audit (
  id        BIGINT NOT NULL AUTO_INCREMENT,
  at        DATETIME(3) NOT NULL,
  actor_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'who did it; the holder where a grant ran out',
  action    ENUM('oversight_granted','oversight_read','oversight_ended','oversight_disclosed') NOT NULL,
  thread_id BIGINT NOT NULL,
  grant_id  BIGINT NOT NULL,
  detail    VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'the reason of a grant; which entries were read',
  PRIMARY KEY (id),
  KEY of_thread (thread_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What overseers did, written in the transaction in which they did it. Rows are only ever added: nothing here changes or deletes one';
