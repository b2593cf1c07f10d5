using NodaTime;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>
/// The root of all suites. A backend inherits each suite once and says how a store is opened on a place; opened a second time on the
/// same place after it was closed, it finds what was there.
/// </summary>
public abstract class StoreSpecs : IDisposable
{
    private readonly List<TempFolder> folders = [];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of one project.</summary>
    /// <param name="folder">Empty at first, and of this test alone; a backend without files takes its name as the project's.</param>
    protected abstract Task<IFactStore> OpenAsync(
        string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken);

    /// <summary>A fresh store. By default its tail is so short that most facts are flushed in the middle of a test.</summary>
    protected async Task<StoreUnderTest> StartAsync(StoreOptions? options = null, DateTimeZone? zone = null)
    {
        var folder = new TempFolder();
        folders.Add(folder);
        var clock = new ManualClock();
        var store = new StoreUnderTest(clock, () => OpenAsync(folder.Path, options ?? ShortTail(), clock, zone, Cancellation));
        await store.OpenAsync();
        return store;
    }

    protected static StoreOptions ShortTail(int facts = 20) => Small(facts, milliseconds: 60_000);

    /// <summary>Nothing leaves memory before the store is closed.</summary>
    protected static StoreOptions LongTail() => Small(1_000_000, milliseconds: 60_000);

    /// <summary>What waits in memory is flushed soon, as search needs it.</summary>
    protected static StoreOptions HastyTail() => Small(20, milliseconds: 10);

    private static StoreOptions Small(int tailFacts, int milliseconds) => new()
    {
        TailFacts = tailFacts,
        TailFactsInBatches = tailFacts,
        TailMilliseconds = milliseconds,
        WalMegabytes = 1,
        CacheMegabytes = 4,
        Readers = 2,
        QueryMilliseconds = 60_000,
    };

    public void Dispose()
    {
        foreach (var folder in folders) folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
