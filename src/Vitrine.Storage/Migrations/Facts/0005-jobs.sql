-- Jobs that an app runs, and the call that ends one: SHA-256 of its secret in hexadecimal.
alter table image_job add column of_app integer not null default 0;
alter table image_job add column timeout integer;
alter table image_job add column provider_job_id text;
alter table image_job add column callback_hash text;
alter table image_job add column callback_expires_at integer;
create index image_job_callback on image_job (callback_hash) where callback_hash is not null;
create index image_job_open on image_job (updated_at) where status in ('queued', 'running');

-- What was said of jobs and is not worked on yet; of each outcome the first. Times in microseconds since the Unix epoch.
create table job_callback (
    job_id text not null,
    outcome text not null,
    report text not null,
    picture blob,
    received_at integer not null,
    attempts integer not null,
    due_at integer not null,
    primary key (job_id, outcome)
);
create index job_callback_due on job_callback (due_at, received_at);

-- Which image an image was made again of, and that it was: what was counted before was not, so all of it has no origin.
alter table image add column origin integer;
alter table image_text add column again_of text;
insert into cell (id, count, removed, errors, duration_count, duration_sum, duration_max, input_tokens, output_tokens, cost, bytes)
select id + (23 << 55), count, removed, errors, duration_count, duration_sum, duration_max, input_tokens, output_tokens, cost, bytes
from cell where id >= (1 << 60) and id < (1 << 60) + (1 << 55);
insert into histogram (id, buckets)
select id + (23 << 55), buckets from histogram where id >= (1 << 60) and id < (1 << 60) + (1 << 55);
