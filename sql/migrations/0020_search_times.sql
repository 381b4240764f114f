-- Searching in one person's many threads needs to know when the messages were sent that hold a word: times
-- beside the words are there where the word is found, times in a row of their own were a look for each block.
-- Words are written such that one is found by its bytes alone and nothing but it is sent. A posting takes eight
-- bytes instead of two; a block is half as long, so that writing it again stays as cheap.
--
-- What the index holds is forgotten: the scheduler indexes every thread anew. Until it has, search looks at
-- the texts themselves, a page at a time.

TRUNCATE TABLE search_words;

UPDATE search_threads SET indexed_upto = 0;

ALTER TABLE search_words
  MODIFY letter VARCHAR(1) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'that the words begin with, folded',
  MODIFY block  INT NOT NULL COMMENT 'of 512 messages: (seq - 1) DIV 512',
  MODIFY words  MEDIUMBLOB NOT NULL COMMENT 'rising: the byte 255, what stands behind the letter, the byte 254, and for each message that holds the word eight bytes below 128, the highest seven bits first: its milliseconds times 512, and its place in the block from 0; the byte 253 where the first two bytes behind the letter change. Empty: too many, any message may hold any';
