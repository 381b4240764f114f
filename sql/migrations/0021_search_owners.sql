-- A search begins by asking whether the index has everything of somebody under them. How many messages that is
-- took a sum over all their threads; now it is counted where it changes.
-- Words of a letter are sent whole and looked through by who asked, who finds one by halves: the byte 253 between
-- them, by which the server cut one out, is of no use any more.

CREATE TABLE search_owners (
  owner_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of search_threads',
  messages BIGINT NOT NULL COMMENT 'the sum of indexed_upto of the threads that are kept under this person',
  changes  BIGINT NOT NULL COMMENT 'how often that has changed: what was read between two equal ones is of one state',
  PRIMARY KEY (owner_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='How much the index knows under each person';

INSERT INTO search_owners (owner_id, messages, changes)
  SELECT owner_id, SUM(indexed_upto), 1 FROM search_threads GROUP BY owner_id;

ALTER TABLE search_threads DROP KEY of_owner;

UPDATE search_words SET words = REPLACE(words, X'FD', '');

ALTER TABLE search_words
  MODIFY words  MEDIUMBLOB NOT NULL COMMENT 'rising: the byte 255, what stands behind the letter, the byte 254, and for each message that holds the word eight bytes below 128, the highest seven bits first: its milliseconds times 512, and its place in the block from 0. Empty: too many, any message may hold any';
