-- A package is paid back, or cancelled, by an order.recorded with its id, which knows of no lessons: so what
-- each of the two events alone can tell goes by the newest of its own, and what both tell by the newest of all.

ALTER TABLE orders
  MODIFY COLUMN kind ENUM('order','package') NOT NULL COMMENT 'package: package.purchased has told of it, once and for all',
  MODIFY COLUMN url VARCHAR(2000) NULL COMMENT 'as order.recorded tells it',
  MODIFY COLUMN version BIGINT NOT NULL COMMENT 'of the newest order.recorded applied, lower ones are ignored; -1: none',
  ADD COLUMN package_version BIGINT NOT NULL DEFAULT -1 COMMENT 'of the newest package.purchased applied, lower ones are ignored; -1: none';

UPDATE orders SET package_version = version, version = -1 WHERE kind = 'package';
