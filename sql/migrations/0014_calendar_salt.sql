-- A calendar's address that is asked for again by the same clientId is told again, although it is kept nowhere.

ALTER TABLE calendar_feeds
  ADD salt VARCHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'random; with the clientId of who asked for the secret, which is kept nowhere, it gives the secret. Empty: the secret is older and was random itself';
