-- A reminder on the pages that a person has open waits for one to be opened, until it is pointless.

ALTER TABLE outbox ADD not_after DATETIME(3) NULL COMMENT 'when it is pointless: of channel app, how long it waits for a page to be opened; null: it does not wait';

-- Those that wait now are for a start that is known: it is their version, in milliseconds.
UPDATE outbox SET not_after = '1970-01-01' + INTERVAL version * 1000 MICROSECOND
  WHERE event = 'booking_reminder' AND decision = 'waiting';
