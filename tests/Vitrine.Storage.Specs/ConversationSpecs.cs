using Vitrine.Core.Stores;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Specs;

/// <summary>A conversation comes to the same whatever the order in which its parts arrive.</summary>
public abstract class ConversationSpecs : StoreSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Order_of_arrival_does_not_matter(int seed)
    {
        await using var store = await StartAsync(ShortTail(1 + (seed * 3)));
        var random = new Random(seed);
        var events = Enumerable.Range(0, 8).SelectMany(talk => Story($"talk-{talk}", talk)).ToArray();
        random.Shuffle(events);
        foreach (var chunk in events.Chunk(random.Next(1, 12)))
        {
            await store.AppendAsync(chunk);
            if (random.Next(6) == 0) await store.ReopenAsync();
        }

        for (var reopened = 0; reopened < 2; reopened++)
        {
            foreach (var expected in OracleConversation.All(store.Oracle.Events))
            {
                Assert.Equal(expected, await FindAsync(store, expected.ConversationId));
            }

            await store.IsSoundAsync($"seed {seed}");
            await store.ReopenAsync();
        }
    }

    [Fact]
    public async Task Messages_make_a_conversation_known()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(
            Some.Message().At(Some.Noon.AddMinutes(5)).With("role", "assistant").With("tokens", 30).With("response_time", 2_000_000L).With("cost", 7),
            Some.Message().With("tokens", 12));
        var talk = await FindAsync(store, "talk-1");
        Assert.Equal(("ada", "active", 2, 42, 7), (talk!.UserId, talk.Status, talk.MessageCount, talk.TotalTokens, talk.Cost));
        Assert.Equal((Vitrine.Core.Facts.FactTime.From(Some.Noon), Vitrine.Core.Facts.FactTime.From(Some.Noon.AddMinutes(5))), (talk.CreatedAt, talk.UpdatedAt));
        // Only one of the two carries a response time.
        Assert.Equal(2.0, talk.AverageResponseTime);
        Assert.Null(await FindAsync(store, "talk-2"));
    }

    [Fact]
    public async Task Deleted_is_final()
    {
        await using var store = await StartAsync(ShortTail(1));
        await store.AppendAsync(Some.Conversation("deleted").At(Some.Noon.AddMinutes(1)));
        await store.AppendAsync(Some.Conversation("created"));
        await store.AppendAsync(Some.Conversation("ended").At(Some.Noon.AddMinutes(2)));
        await store.AppendAsync(Some.Message().At(Some.Noon.AddMinutes(3)));
        await store.ReopenAsync();
        var talk = await FindAsync(store, "talk-1");
        Assert.Equal(("deleted", 1L), (talk!.Status, talk.MessageCount));
    }

    [Fact]
    public async Task A_conversation_keeps_its_meta()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Conversation().With("meta", """{"topic":"the  sea"}"""), Some.Message().With("meta", "{}"));
        await store.ReopenAsync();
        Assert.Equal("""{"topic":"the  sea"}""", (await FindAsync(store, "talk-1"))!.Meta);
    }

    [Fact]
    public async Task Conversations_are_listed_by_user_status_and_time()
    {
        await using var store = await StartAsync();
        for (var talk = 0; talk < 30; talk++)
        {
            var time = Some.Noon.AddHours(talk);
            await store.AppendAsync(Some.Conversation("created", $"c{talk}").By($"u{talk % 3}").At(time));
            if (talk % 2 == 0) await store.AppendAsync(Some.Conversation(talk % 4 == 0 ? "ended" : "deleted", $"c{talk}").By($"u{talk % 3}").At(time.AddMinutes(1)));
        }

        for (var reopened = 0; reopened < 2; reopened++)
        {
            await CoversAsync(store, new ConversationListQuery { PerPage = 7 }, _ => true);
            await CoversAsync(store, new ConversationListQuery { PerPage = 4, UserId = "u1" }, talk => talk % 3 == 1);
            await CoversAsync(store, new ConversationListQuery { PerPage = 4, Status = "ended" }, talk => talk % 4 == 0);
            await CoversAsync(store, new ConversationListQuery { PerPage = 4, Status = "deleted", UserId = "u2" }, talk => talk % 4 == 2 && talk % 3 == 2);
            await CoversAsync(store, new ConversationListQuery { PerPage = 50, UserId = "nobody" }, _ => false);
            await CoversAsync(
                store,
                new ConversationListQuery
                {
                    PerPage = 4,
                    From = Vitrine.Core.Facts.FactTime.From(Some.Noon.AddHours(5)),
                    To = Vitrine.Core.Facts.FactTime.From(Some.Noon.AddHours(15)),
                },
                talk => talk is >= 5 and < 15);
            await store.ReopenAsync();
        }
    }

    /// <summary>One of each shape: with and without created, ended, deleted, messages; times that cross.</summary>
    private static IEnumerable<TestFact> Story(string conversation, int shape)
    {
        var start = Some.Noon.AddHours(shape);
        if (shape % 2 == 0) yield return Some.Conversation("created", conversation).At(start.AddSeconds(shape % 4 == 0 ? -5 : 30)).With("username", "Ada");
        if (shape % 3 == 0) yield return Some.Conversation("ended", conversation).At(start.AddMinutes(4));
        if (shape % 5 == 1) yield return Some.Conversation("deleted", conversation).At(start.AddMinutes(2));
        for (var index = 0; index < 10; index++)
        {
            var message = Some.Message().At(start.AddMinutes(index)).With("conversation_id", conversation).With("username", "Ada");
            yield return index % 2 == 0
                ? message.With("input_tokens", 10 + index)
                : message.With("role", "assistant").With("tokens", 100 + index).With("response_time", 1_000_000L + index).With("cost", 5L * index);
        }
    }

    private static Task<ConversationRecord?> FindAsync(StoreUnderTest store, string id) => store.Facts.FindConversationAsync(id, Cancellation);

    private static async Task CoversAsync(StoreUnderTest store, ConversationListQuery query, Func<int, bool> includes)
    {
        var expected = Enumerable.Range(0, 30).Where(includes).Select(talk => $"c{talk}").Order(StringComparer.Ordinal).ToList();
        List<string> byPage = [];
        List<string> byCursor = [];
        for (var number = 1; number <= (expected.Count / query.PerPage) + 1; number++)
        {
            var page = await store.Facts.ListConversationsAsync(query with { Page = number }, Cancellation);
            Assert.Equal(expected.Count, page.Total);
            byPage.AddRange(page.Items.Select(item => item.ConversationId));
        }

        string? cursor = null;
        do
        {
            var page = await store.Facts.ListConversationsAsync(query with { Cursor = cursor }, Cancellation);
            byCursor.AddRange(page.Items.Select(item => item.ConversationId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(expected, byPage.Order(StringComparer.Ordinal));
        Assert.Equal(byPage, byCursor);
    }
}
