using NodaTime;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>The phase that a project's rollups were begun with: what is counted by the hour cannot change its hours afterwards.</summary>
internal static class ProjectPhase
{
    public static HourPhase Load(SqliteConnection connection, DateTimeZone zone, TimeProvider clock)
    {
        if (connection.Scalar("select value from setting where name = 'hour_phase'") is { } stored) return new HourPhase((int)stored);
        var phase = RangeCover.PhaseOf(zone, Instant.FromDateTimeOffset(clock.GetUtcNow()));
        connection.Prepare("insert into setting (name, value) values ('hour_phase', ?1)").Bind(1, phase).Run();
        return new HourPhase(phase);
    }
}
