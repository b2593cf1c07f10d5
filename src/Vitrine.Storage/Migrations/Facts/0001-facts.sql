-- Names that facts repeat. The first ones are fixed, because code counts by them.
create table name (
    id integer primary key,
    dimension integer not null,
    text text not null,
    -- Day of arrival since 1970, for the cap on new names.
    day integer not null
);
create unique index name_text on name (dimension, text);
create index name_day on name (day, dimension);
insert into name (id, dimension, text, day) values (1, 11, 'succeeded', 0), (2, 11, 'failed', 0);

create table user (
    id integer primary key,
    user_id text not null unique,
    username text,
    first_name text,
    -- Times of the latest facts that brought the names, to the hour: a later fact overrides them, an earlier one does not.
    username_at integer,
    first_name_at integer,
    first_seen integer not null
);
create index user_first_seen on user (first_seen);

create table user_total (
    user integer not null,
    kind integer not null,
    facts integer not null,
    removed integer not null default 0,
    tokens integer not null,
    cost integer not null,
    last_seen integer not null,
    primary key (user, kind)
) without rowid;

create table conversation (
    id integer primary key,
    conversation_id text not null unique,
    user integer,
    status integer not null,
    created_at integer not null,
    -- 1 where a created event said so; else created_at is the earliest time heard of.
    created_known integer not null,
    updated_at integer not null,
    message_count integer not null default 0,
    input_tokens integer not null default 0,
    output_tokens integer not null default 0,
    duration_count integer not null default 0,
    duration_sum integer not null default 0,
    cost integer not null default 0,
    meta text
);
create index conversation_created on conversation (created_at);
create index conversation_user on conversation (user, created_at);

create table persona (
    id text primary key,
    name text,
    named_at integer not null,
    picture_url text,
    created_at integer not null
);

create table dataset (
    id text primary key,
    name text not null,
    brand text,
    vibe text,
    logo text,
    reference_images text,
    unique_visual_elements text,
    created_at integer not null
);

create table image_job (
    id text primary key,
    status text not null,
    user_id text,
    persona_id text,
    dataset_id text,
    provider text,
    prompt text,
    image_id text,
    error text,
    ext text,
    created_at integer not null,
    updated_at integer not null
);

-- Facts. key = (milliseconds since 1970) << 21 | sequence; micros completes the time. Names are ids of table name.
create table image (
    key integer primary key,
    id not null unique,
    micros integer not null,
    user integer,
    source integer not null,
    persona_id integer,
    dataset_id integer,
    style integer,
    model integer,
    provider integer,
    resolution integer,
    format integer,
    quality integer,
    status integer not null,
    aspect_ratio integer,
    loras integer,
    generation_time integer,
    gpu_time integer,
    cost integer,
    bytes integer,
    width integer,
    height integer,
    upscale_factor integer,
    reference_images_count integer,
    prompt_hash integer
);
create table image_text (
    key integer primary key,
    prompt text,
    full_prompt text,
    negative_prompt text,
    image_url text,
    loras text,
    unique_visual_elements text,
    error text,
    meta text,
    -- Names beyond the daily cap, as JSON: the row counts them as (other).
    other_names text
);

create table message (
    key integer primary key,
    id not null unique,
    micros integer not null,
    user integer,
    conversation integer not null,
    role integer not null,
    model integer,
    response_time integer,
    cost integer,
    input_tokens integer,
    output_tokens integer
);
create table message_text (key integer primary key, text text, meta text, other_names text);

create table activity (
    key integer primary key,
    id not null unique,
    micros integer not null,
    user integer,
    activity_type integer not null,
    guild_id integer
);
create table activity_text (
    key integer primary key, ip_address text, user_agent text, extra_data text, details text, meta text, other_names text
);

create table api_call (
    key integer primary key,
    id not null unique,
    micros integer not null,
    user integer,
    endpoint integer not null,
    status_class integer not null,
    error_type integer,
    status_code integer not null,
    response_time integer,
    cost integer
);
-- endpoint only where the path as sent is not its template.
create table api_call_text (key integer primary key, endpoint text, meta text, other_names text);

create table command (
    key integer primary key,
    id not null unique,
    micros integer not null,
    user integer,
    command_name integer not null,
    guild_id integer,
    channel_id integer,
    execution_time integer,
    success integer not null
);
create table command_text (key integer primary key, error text, meta text, other_names text);

-- Whose facts, written behind the facts in sorted order.
create table user_fact (
    user integer not null,
    kind integer not null,
    key integer not null,
    primary key (user, kind, key)
) without rowid;

create table conversation_message (
    conversation integer not null,
    key integer not null,
    primary key (conversation, key)
) without rowid;

-- Rollups. id = kind << 60 | dimension << 55 | hour << 33 | key.
create table cell (
    id integer primary key,
    count integer not null,
    removed integer not null default 0,
    errors integer not null,
    duration_count integer not null,
    duration_sum integer not null,
    duration_max integer not null,
    input_tokens integer not null,
    output_tokens integer not null,
    cost integer not null,
    bytes integer not null
);
create table histogram (id integer primary key, buckets blob not null);

-- Who was active: id = kind << 60 | level << 59 | hour or day << 33 | chunk of 4,096 users.
create table user_set (id integer primary key, users blob not null);
-- Who did how much: id = kind << 60 | level << 59 | hour or day << 33 | chunk of 1,024 users.
create table user_count (id integer primary key, counts blob not null, sums blob not null);

-- Runs of neighbouring keys with their number, so that the n-th fact is found without counting from the start.
create table block (kind integer not null, first_key integer not null, count integer not null, primary key (kind, first_key)) without rowid;

-- Facts with a key above their kind's watermark, and the late ones, are not in what is derived yet.
create table watermark (kind integer primary key, key integer not null);
create table late (kind integer not null, key integer not null, primary key (kind, key)) without rowid;
insert into watermark (kind, key) values (1, 0), (2, 0), (3, 0), (4, 0), (5, 0);

-- What was derived, in order of arrival, for whoever follows (search).
create table arrival (seq integer primary key autoincrement, facts integer not null, keys blob not null);

create table setting (name text primary key, value not null);
