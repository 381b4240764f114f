-- When people answer.

ALTER TABLE people
  ADD working_hours VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'time zone, then for each weekly entry a space and nine digits: ISO weekday, from HHMM, to HHMM; null: none. In this row, as every row of an inbox tells the other''s';
