-- Views for people with sqlite3, named as the tables of the apps that Vitrine serves. Read only; derived ones add the facts that are not
-- counted on disk yet, so they are as exact as the API. Times are UTC, durations seconds.

create view uncounted_image as
select image.* from image where key > (select key from watermark where kind = 1)
union all
select image.* from late cross join image on image.key = late.key where late.kind = 1;

create view uncounted_message as
select message.* from message where key > (select key from watermark where kind = 2)
union all
select message.* from late cross join message on message.key = late.key where late.kind = 2;

create view uncounted_activity as
select activity.* from activity where key > (select key from watermark where kind = 3)
union all
select activity.* from late cross join activity on activity.key = late.key where late.kind = 3;

create view uncounted_api_call as
select api_call.* from api_call where key > (select key from watermark where kind = 4)
union all
select api_call.* from late cross join api_call on api_call.key = late.key where late.kind = 4;

create view uncounted_command as
select command.* from command where key > (select key from watermark where kind = 5)
union all
select command.* from late cross join command on command.key = late.key where late.kind = 5;

create view command_usage as
select
    f.key as id, (select text from name where id = f.command_name) as command_name, (select user_id from user where id = f.user) as user_id, (select text from name where id = f.guild_id) as guild_id,
    (select text from name where id = f.channel_id) as channel_id, ((f.key >> 21) * 1000 + f.micros) / 1e6 as timestamp, f.execution_time / 1e6 as execution_time, f.success
from command as f;

create view image_stats as
select
    f.key as id, (select user_id from user where id = f.user) as user_id, x.prompt, (select text from name where id = f.resolution) as resolution, x.loras, f.upscale_factor,
    f.generation_time / 1e6 as generation_time, ((f.key >> 21) * 1000 + f.micros) / 1e6 as timestamp
from image as f left join image_text as x on x.key = f.key;

create view user_activity as
select
    f.key as id, (select user_id from user where id = f.user) as user_id, (select username from user where id = f.user) as username, (select text from name where id = f.activity_type) as activity_type, (select text from name where id = f.activity_type) as action_type,
    (select text from name where id = f.guild_id) as guild_id, strftime('%Y-%m-%dT%H:%M:%fZ', ((f.key >> 21) * 1000 + f.micros) / 1e6, 'unixepoch') as timestamp, ((f.key >> 21) * 1000 + f.micros) / 1e6 as timestamp_unix,
    x.ip_address, x.user_agent, x.extra_data,
    case json_type(x.details) when 'text' then json_extract(x.details, '$') else x.details end as details
from activity as f left join activity_text as x on x.key = f.key;

create view message_metrics as
select
    f.key as id, case typeof(f.id) when 'blob'
        then lower(substr(hex(f.id), 1, 8) || '-' || substr(hex(f.id), 9, 4) || '-' || substr(hex(f.id), 13, 4) || '-' || substr(hex(f.id), 17, 4) || '-' || substr(hex(f.id), 21))
        else f.id end as message_id, (select conversation_id from conversation where id = f.conversation) as conversation_id,
    (select user_id from user where id = f.user) as user_id, (select text from name where id = f.role) as role, ifnull(f.input_tokens, 0) + ifnull(f.output_tokens, 0) as token_count,
    f.response_time / 1e6 as response_time, (select text from name where id = f.model) as model_used, strftime('%Y-%m-%dT%H:%M:%fZ', ((f.key >> 21) * 1000 + f.micros) / 1e6, 'unixepoch') as created_at
from message as f;

create view api_usage as
select
    f.key as id,
    ifnull(x.endpoint, substr((select text from name where id = f.endpoint), instr((select text from name where id = f.endpoint), ' ') + 1)) as endpoint,
    substr((select text from name where id = f.endpoint), 1, instr((select text from name where id = f.endpoint), ' ') - 1) as method,
    (select user_id from user where id = f.user) as user_id, f.status_code, f.response_time / 1e6 as response_time, strftime('%Y-%m-%dT%H:%M:%fZ', ((f.key >> 21) * 1000 + f.micros) / 1e6, 'unixepoch') as timestamp
from api_call as f left join api_call_text as x on x.key = f.key;

create view generated_images as
select
    case typeof(f.id) when 'blob'
        then lower(substr(hex(f.id), 1, 8) || '-' || substr(hex(f.id), 9, 4) || '-' || substr(hex(f.id), 13, 4) || '-' || substr(hex(f.id), 17, 4) || '-' || substr(hex(f.id), 21))
        else f.id end as id, (select user_id from user where id = f.user) as user_id, x.prompt, x.full_prompt, x.image_url, (select text from name where id = f.dataset_id) as dataset_id, (select text from name where id = f.style) as style,
    (select text from name where id = f.aspect_ratio) as aspect_ratio, (select text from name where id = f.quality) as quality, (select text from name where id = f.format) as format, (select text from name where id = f.resolution) as resolution,
    ifnull(f.reference_images_count, 0) as reference_images_count, x.unique_visual_elements, strftime('%Y-%m-%dT%H:%M:%fZ', ((f.key >> 21) * 1000 + f.micros) / 1e6, 'unixepoch') as created_at
from image as f left join image_text as x on x.key = f.key;

create view tg_analytics_events as
select
    case typeof(f.id) when 'blob'
        then lower(substr(hex(f.id), 1, 8) || '-' || substr(hex(f.id), 9, 4) || '-' || substr(hex(f.id), 13, 4) || '-' || substr(hex(f.id), 17, 4) || '-' || substr(hex(f.id), 21))
        else f.id end as id, 'image_generated' as event_name, (select user_id from user where id = f.user) as user_id, (select text from name where id = f.persona_id) as persona_id, x.image_url, x.prompt, x.negative_prompt,
    x.meta, strftime('%Y-%m-%dT%H:%M:%fZ', ((f.key >> 21) * 1000 + f.micros) / 1e6, 'unixepoch') as created_at
from image as f left join image_text as x on x.key = f.key;

create view conversation_metrics as
select
    f.id, f.conversation_id, (select user_id from user where id = f.user) as user_id, f.message_count + ifnull(u.messages, 0) as message_count,
    f.input_tokens + f.output_tokens + ifnull(u.tokens, 0) as total_tokens,
    (f.duration_sum + ifnull(u.duration_sum, 0)) / 1e6 / nullif(f.duration_count + ifnull(u.duration_count, 0), 0) as avg_response_time,
    case f.status when 1 then 'active' when 2 then 'ended' else 'deleted' end as status,
    strftime('%Y-%m-%dT%H:%M:%fZ', f.created_at / 1e6, 'unixepoch') as created_at, strftime('%Y-%m-%dT%H:%M:%fZ', max(f.updated_at, ifnull(u.last_time, 0)) / 1e6, 'unixepoch') as updated_at
from conversation as f
left join (
    select conversation, count(*) as messages, sum(ifnull(input_tokens, 0) + ifnull(output_tokens, 0)) as tokens,
        sum(response_time) as duration_sum, count(response_time) as duration_count, max((key >> 21) * 1000 + micros) as last_time
    from uncounted_message group by conversation
) as u on u.conversation = f.id;

create view users as
select
    f.user_id as id, f.user_id, f.username, f.first_name, strftime('%Y-%m-%dT%H:%M:%fZ', f.first_seen / 1e6, 'unixepoch') as first_seen,
    strftime('%Y-%m-%dT%H:%M:%fZ', max(
        ifnull((select max(last_seen) from user_total where user = f.id), 0), ifnull(u.last_seen, 0), f.first_seen) / 1e6, 'unixepoch') as last_seen
from user as f
left join (
    select user, max((key >> 21) * 1000 + micros) as last_seen from (
        select user, key, micros from uncounted_image union all select user, key, micros from uncounted_message
        union all select user, key, micros from uncounted_activity union all select user, key, micros from uncounted_api_call
        union all select user, key, micros from uncounted_command)
    where user is not null group by user
) as u on u.user = f.id
where f.first_seen < 9223372036854775807;

create view personas as
select f.id, f.name as persona_name, f.name, f.picture_url, strftime('%Y-%m-%dT%H:%M:%fZ', f.created_at / 1e6, 'unixepoch') as created_at from persona as f;

create view datasets as
select f.id, f.name, f.brand, f.vibe, f.logo, f.reference_images, f.unique_visual_elements, strftime('%Y-%m-%dT%H:%M:%fZ', f.created_at / 1e6, 'unixepoch') as created_at from dataset as f;

create view image_jobs as
select f.id, f.status, f.user_id, f.persona_id, f.dataset_id, f.provider, f.prompt, f.image_id, f.error, f.ext,
    strftime('%Y-%m-%dT%H:%M:%fZ', f.created_at / 1e6, 'unixepoch') as created_at, strftime('%Y-%m-%dT%H:%M:%fZ', f.updated_at / 1e6, 'unixepoch') as updated_at
from image_job as f;

create view hourly as
select id >> 60 as kind, (id >> 55) & 31 as dimension, id & 8589934591 as name, ((id >> 33) & 4194303) * 3600 + ifnull((select value from setting where name = 'hour_phase'), 0) * 60 as starts_at,
    count, errors, duration_count, duration_sum from cell
union all select 1, 0, 0, (key >> 21) / 1000, 1, status = 2, generation_time is not null, ifnull(generation_time, 0) from uncounted_image
union all select 1, 7, ifnull(resolution, 0), (key >> 21) / 1000, 1, status = 2, generation_time is not null, ifnull(generation_time, 0) from uncounted_image
union all select 2, 0, 0, (key >> 21) / 1000, 1, 0, response_time is not null, ifnull(response_time, 0) from uncounted_message
union all select 3, 0, 0, (key >> 21) / 1000, 1, 0, 0, 0 from uncounted_activity
union all select 4, 0, 0, (key >> 21) / 1000, 1, status_code >= 400 or error_type is not null, response_time is not null, ifnull(response_time, 0) from uncounted_api_call
union all select 5, 0, 0, (key >> 21) / 1000, 1, success = 0, execution_time is not null, ifnull(execution_time, 0) from uncounted_command
union all select 5, 19, command_name, (key >> 21) / 1000, 1, success = 0, execution_time is not null, ifnull(execution_time, 0) from uncounted_command;

create view active_user_days as
select date((key >> 21) / 1000, 'unixepoch') as date, user from image where user is not null
union select date((key >> 21) / 1000, 'unixepoch') as date, user from message where user is not null
union select date((key >> 21) / 1000, 'unixepoch') as date, user from activity where user is not null
union select date((key >> 21) / 1000, 'unixepoch') as date, user from api_call where user is not null
union select date((key >> 21) / 1000, 'unixepoch') as date, user from command where user is not null;

create view daily_stats as
with totals as (
    select date(starts_at, 'unixepoch') as date,
        sum(case when kind = 7 then count else 0 end) as new_users,
        sum(case when kind = 6 then count else 0 end) as new_conversations,
        sum(case when kind = 2 then count else 0 end) as total_messages,
        sum(case when kind = 4 then count else 0 end) as total_api_calls,
        sum(case when kind = 5 then count else 0 end) as total_commands,
        sum(case when kind = 1 then count else 0 end) as total_images,
        sum(case when kind = 2 then duration_sum else 0 end) / 1e6 / nullif(sum(case when kind = 2 then duration_count else 0 end), 0) as avg_response_time,
        sum(case when kind = 1 then duration_sum else 0 end) / 1e6 / nullif(sum(case when kind = 1 then duration_count else 0 end), 0) as avg_generation_time,
        sum(errors) as error_count
    from hourly where dimension = 0 group by 1
)
select days.date,
    (select sum(t.new_users) from totals as t where t.date <= days.date) as total_users,
    (select count(*) from active_user_days as a where a.date = days.date) as active_users,
    days.new_users, days.new_conversations as total_conversations, days.total_messages, days.total_api_calls, days.avg_response_time, days.error_count,
    days.total_commands, days.total_images,
    (select count(*) from active_user_days as a where a.date = days.date) as unique_users,
    days.avg_generation_time,
    (select json_group_object(text, uses) from (
        select n.text, sum(p.count) as uses from hourly as p join name as n on n.id = p.name
        where p.kind = 5 and p.dimension = 19 and date(p.starts_at, 'unixepoch') = days.date group by n.id order by uses desc, n.text limit 5)) as popular_commands,
    (select json_group_object(text, uses) from (
        select n.text, sum(p.count) as uses from hourly as p join name as n on n.id = p.name
        where p.kind = 1 and p.dimension = 7 and date(p.starts_at, 'unixepoch') = days.date group by n.id order by uses desc, n.text limit 5)) as popular_resolutions
from totals as days;
