create table project (
    slug text primary key,
    name text not null,
    -- IANA name of the zone in which the project's days and hours begin.
    time_zone text not null,
    -- Microseconds since the Unix epoch.
    created_at integer not null
) without rowid;
