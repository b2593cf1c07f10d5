using System.Diagnostics;
using System.Text;

namespace Vitrine.Media.Worker;

/// <summary>A worker, from the server's side: one task at a time.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process process;

    private WorkerProcess(Process process) => this.process = process;

    public bool IsAlive => !process.HasExited;

    public static WorkerProcess Start(WorkerProgram program, MediaOptions options)
    {
        var start = new ProcessStartInfo(program.FileName)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // Nothing of the server's configuration is a decoder's business.
            Environment =
            {
                ["DOTNET_GCHeapHardLimit"] = (options.WorkerMegabytes / 3 * 1024L * 1024).ToString("x"),
                ["DOTNET_gcServer"] = "0",
                ["DOTNET_gcConcurrent"] = "0",
                ["DOTNET_TieredPGO"] = "0",
                // What a decoder has to say of a picture is in the refusal.
                ["VIPS_WARNING"] = "0",
            },
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Vitrine", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var argument in program.Arguments) start.ArgumentList.Add(argument);
        foreach (var limit in (long[])[options.MaxPictureMegabytes * 1024L * 1024, options.MaxMegapixels * 1_000_000L, options.WorkerMegabytes * 1024L * 1024])
            start.ArgumentList.Add(limit.ToString());
        return new WorkerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program.FileName} did not start."));
    }

    /// <summary>Sends a task and reads its answer. After anything but an answer or a refusal the worker is of no more use.</summary>
    public async Task<T> RunAsync<T>(WorkerTask task, ReadOnlyMemory<byte> bytes, Func<BinaryReader, T> read, CancellationToken cancellationToken)
    {
        // The pipes know no cancellation; ending the process ends them.
        await using var end = cancellationToken.Register(static state => ((WorkerProcess)state!).Kill(), this);
        return await Task.Run(
            () =>
            {
                var input = process.StandardInput.BaseStream;
                input.Write(WorkerProtocol.WriteTask(task, bytes.Span));
                input.Flush();
                using var reader = new BinaryReader(process.StandardOutput.BaseStream, Encoding.UTF8, leaveOpen: true);
                return read(reader);
            },
            CancellationToken.None);
    }

    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }
}
