using System.Diagnostics;
using System.Globalization;

namespace Vitrine.Storage.Tests;

/// <summary>Another process that writes to a store's folder until it is killed, with no chance to say goodbye.</summary>
internal static class KilledWriter
{
    /// <summary>Lets it write until so many facts are acknowledged and returns their indexes, those still in the pipe included.</summary>
    public static async Task<IReadOnlyList<int>> RunAsync(string folder, int seed, int first, int tail, int until, CancellationToken cancellationToken)
    {
        using var process = Start(folder, seed, first, tail);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        List<int> acknowledged = [];
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                acknowledged.Add(int.Parse(line, CultureInfo.InvariantCulture));
                if (acknowledged.Count == until) process.Kill();
            }
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Assert.True(acknowledged.Count >= until, $"the writer ended by itself: {await errors}");
        return acknowledged;
    }

    /// <summary>Lets it reset the store, and die so many milliseconds after it began; -1 once it is done.</summary>
    public static async Task ResetAsync(string folder, int afterMilliseconds, CancellationToken cancellationToken)
    {
        using var process = Start([folder, "reset", Text(afterMilliseconds)]);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            Assert.Equal("resetting", await process.StandardOutput.ReadLineAsync(cancellationToken) ?? await errors);
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static Process Start(string folder, int seed, int first, int tail) => Start([folder, Text(seed), Text(first), Text(tail)]);

    private static Process Start(IEnumerable<string> arguments)
    {
        var writer = Path.Combine(AppContext.BaseDirectory, "Vitrine.Storage.CrashWriter.dll");
        var start = new ProcessStartInfo("dotnet", arguments.Prepend(writer))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
