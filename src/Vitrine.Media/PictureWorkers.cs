using System.Collections.Concurrent;
using Vitrine.Core.Pictures;
using Vitrine.Media.Worker;

namespace Vitrine.Media;

/// <summary>
/// Decodes pictures in child processes with limits of memory and time. A picture that ends its worker is refused, and the next finds a new one.
/// Workers start when they are first needed. Thread-safe.
/// </summary>
public sealed class PictureWorkers(WorkerProgram program, MediaOptions options, TimeProvider clock) : IPictureReader, IDisposable
{
    private readonly SemaphoreSlim free = new(options.Workers);
    private readonly ConcurrentBag<WorkerProcess> idle = [];

    public Task<PictureInfo> MeasureAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) =>
        RunAsync(WorkerTask.Measure, picture, WorkerProtocol.ReadInfo, cancellationToken);

    public Task<PreparedPicture> PrepareAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) =>
        RunAsync(WorkerTask.Prepare, picture, WorkerProtocol.ReadPicture, cancellationToken);

    public async Task<ReadOnlyMemory<byte>> CleanAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) =>
        await RunAsync(WorkerTask.Clean, picture, WorkerProtocol.ReadAnswer, cancellationToken);

    public async Task<ReadOnlyMemory<byte>> DrawAsync(ReadOnlyMemory<byte> svg, CancellationToken cancellationToken) =>
        await RunAsync(WorkerTask.Draw, svg, WorkerProtocol.ReadAnswer, cancellationToken);

    public void Dispose()
    {
        while (idle.TryTake(out var worker)) worker.Dispose();
        free.Dispose();
    }

    private async Task<T> RunAsync<T>(WorkerTask task, ReadOnlyMemory<byte> bytes, Func<BinaryReader, T> read, CancellationToken cancellationToken)
    {
        if (bytes.Length > options.MaxPictureMegabytes * 1024L * 1024)
            throw new PictureRefusedException(PictureRefusals.TooManyBytes, $"The picture has {bytes.Length} bytes, more than {options.MaxPictureMegabytes} MiB.");
        await free.WaitAsync(cancellationToken);
        try
        {
            return await RunOnFreeWorkerAsync(task, bytes, read, cancellationToken);
        }
        finally
        {
            free.Release();
        }
    }

    private async Task<T> RunOnFreeWorkerAsync<T>(WorkerTask task, ReadOnlyMemory<byte> bytes, Func<BinaryReader, T> read, CancellationToken cancellationToken)
    {
        if (!TakeLiving(out var worker)) worker = WorkerProcess.Start(program, options);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var isUsable = false;
        try
        {
            var answer = await worker.RunAsync(task, bytes, read, either.Token);
            isUsable = true;
            return answer;
        }
        catch (PictureRefusedException)
        {
            isUsable = true;
            throw;
        }
        catch (IOException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (IOException) when (timeout.IsCancellationRequested)
        {
            throw new PictureRefusedException(PictureRefusals.TooSlow, $"The picture took more than {options.TimeoutSeconds} s to decode.");
        }
        catch (IOException)
        {
            throw new PictureRefusedException(PictureRefusals.Undecodable, "The picture took more memory than a decoder is given, or broke it.");
        }
        finally
        {
            if (isUsable && !either.IsCancellationRequested) idle.Add(worker);
            else worker.Dispose();
        }
    }

    private bool TakeLiving(out WorkerProcess worker)
    {
        while (idle.TryTake(out worker!))
        {
            if (worker.IsAlive) return true;
            worker.Dispose();
        }
        return false;
    }
}
