using NodaTime;
using Vitrine.Core.Stores;
using Vitrine.Storage.Specs;

namespace Vitrine.Storage.Tests;

public sealed class SqliteIngestSpecs : IngestSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteIngestLimitSpecs : IngestLimitSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteRoundTripSpecs : RoundTripSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteQuerySpecs : QuerySpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteCalendarSpecs : CalendarSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteExactnessSpecs : ExactnessSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteListSpecs : ListSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteUncountedListSpecs : UncountedListSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteSearchSpecs : SearchSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteConversationSpecs : ConversationSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteUserSpecs : UserSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteEntitySpecs : EntitySpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqlitePictureSpecs : PictureSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteFetchQueueSpecs : FetchQueueSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteBudgetSpecs : BudgetSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteResetSpecs : ResetSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}

internal static class Sqlite
{
    public static async Task<IFactStore> OpenAsync(
        string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        await SqliteFactStore.OpenAsync(folder, options, clock, zone, cancellationToken);
}

public sealed class SqliteZoneSpecs : ZoneSpecs
{
    protected override Task<IFactStore> OpenAsync(string folder, StoreOptions options, TimeProvider clock, DateTimeZone? zone, CancellationToken cancellationToken) =>
        Sqlite.OpenAsync(folder, options, clock, zone, cancellationToken);
}
