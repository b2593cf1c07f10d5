using System.Diagnostics;
using Vitrine.Core.Stores;

namespace Vitrine.Storage.CrashWriter;

/// <summary>Resets a store and kills its own process so many milliseconds after it began, or once it is done where that is negative.</summary>
internal static class ResetAndDie
{
    public static async Task RunAsync(string folder, int afterMilliseconds)
    {
        var options = new StoreOptions { WalMegabytes = 1, CacheMegabytes = 4, Readers = 1 };
        var store = await SqliteFactStore.OpenAsync(folder, options, TimeProvider.System, projectZone: null, CancellationToken.None);
        Console.Out.WriteLine("resetting");
        var reset = store.ResetAsync(CancellationToken.None);
        if (afterMilliseconds < 0) await reset;
        // A timer would be late by more than the reset takes.
        var passed = Stopwatch.StartNew();
        while (passed.ElapsedMilliseconds < afterMilliseconds) Thread.Yield();
        Process.GetCurrentProcess().Kill();
    }
}
