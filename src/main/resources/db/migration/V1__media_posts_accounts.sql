-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970, truth values are 0 and 1, enumerations are stored by
-- the names of their Java constants. The media row is the arbiter of everything that belongs to a media: whoever writes any of
-- it updates the media row first.

create table account (
  id bigint not null primary key,
  screen_name varchar(255) not null,
  folded_name varchar(255) not null unique,
  created bigint not null
);

create table application (
  consumer_key varchar(255) not null primary key,
  consumer_secret varchar(255) not null,
  account_id bigint not null references account (id)
);

create table access_token (
  token varchar(255) not null primary key,
  token_secret varchar(255) not null,
  consumer_key varchar(255) not null references application (consumer_key),
  account_id bigint not null references account (id)
);

create table bearer_token (
  sha256 varchar(64) not null primary key,
  account_id bigint not null references account (id)
);

create table media (
  id bigint not null primary key,
  owner bigint not null,
  category varchar(32) not null,
  category_named smallint not null,
  media_type varchar(255) not null,
  total_bytes bigint not null,
  bytes_received bigint not null,
  segment_count integer not null,
  state varchar(16) not null,
  progress_percent integer not null,
  queued_ahead integer not null,
  queue_percent integer not null,
  idle_percent integer not null,
  created bigint not null,
  finalized bigint,
  started bigint,
  progressed bigint,
  attempt_started bigint,
  finished bigint,
  expires bigint,
  slug varchar(64) not null unique,
  alt_text text,
  kind varchar(16),
  content_type varchar(255),
  width integer,
  height integer,
  duration_millis bigint,
  blurhash varchar(64),
  error_reason varchar(64),
  error_message text,
  error_property varchar(64),
  error_limit text,
  error_actual text,
  kept_by bigint,
  version bigint not null,
  check (bytes_received between 0 and total_bytes),
  check (progress_percent between 0 and 100)
);

-- INIT counts the open uploads of a user and adds up what those of all users may still send. It holds up every other INIT
-- meanwhile, on SQLite every other write, so that this index has all columns that it reads.
create index media_open on media (owner, expires, total_bytes, bytes_received) where state = 'OPEN';

create index media_expires on media (expires) where expires is not null;

create index media_failed on media (owner, finished) where state = 'FAILED';

create table media_owner (
  media_id bigint not null references media (id) on delete cascade,
  account_id bigint not null,
  primary key (media_id, account_id)
);

create table segment (
  media_id bigint not null references media (id) on delete cascade,
  segment_index integer not null,
  blob_key varchar(255) not null,
  size bigint not null,
  crc32c integer not null,
  primary key (media_id, segment_index)
);

create table variant (
  media_id bigint not null references media (id) on delete cascade,
  ordinal integer not null,
  name varchar(255) not null,
  content_type varchar(255) not null,
  blob_key varchar(255) not null,
  size bigint not null,
  width integer not null,
  height integer not null,
  bitrate integer not null,
  role varchar(16) not null,
  primary key (media_id, ordinal),
  unique (media_id, name)
);

-- Subtitles that were attached to a video, as files of the video's own. The media that they were copied from may be gone.
create table subtitles (
  media_id bigint not null references media (id) on delete cascade,
  language varchar(35) not null,
  ordinal integer not null,
  display_name varchar(255) not null,
  source bigint not null,
  blob_key varchar(255) not null,
  size bigint not null,
  primary key (media_id, language)
);

-- A primary job exists from FINALIZE until the state of its media is final, a job for the rest of the variants from then until
-- they are there. Jobs of a lane are claimed by rising turn: those of one uploader have different ones, so that uploaders take
-- turns. A ladder is that of this job alone; without one it is the configured one.
create table job (
  media_id bigint not null references media (id) on delete cascade,
  kind varchar(16) not null,
  lane varchar(16) not null,
  uploader bigint not null,
  turn bigint not null,
  run_at bigint not null,
  owner varchar(255),
  lease_until bigint,
  attempt integer not null,
  failures integer not null,
  interruptions integer not null,
  queued bigint not null,
  ladder varchar(1024),
  primary key (media_id, kind)
);

create index job_waiting on job (lane, turn, run_at, media_id) where owner is null;

create index job_leased on job (lane, lease_until) where owner is not null;

create index job_turn on job (lane, uploader, turn);

-- Keys that no row names any more. A key that ends in a slash stands for everything below it.
create table garbage (
  blob_key varchar(255) not null primary key,
  not_before bigint not null
);

create index garbage_not_before on garbage (not_before);

create table post (
  id bigint not null primary key,
  author bigint not null references account (id),
  body text not null,
  source varchar(255) not null,
  created bigint not null
);

create table post_media (
  post_id bigint not null references post (id) on delete cascade,
  ordinal integer not null,
  media_id bigint not null references media (id),
  primary key (post_id, ordinal)
);

create index post_media_media on post_media (media_id);

-- The arbiter of admission: INIT updates this row before it adds up reservations, so that no two pass on the same sum.
create table admission (
  id integer not null primary key
);

insert into admission (id) values (1);
