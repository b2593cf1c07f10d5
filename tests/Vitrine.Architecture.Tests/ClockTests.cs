namespace Vitrine.Architecture.Tests;

/// <summary>Whatever depends on time can be told the time by a test.</summary>
public sealed class ClockTests
{
    [Fact]
    public void Nothing_reads_the_wall_clock_or_sleeps()
    {
        var found = new List<string>();
        foreach (var assembly in CompiledAssembly.Ours())
        {
            using (assembly)
            {
                found.AddRange(assembly.Uses.Where(use => ReadsClock(use.Type, use.Member) || SleepsByWallClock(use))
                    .Select(use => $"{assembly.Name} uses {use.Type}.{use.Member}({string.Join(", ", use.Parameters)})"));
            }
        }

        Assert.Empty(found);
    }

    private static bool ReadsClock(string type, string member) => (type, member) switch
    {
        ("System.DateTime" or "System.DateTimeOffset", "get_Now" or "get_UtcNow" or "get_Today") => true,
        ("System.Environment", "get_TickCount" or "get_TickCount64") => true,
        ("NodaTime.SystemClock", "get_Instance") => true,
        _ => false,
    };

    private static bool SleepsByWallClock((string Type, string Member, string[] Parameters) use) => (use.Type, use.Member) switch
    {
        ("System.Threading.Thread", "Sleep") => true,
        ("System.Threading.Tasks.Task", "Delay") => !use.Parameters.Contains("TimeProvider"),
        ("System.Threading.PeriodicTimer", ".ctor") => !use.Parameters.Contains("TimeProvider"),
        ("System.Threading.Timer", ".ctor") => true,
        _ => false,
    };
}
