-- Work that the scheduler does once a night, however many workers there are.

CREATE TABLE nightly_tasks (
  task        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'zone_check: bookings to come of which clocks will show another time than they were made for',
  night       DATE NULL COMMENT 'the last one it was done for, named by the UTC day it began on; null: none yet',
  done_at     DATETIME(3) NULL COMMENT 'when that was',
  found       BIGINT NOT NULL DEFAULT 0 COMMENT 'how many it found then',
  lease_until DATETIME(3) NULL COMMENT 'a worker is at it until then; null: nobody is',
  PRIMARY KEY (task)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='Taken by a lease that is committed before the work begins, and noted when it is done: once a night, and by another worker where one has died';
