create table provider (
    name text primary key,
    -- Encrypted with a key that is not in this file.
    sealed_key blob,
    model text,
    endpoint text,
    endpoint_id text,
    template text,
    updated_at integer not null,
    updated_by text not null
) without rowid;
