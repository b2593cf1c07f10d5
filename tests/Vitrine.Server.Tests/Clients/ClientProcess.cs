using System.Diagnostics;
using System.Text.Json;
using Vitrine.Architecture.Tests;

namespace Vitrine.Server.Tests.Clients;

/// <summary>A process that does what a scenario of <c>tests/clients</c> says, with one of the clients in <c>docs/clients</c>.</summary>
internal sealed class ClientProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly Task<string> errors;

    private ClientProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public static ClientProcess Start(string language, string scenario, Uri address, string key)
    {
        var (program, script) = language == "Python"
            ? ("python3", Repository.At("tests", "clients", "scenarios.py"))
            : ("node", Repository.At("tests", "clients", "obj", "tests", "clients", "scenarios.js"));
        var start = new ProcessStartInfo(program, [script, scenario, address.ToString(), key]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        return new ClientProcess(Process.Start(start)!);
    }

    public static async Task<Counts> RunAsync(string language, string scenario, Uri address, string key)
    {
        using var client = Start(language, scenario, address, key);
        return await client.FinishAsync();
    }

    public async Task<string?> ReadLineAsync() => await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>What the client counted, once the process has ended well.</summary>
    public async Task<Counts> FinishAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<Counts>(output.TrimEnd().Split('\n')[^1], JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    internal sealed record Counts(int Sent, int Refused, int Dropped);
}
