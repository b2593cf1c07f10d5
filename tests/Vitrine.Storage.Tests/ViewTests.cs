using System.Globalization;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

/// <summary>Whoever opens the file with sqlite3 finds the tables that existing apps have, with the numbers that the API gives.</summary>
public sealed class ViewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("command_usage", "id command_name user_id guild_id channel_id timestamp execution_time success")]
    [InlineData("image_stats", "id user_id prompt resolution loras upscale_factor generation_time timestamp")]
    [InlineData("user_activity", "id user_id username activity_type timestamp ip_address user_agent extra_data guild_id action_type details")]
    [InlineData("conversation_metrics", "id conversation_id user_id message_count total_tokens avg_response_time status created_at updated_at")]
    [InlineData("message_metrics", "id message_id conversation_id user_id role token_count response_time model_used created_at")]
    [InlineData("api_usage", "id endpoint method user_id status_code response_time timestamp")]
    [InlineData("generated_images", "id user_id prompt full_prompt image_url dataset_id style aspect_ratio quality format resolution reference_images_count unique_visual_elements created_at")]
    [InlineData("daily_stats", "date total_users active_users new_users total_conversations total_messages total_api_calls avg_response_time error_count total_commands total_images unique_users avg_generation_time popular_commands popular_resolutions")]
    [InlineData("tg_analytics_events", "id event_name user_id meta created_at")]
    [InlineData("image_jobs", "id status ext")]
    [InlineData("users", "user_id username first_name")]
    [InlineData("personas", "id persona_name")]
    [InlineData("datasets", "id name brand vibe logo reference_images unique_visual_elements")]
    public async Task A_view_has_the_columns_of_its_document(string view, string columns)
    {
        using var folder = new TempFolder();
        await using var store = await FilledAsync(folder, tailFacts: 1_000);
        using var reader = SqliteConnection.Open(Path.Combine(folder.Path, "facts.db"), readOnly: true);
        var rows = reader.Prepare($"select {columns.Replace(' ', ',')} from {view}");
        while (rows.Step())
        {
        }

        Assert.Equal(columns.Split(' '), Enumerable.Range(0, rows.ColumnCount).Select(rows.ColumnName));
    }

    // A tail of 60 leaves some facts counted on disk and some not; one of 1,000 leaves all of them to the views.
    [Theory]
    [InlineData(60)]
    [InlineData(1_000)]
    public async Task Views_count_what_the_query_counts(int tailFacts)
    {
        using var folder = new TempFolder();
        await using var store = await FilledAsync(folder, tailFacts);
        using var reader = SqliteConnection.Open(Path.Combine(folder.Path, "facts.db"), readOnly: true);
        foreach (var (column, kind, measure) in new (string, FactKind?, Measure)[]
        {
            ("total_images", FactKind.Image, Measure.Count), ("total_messages", FactKind.Message, Measure.Count),
            ("total_api_calls", FactKind.ApiCall, Measure.Count), ("total_commands", FactKind.Command, Measure.Count),
            ("total_conversations", FactKind.Conversation, Measure.Count), ("active_users", null, Measure.Users),
            ("new_users", null, Measure.NewUsers), ("avg_response_time", FactKind.Message, Measure.AverageDuration),
            ("avg_generation_time", FactKind.Image, Measure.AverageDuration),
        })
        {
            var rows = reader.Prepare($"select date, {column} from daily_stats order by date");
            while (rows.Step())
            {
                var day = FactTime.From(DateTimeOffset.Parse(rows.Text(0)!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
                var answer = await store.QueryAsync(
                    new StatQuery { Kind = kind, Measures = [measure], From = day, To = day + FactTime.MicrosecondsPerDay }, Cancellation);
                Assert.Equal((double)(measure.Value(answer.Total) ?? 0), rows.Double(1), 6);
            }
        }

        var conversations = reader.Prepare("select conversation_id, message_count, total_tokens, avg_response_time, status from conversation_metrics");
        var seen = 0;
        for (; conversations.Step(); seen++)
        {
            var expected = await store.FindConversationAsync(conversations.Text(0)!, Cancellation);
            Assert.Equal(
                (expected!.MessageCount, expected.TotalTokens, expected.Status), (conversations.Long(1), conversations.Long(2), conversations.Text(4)));
            Assert.Equal(expected.AverageResponseTime ?? 0, conversations.Double(3), 6);
        }

        Assert.True(seen > 0);
    }

    private static async Task<SqliteFactStore> FilledAsync(TempFolder folder, int tailFacts)
    {
        var store = await SqliteFactStore.OpenAsync(
            folder.Path, new StoreOptions { TailFacts = tailFacts, TailFactsInBatches = tailFacts, TailMilliseconds = 60_000, WalMegabytes = 0 },
            TimeProvider.System, cancellationToken: Cancellation);
        foreach (var chunk in new RandomFacts(9).Take(500).Chunk(50))
        {
            using var batch = Batches.Of(chunk);
            await store.AppendAsync(batch, Cancellation);
        }

        return store;
    }
}
