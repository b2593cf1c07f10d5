using System.Collections.Concurrent;
using NodaTime;
using Vitrine.Core.Stores;
using Vitrine.Storage.Specs;
using Vitrine.Testing;
using Vitrine.Testing.Oracles;

namespace Vitrine.Storage.Tests;

public sealed class OracleIngestSpecs : IngestSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleRoundTripSpecs : RoundTripSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleQuerySpecs : QuerySpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleCalendarSpecs : CalendarSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleListSpecs : ListSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleUncountedListSpecs : UncountedListSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleConversationSpecs : ConversationSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleUserSpecs : UserSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

public sealed class OracleResetSpecs : ResetSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Task.FromResult<IFactStore>(Kept.Store(folder));
}

/// <summary>The lists stand in for files: they outlive their stores.</summary>
internal static class Kept
{
    private static readonly ConcurrentDictionary<string, List<TestFact>> Lists = new(StringComparer.Ordinal);

    public static OracleStore Store(string folder) => new(Lists.GetOrAdd(folder, _ => []));
}
