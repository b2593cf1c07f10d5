using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>What happens at the limits: the queue is full, the disk is, the caller has gone, the names are too many.</summary>
public abstract class IngestLimitSpecs : StoreSpecs
{
    [Fact]
    public async Task A_full_queue_refuses_and_keeps_what_it_acknowledged()
    {
        var options = ShortTail();
        options.QueueFacts = 40;
        await using var store = await StartAsync(options);
        var batches = Enumerable.Range(0, 400).Select(_ => Enumerable.Range(0, 20).Select(_ => Some.Image()).ToList()).ToList();
        var outcomes = await Task.WhenAll(batches.Select(batch => Task.Run(() => TryAppendAsync(store, batch), Cancellation)));

        Assert.Contains(AppendRejection.QueueFull, outcomes);
        Assert.Contains(null, outcomes);
        Assert.Equal(store.Oracle.Facts.Count, await store.CountAsync(FactKind.Image));
        foreach (var (batch, outcome) in batches.Zip(outcomes).Take(100))
        {
            var found = await store.Facts.FindAsync(FactKind.Image, batch[0].Id, Cancellation);
            Assert.Equal(outcome is null, found is not null);
        }

        var status = await store.Facts.GetStatusAsync(Cancellation);
        Assert.Equal(outcomes.Count(outcome => outcome == AppendRejection.QueueFull), status.RejectedQueueFull);
        Assert.Equal(0, status.QueuedFacts);
        Assert.Equal(new AppendResult(1, 0, 0), await store.AppendAsync(Some.Image()));
    }

    [Fact]
    public async Task A_queue_that_is_full_of_bytes_refuses_too()
    {
        var options = ShortTail();
        options.QueueBytes = 64 * 1024;
        await using var store = await StartAsync(options);
        var prompt = new string('x', 20_000);
        var batches = Enumerable.Range(0, 200).Select(_ => new List<TestFact> { Some.Image().With("prompt", prompt) }).ToList();
        var outcomes = await Task.WhenAll(batches.Select(batch => Task.Run(() => TryAppendAsync(store, batch), Cancellation)));
        Assert.Contains(AppendRejection.QueueFull, outcomes);
        Assert.Equal(outcomes.Count(outcome => outcome is null), await store.CountAsync(FactKind.Image));
    }

    [Fact]
    public async Task A_batch_as_large_as_they_may_be_is_stored()
    {
        await using var store = await StartAsync(new StoreOptions { WalMegabytes = 1 });
        var batch = Enumerable.Range(0, 10_000).Select(index => Some.Activity().At(Some.Noon.AddSeconds(index)).By($"u{index % 500}")).ToList();
        Assert.Equal(new AppendResult(10_000, 0, 0), await store.AppendAsync(batch));
        await store.HoldsAsync(Ask.About(FactKind.Activity, Measure.Count, Measure.Users) with { Interval = Interval.Hour });
    }

    [Fact]
    public async Task A_full_disk_refuses_and_reading_goes_on()
    {
        var options = ShortTail(200);
        options.MaxProjectMegabytes = 3;
        await using var store = await StartAsync(options);
        var prompt = new string('y', 8_000);
        AppendRejection? rejection = null;
        for (var round = 0; round < 200 && rejection is null; round++)
        {
            var batch = Enumerable.Range(0, 20).Select(index => Some.Image().By($"u{index}").With("prompt", $"{prompt} {round}")).ToList();
            rejection = await TryAppendAsync(store, batch);
        }

        Assert.Equal(AppendRejection.DiskFull, rejection);
        var acknowledged = store.Oracle.Facts.Count;
        Assert.True(acknowledged > 0);
        Assert.Equal(acknowledged, await store.CountAsync(FactKind.Image));
        Assert.Equal(acknowledged, (await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image }, Cancellation)).Total);
        await store.HoldsAsync(Ask.About(FactKind.Image, Measure.Count, Measure.Users) with { By = Dimension.User });
        Assert.NotNull(await store.Facts.FindAsync(FactKind.Image, store.Oracle.Facts[0].Id, Cancellation));
        var status = await store.Facts.GetStatusAsync(Cancellation);
        Assert.True(status.RejectedDiskFull >= 1);
        Assert.False(status.CanWrite);

        await store.ReopenAsync();
        Assert.Equal(acknowledged, await store.CountAsync(FactKind.Image));
    }

    [Fact]
    public async Task A_caller_that_has_gone_leaves_the_store_whole()
    {
        await using var store = await StartAsync();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var fact = Some.Image();
        using (var batch = Batches.Of(fact))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Facts.AppendAsync(batch, gone.Token));
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Facts.QueryAsync(Ask.About(FactKind.Image, Measure.Count), gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image }, gone.Token));

        // It may or may not have been stored; sent again it is there once.
        await store.AppendAsync(fact);
        Assert.Equal(1, await store.CountAsync(FactKind.Image));
    }

    [Fact]
    public async Task A_closed_store_refuses()
    {
        await using var store = await StartAsync();
        var facts = store.Facts;
        await store.DisposeAsync();
        using var batch = Batches.Of(Some.Image());
        var refused = await Assert.ThrowsAsync<AppendRejectedException>(async () => await facts.AppendAsync(batch, Cancellation));
        Assert.Equal(AppendRejection.Stopping, refused.Rejection);
    }

    [Fact]
    public async Task Closing_answers_every_writer_and_keeps_what_it_acknowledged()
    {
        await using var store = await StartAsync();
        var batches = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 5).Select(_ => Some.Command()).ToList()).ToList();
        var facts = store.Facts;
        var writers = batches.Select(batch => Task.Run(() => TryAppendAsync(store, batch), Cancellation)).ToList();
        await writers[20];
        await facts.DisposeAsync();
        var outcomes = await Task.WhenAll(writers);
        Assert.All(outcomes, outcome => Assert.True(outcome is null or AppendRejection.Stopping));

        await store.OpenAsync();
        foreach (var (batch, outcome) in batches.Zip(outcomes))
        {
            if (outcome is null) Assert.NotNull(await store.Facts.FindAsync(FactKind.Command, batch[^1].Id, Cancellation));
        }

        Assert.Equal(outcomes.Count(outcome => outcome is null) * 5, await store.CountAsync(FactKind.Command));
        await store.IsSoundAsync();
    }

    [Fact]
    public async Task Too_many_names_in_a_day_count_as_other()
    {
        var options = ShortTail();
        options.NamesPerDay = 5;
        await using var store = await StartAsync(options);
        for (var index = 0; index < 20; index++) await store.AppendAsync(Some.Command().With("command_name", $"c{index}").With("execution_time", 1000));
        await store.AppendAsync(Some.Command().With("command_name", "c0"));

        for (var reopened = 0; reopened < 2; reopened++)
        {
            var answer = await store.QueryAsync(Ask.About(FactKind.Command, Measure.Count, Measure.SumDuration) with { By = Dimension.Command });
            Assert.Equal((21, 20_000), (answer.Total.Count, answer.Total.DurationSum));
            Assert.Equal(21, answer.Series.Sum(series => series.Total.Count));
            Assert.Equal(2, answer.Series.Single(series => series.Key == "c0").Total.Count);
            Assert.InRange(answer.Series.Count, 2, 6);
            Assert.True(answer.Series.Single(series => series.Key == "(other)").Total.Count >= 15);
            await store.ReopenAsync();
        }
    }

    private static async Task<AppendRejection?> TryAppendAsync(StoreUnderTest store, List<TestFact> batch)
    {
        try
        {
            await store.AppendAsync(batch);
            return null;
        }
        catch (AppendRejectedException rejected)
        {
            return rejected.Rejection;
        }
    }
}
