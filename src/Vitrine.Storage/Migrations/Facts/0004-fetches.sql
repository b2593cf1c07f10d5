-- 0 where the bytes as they came are not kept, but only thumbnails: a preview of what is elsewhere.
alter table picture add column whole integer not null default 1;

-- CRC-32 of the bytes as they came; null until somebody needs it.
alter table picture add column crc32 integer;

-- Images whose pictures are elsewhere and are to be kept here; a row goes once its picture is. An id as in image.
create table image_fetch (
    image_id not null primary key,
    attempts integer not null,
    -- When it is tried, in microseconds since the Unix epoch; null where that was given up.
    next_at integer,
    -- Why the last attempt failed.
    failure text
) without rowid;
create index image_fetch_next on image_fetch (next_at);
