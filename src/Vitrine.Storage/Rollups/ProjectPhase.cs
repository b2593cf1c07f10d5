using NodaTime;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// The phase that a project's rollups are counted with, as the writer's thread knows it. It is kept beside them, so a reader finds the one that
/// belongs to its snapshot.
/// </summary>
internal sealed class ProjectPhase
{
    private ProjectPhase(HourPhase current) => Current = current;

    public HourPhase Current { get; private set; }

    /// <summary>The phase that the rollups were begun with; where there are none, that of the zone.</summary>
    public static ProjectPhase Load(SqliteConnection connection, DateTimeZone zone, TimeProvider clock)
    {
        if (connection.Scalar("select value from setting where name = 'hour_phase'") is { } stored) return new ProjectPhase(new HourPhase((int)stored));
        var phase = Of(zone, clock);
        Save(connection, phase);
        return new ProjectPhase(phase);
    }

    /// <summary>As of the connection's snapshot.</summary>
    public static HourPhase Read(SqliteConnection connection) => new((int)connection.Scalar("select value from setting where name = 'hour_phase'")!);

    /// <summary>Where the hours of a zone start now.</summary>
    public static HourPhase Of(DateTimeZone zone, TimeProvider clock) => new(RangeCover.PhaseOf(zone, Instant.FromDateTimeOffset(clock.GetUtcNow())));

    public static void Save(SqliteConnection connection, HourPhase phase) =>
        connection.Prepare("insert or replace into setting (name, value) values ('hour_phase', ?1)").Bind(1, phase.Minutes).Run();

    /// <summary>After rollups with another phase were committed.</summary>
    public void Changed(HourPhase phase) => Current = phase;
}
