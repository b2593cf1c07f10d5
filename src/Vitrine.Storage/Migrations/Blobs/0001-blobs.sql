-- What is stored. An id is never given twice: whoever still reads a blob that was deleted finds nothing, and not another's bytes.
create table blob (
    id integer primary key autoincrement,
    bucket integer not null,
    hash blob not null,
    variant integer not null,
    length integer not null,
    -- Microseconds since the Unix epoch.
    written_at integer not null,
    unique (bucket, hash, variant)
);

-- The bytes, in pieces of 256 KiB, so that each is read by itself. The key is the blob's id × 65,536 and the piece's number.
create table chunk (key integer primary key, bytes blob not null);
