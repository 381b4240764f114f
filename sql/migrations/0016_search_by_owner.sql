-- Searching for a rare word looks into every thread of a person: where the index keeps them side by side,
-- that is one range instead of a look for each thread. One of the two members of a thread owns its part of
-- the index: the tutor, who has the most threads.

ALTER TABLE search_threads ADD COLUMN owner_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'under whom search_words keeps the thread, from the first time it is indexed: the tutor where only one of the two is one, else the low one',
  ADD KEY of_owner (owner_id, indexed_upto);

UPDATE search_threads s JOIN threads t ON t.id = s.thread_id
  LEFT JOIN people l ON l.id = t.low_id LEFT JOIN people h ON h.id = t.high_id
  SET s.owner_id = IF((IFNULL(h.roles, 0) & 1) > (IFNULL(l.roles, 0) & 1), t.high_id, t.low_id);

CREATE TABLE search_words (
  owner_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of search_threads',
  letter    VARCHAR(1) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'that the words begin with, folded; empty: the row of the times',
  thread_id BIGINT NOT NULL,
  block     INT NOT NULL COMMENT 'of 1,024 messages: (seq - 1) DIV 1024',
  words     MEDIUMBLOB NOT NULL COMMENT 'rising: what stands behind the letter, a zero byte, how many messages hold the word, their places in the block from 0; each number two bytes, the lower first. Empty: too many, any message may hold any. Of the times: six bytes for each message from the first on, milliseconds',
  PRIMARY KEY (owner_id, letter, thread_id, block)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Which messages of a thread hold a word';

INSERT INTO search_words (owner_id, letter, thread_id, block, words)
  SELECT s.owner_id, x.letter, x.thread_id, x.block, x.words
  FROM search_threads s JOIN search_terms x ON x.thread_id = s.thread_id
  ORDER BY s.owner_id, x.letter, x.thread_id, x.block;

DROP TABLE search_terms;
