-- Proposals of another time are safe to repeat, series that are told go by versions, and a tutor can be picked
-- from a list that has pages.

CREATE TABLE booking_proposal_clients (
  booking_id  BIGINT NOT NULL,
  proposer_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the person, of the side that booking_proposals names',
  client_id   VARBINARY(256) NOT NULL COMMENT 'that person''s name for the proposal: makes proposing safe to repeat',
  number      INT NOT NULL COMMENT 'the proposal; several names where the same was proposed again while it was open',
  PRIMARY KEY (booking_id, proposer_id, client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
  COMMENT='What proposers have called their proposals';

ALTER TABLE booking_series
  ADD told_version BIGINT NULL COMMENT 'of the newest event of the booking system; null: a person has proposed it, or it was told before versions were kept';

-- The order of the list of tutors, with the bit that tells who is one.
ALTER TABLE people ADD KEY by_name (name, id, roles);
