-- The peer's data (its seed.sql) in our tables: people 1-200, of whom 1-20 teach; 1,000 threads, 50 of each
-- tutor; EACH messages a thread (a multiple of 8; `run` puts the number in), the same texts and times, senders
-- changing every four messages, the last four a student's and unread. What the peer does not keep is as it
-- would be: a client id for every message, and a read mark for every four. Needs MariaDB's SEQUENCE engine.

TRUNCATE people; TRUNCATE relationships; TRUNCATE enrolments; TRUNCATE threads; TRUNCATE messages;
TRUNCATE thread_members; TRUNCATE read_marks;
SET autocommit = 0, unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00';
SET @each = EACH;

INSERT INTO people (id, name, roles, time_zone, locale, version)
  SELECT seq, CONCAT('User ', seq), IF(seq <= 20, 1, 2), 'Europe/Berlin', 'en', 1 FROM seq_1_to_200;

CREATE TEMPORARY TABLE pair (
  thread_id BIGINT NOT NULL PRIMARY KEY,
  tutor     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  student   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL);
INSERT INTO pair
  SELECT seq, ((seq - 1) MOD 20) + 1, 21 + (((seq - 1) DIV 20) + 9 * ((seq - 1) MOD 20)) MOD 180 FROM seq_1_to_1000;

INSERT INTO relationships (low_id, high_id, low_teaches, high_teaches)
  SELECT LEAST(tutor, student), GREATEST(tutor, student),
         IF(tutor < student, 'active', 'none'), IF(tutor < student, 'none', 'active') FROM pair;
INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at, last_seq, last_sender_id, unanswered)
  SELECT thread_id, 'direct', CONCAT(LEAST(tutor, student), '|', GREATEST(tutor, student)),
         LEAST(tutor, student), GREATEST(tutor, student), '2025-09-01 08:00:00', @each, student, 4 FROM pair;
COMMIT;

-- In the order of the primary key, thread by thread: the peer's message number is (seq - 1) * 1000 + thread.
INSERT INTO messages (thread_id, seq, sender_id, client_id, at, body)
  SELECT t.thread_id, n.seq, IF(((n.seq - 1) DIV 4) MOD 2 = 0, t.tutor, t.student),
         MD5((n.seq - 1) * 1000 + t.thread_id),
         '2025-09-01 08:00:00' + INTERVAL ((n.seq - 1) * 1000 + t.thread_id) * 5 SECOND,
         CONCAT('Message ', (n.seq - 1) * 1000 + t.thread_id, ': ',
                REPEAT('lorem ipsum dolor ', 2 + (((n.seq - 1) * 1000 + t.thread_id) * 7919) MOD 9))
  FROM pair t STRAIGHT_JOIN seq_1_to_EACH n;
COMMIT;

INSERT INTO thread_members (person_id, thread_id, kind, other_id, unread, has_unread, read_upto, last_seq,
                            last_sender_id, last_preview, last_at, unanswered)
  SELECT IF(mine.seq = 0, t.tutor, t.student), t.thread_id, 'direct', IF(mine.seq = 0, t.student, t.tutor),
         IF(mine.seq = 0, 4, 0), mine.seq = 0, @each - IF(mine.seq = 0, 4, 0), @each,
         t.student, LEFT(m.body, 100), m.at, IF(mine.seq = 0, 0, 4)
  FROM seq_0_to_1 mine JOIN pair t JOIN messages m ON m.thread_id = t.thread_id AND m.seq = @each;
-- Four messages are read together, just before the reader's own next four; the last four are unread.
INSERT INTO read_marks (thread_id, person_id, upto_seq, at)
  SELECT t.thread_id, IF(n.seq MOD 8 = 4, t.student, t.tutor), n.seq,
         '2025-09-01 08:00:00' + INTERVAL n.seq * 5000 SECOND
  FROM pair t STRAIGHT_JOIN seq_1_to_EACH n WHERE n.seq MOD 4 = 0 AND n.seq < @each;
COMMIT;
ANALYZE TABLE people, relationships, threads, messages, thread_members, read_marks;
