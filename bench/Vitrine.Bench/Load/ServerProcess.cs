using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Bench.Load;

/// <summary>A server in a process of its own, as it is run by people. Disposing it asks it to stop and waits.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Process process;

    private ServerProcess(Process process, int port, string? key, TimeSpan firstAnswer)
    {
        this.process = process;
        Port = port;
        Key = key;
        FirstAnswer = firstAnswer;
    }

    public int Port { get; }

    public string? Key { get; }

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan FirstAnswer { get; }

    /// <summary>Resident memory in MiB, as the kernel counts it.</summary>
    public double ResidentMegabytes =>
        File.ReadLines($"/proc/{process.Id}/status")
            .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
            .First();

    public double ProcessorSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static Task<ServerProcess> StartVitrineAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Repository.Vitrine])
        {
            Environment =
            {
                ["VITRINE_URLS"] = $"http://127.0.0.1:{port}",
                ["VITRINE_DATA"] = dataFolder,
                ["Vitrine__Logging__LogLevel__Default"] = "Warning",
            },
        };
        return StartAsync(start, port, "/health", () => NewKey(dataFolder), cancellationToken);
    }

    private static string NewKey(string dataFolder)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Vitrine, "keys", "create", "--kind", "server", "--name", "bench", "--data", dataFolder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var verb = Process.Start(start)!;
        return verb.StandardOutput.ReadToEnd().Trim();
    }

    /// <summary>Vitrine with a provider that has its picture at once.</summary>
    public static Task<ServerProcess> StartInstantAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Environment.GetCommandLineArgs()[0], "instant", $"{port}", dataFolder]);
        return StartAsync(start, port, "/health", () => NewKey(dataFolder), cancellationToken);
    }

    /// <param name="files">Where it writes files, if it is to.</param>
    public static Task<ServerProcess> StartBareAsync(CancellationToken cancellationToken, string? files = null)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", [Environment.GetCommandLineArgs()[0], "bare", $"{port}", .. files is null ? [] : new[] { files }]);
        return StartAsync(start, port, "/health", () => null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        using (process)
        {
            if (!process.HasExited)
            {
                _ = NativeProcess.Signal(process.Id, Terminate);
                using var patience = new CancellationTokenSource(Patience);
                await process.WaitForExitAsync(patience.Token);
            }
        }
    }

    private static async Task<ServerProcess> StartAsync(
        ProcessStartInfo start, int port, string healthPath, Func<string?> readKey, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        var startedAt = Stopwatch.GetTimestamp();
        var server = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        server.OutputDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        try
        {
            await WaitForAnswerAsync(server, new Uri($"http://127.0.0.1:{port}{healthPath}"), cancellationToken);
        }
        catch
        {
            server.Kill();
            throw;
        }

        var firstAnswer = Stopwatch.GetElapsedTime(startedAt);
        return new ServerProcess(server, port, readKey(), firstAnswer);
    }

    private static async Task WaitForAnswerAsync(Process server, Uri address, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var client = new HttpClient();
        while (!await AnswersAsync(client, address, cancellationToken))
        {
            if (server.HasExited) throw new InvalidOperationException($"The server ended with code {server.ExitCode} before it answered.");
            if (Stopwatch.GetElapsedTime(startedAt) > Patience) throw new TimeoutException($"No answer from {address}.");
            await Task.Delay(5, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(address, cancellationToken);
            return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

internal static partial class NativeProcess
{
    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);
}
