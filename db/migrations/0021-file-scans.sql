-- What the scanner said of a file: `off` where none was asked, `waiting` until it answers. Rows that are there are `off`.
alter table files add column scan text not null default 'off';
alter table files add column scanned_at timestamptz;
-- what was found, by the name the scanner has for it
alter table files add column signature text;
alter table files add constraint files_scan_known
  check (scan in ('off', 'waiting', 'clean', 'infected') and (scan = 'infected') = (signature is not null)) not valid;
-- existing rows: one row per file that was handed in, indexed in a moment
create index files_unscanned on files (scan desc, created_at) where scan in ('off', 'waiting');
