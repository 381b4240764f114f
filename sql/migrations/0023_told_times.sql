-- Events that this site tells, and live sessions that it was told of, were forgotten 30 days after the time
-- that stood in them. That is the time of a request or of an event, which may lie long back: they were gone
-- as soon as they had come. Now they go by the machine's clock, as deliveries do. Whatever is there stays for
-- 30 days more.

ALTER TABLE outgoing_events
  MODIFY COLUMN at DATETIME(3) NOT NULL COMMENT 'when it happened, by the clock of whoever did it',
  ADD COLUMN told_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'when it was written, by the machine''s clock in UTC: kept for 30 days from then on',
  DROP KEY at,
  ADD KEY told (told_at);

ALTER TABLE live_sessions
  ADD COLUMN told_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) COMMENT 'when this was told, by the machine''s clock in UTC: kept for 30 days from then on',
  DROP KEY at,
  ADD KEY told (told_at);
