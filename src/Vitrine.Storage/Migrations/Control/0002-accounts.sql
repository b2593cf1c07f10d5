alter table project add column archived_at integer;

create table account (
    id text primary key,
    name text not null,
    -- The name as it is compared: upper case of the invariant culture.
    name_key text not null unique,
    email text,
    password_hash text not null,
    created_at integer not null,
    last_sign_in_at integer,
    is_disabled integer not null
) without rowid;

create table role_grant (
    account_id text not null,
    -- A slug, or * for all projects.
    project text not null,
    role integer not null,
    primary key (account_id, project)
) without rowid;

create table session (
    token_hash blob primary key,
    kind integer not null,
    account_id text,
    project text,
    origin text,
    created_at integer not null,
    expires_at integer not null
) without rowid;

create index session_account on session (account_id) where account_id is not null;

create table api_key (
    id text primary key,
    project text not null,
    kind integer not null,
    name text not null,
    hash blob not null,
    last_four text not null,
    requests_per_minute integer,
    created_at integer not null,
    created_by text not null,
    expires_at integer,
    revoked_at integer,
    last_used_at integer
) without rowid;

create table saved_view (
    id text primary key,
    project text not null,
    name text not null,
    page text not null,
    query text not null,
    is_pinned integer not null,
    created_by text not null,
    created_at integer not null,
    updated_at integer not null
) without rowid;

create index saved_view_project on saved_view (project);

create table audit (
    id integer primary key,
    time integer not null,
    actor text not null,
    action text not null,
    project text,
    target text,
    address text,
    details text
);
