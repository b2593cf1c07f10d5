using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Tests.Import;

/// <summary>The databases of the two kinds of apps, with a few rows each.</summary>
internal static class Databases
{
    public static void WriteChatPlatform(string path) => Write(path, """
        create table user_activity (id integer primary key, user_id varchar, username varchar, activity_type varchar, timestamp datetime,
            ip_address varchar, user_agent varchar, extra_data json);
        create table conversation_metrics (id integer primary key, conversation_id varchar unique, user_id varchar, message_count integer, total_tokens integer,
            avg_response_time float, status varchar, created_at datetime, updated_at datetime);
        create table message_metrics (id integer primary key, message_id varchar unique, conversation_id varchar, user_id varchar, role varchar,
            token_count integer, response_time float, model_used varchar, created_at datetime);
        create table api_usage (id integer primary key, endpoint varchar, method varchar, user_id varchar, status_code integer, response_time float, timestamp datetime);
        create table daily_stats (id integer primary key, date date unique, total_users integer);
        create table alembic_version (version_num varchar);
        insert into user_activity values
            (1, 'u1', 'ada', 'login', '2025-11-08 12:34:56.123456', '203.0.113.7', 'Firefox', '{"plan": "free"}'),
            (2, 'u2', null, 'message_sent', '2025-11-08 12:35:00', null, null, 'plain');
        insert into conversation_metrics values
            (1, 'c1', 'u1', 9, 999, 9.9, 'active', '2025-11-08 12:34:57', '2025-11-08 12:40:00'),
            (2, 'c2', 'u2', 9, 999, 9.9, 'deleted', '2025-11-08 12:35:00', '2025-11-08 13:00:00');
        insert into message_metrics values
            (1, 'm1', 'c1', 'u1', 'user', 12, null, null, '2025-11-08 12:35:01'),
            (2, 'm2', 'c1', 'u1', 'assistant', 150, 1.25, 'gpt-3.5-turbo', '2025-11-08 12:35:03');
        insert into api_usage values (1, '/conversations/', 'GET', null, 200, 0.02, '2025-11-08 12:35:04');
        insert into daily_stats values (1, '2025-11-08', 2);
        """);

    public static void WriteBot(string path) => Write(path, """
        create table command_usage (id integer primary key autoincrement, command_name text not null, user_id text not null, guild_id text, channel_id text,
            timestamp real not null, execution_time real, success integer not null);
        create table image_stats (id integer primary key autoincrement, user_id text not null, prompt text, resolution text, loras text, upscale_factor integer,
            generation_time real, timestamp real not null);
        create table user_activity (id integer primary key autoincrement, user_id text not null, guild_id text, action_type text not null, timestamp real not null, details text);
        create table daily_stats (date text primary key, total_commands integer not null);
        insert into command_usage values (1, 'imagine', '42', 'g1', 'ch1', 1762605296.25, 3.5, 1), (2, 'stats', '42', 'g1', null, 1762605300.0, null, 0);
        insert into image_stats values (1, '42', 'a fox', '1024x1024', '["film-grain"]', 2, 3.25, 1762605297.5);
        insert into user_activity values (1, '42', 'g1', 'reaction', 1762605301.0, '{"emoji": "x"}');
        """);

    public static void Write(string path, string sql)
    {
        using var connection = SqliteConnection.Open(path);
        connection.Execute(sql);
    }
}
