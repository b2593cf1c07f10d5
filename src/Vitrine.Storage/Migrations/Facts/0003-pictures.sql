-- Pictures whose bytes are stored, by their SHA-256.
create table picture (
    bucket integer not null,
    hash blob not null,
    format integer not null,
    length integer not null,
    width integer not null,
    height integer not null,
    frames integer not null,
    -- #rrggbb; null until the thumbnails are made, empty where it cannot be decoded.
    colour text,
    created_at integer not null,
    primary key (bucket, hash)
) without rowid;

-- Who shows them; a picture that nobody shows is removed with its last row here.
create table picture_use (
    id integer primary key,
    owner_kind integer not null,
    owner_id text not null,
    bucket integer not null,
    hash blob not null,
    unique (owner_kind, owner_id, bucket, hash)
);

create index picture_use_picture on picture_use (bucket, hash);

create index picture_unprepared on picture (created_at) where colour is null;

-- Datasets that were deleted, in microseconds since the Unix epoch: images from before that time show no dataset.
create table deleted_dataset (id text primary key, deleted_at integer not null) without rowid;

-- What a job was asked for, and the fact that it became as long as that is not stored.
alter table image_job add column model text;
alter table image_job add column request text;
alter table image_job add column pending_fact text;
create index image_job_created on image_job (created_at, id);
create index image_job_pending on image_job (updated_at) where pending_fact is not null;
