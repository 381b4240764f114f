-- Search in the texts of messages.
--
-- A row holds all words of a block of a thread that begin with one letter. So a search reads one row a
-- thread and word, whatever the word; beginnings of words and scripts without spaces (pairs of
-- neighbours) need nothing else; and the rows' own cost, some 40 bytes each, is shared by many words.
-- A row for each word and thread took 951 bytes a message, this takes 299 (100,018 messages of 125
-- bytes in 2,000 threads, chalkline seed with the texts of fortune; their table takes 237), and 255
-- with the times in threads of 1,000 messages (1,000,018 messages). FULLTEXT knows neither threads nor
-- Chinese; an index by person would hold every message twice.
--
-- The scheduler fills it, a send writes nothing here. What it proposes is held against the message as
-- it is now: words that a text does not say any more find nothing.

CREATE TABLE search_threads (
  thread_id    BIGINT NOT NULL,
  indexed_upto BIGINT NOT NULL DEFAULT 0 COMMENT 'messages above it are not in search_terms yet, or have changed since: search looks at them one by one',
  PRIMARY KEY (thread_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='How far each thread is indexed, and the lock of its index; apart from threads, so that indexing never holds up a send';

CREATE TABLE search_terms (
  thread_id BIGINT NOT NULL,
  block     INT NOT NULL COMMENT 'of 1,024 messages: (seq - 1) DIV 1024',
  letter    VARCHAR(1) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'that the words begin with, folded; empty: the row of the times',
  words     MEDIUMBLOB NOT NULL COMMENT 'rising: what stands behind the letter, a zero byte, how many messages hold the word, their places in the block from 0; each number two bytes, the lower first. Empty: too many, any message may hold any. Of the times: six bytes for each message from the first on, milliseconds',
  PRIMARY KEY (thread_id, block, letter)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Which messages of a thread hold a word';
