using System.Collections.Concurrent;
using Vitrine.Core.Pictures;
using Vitrine.Media.Worker;

namespace Vitrine.Media;

/// <summary>
/// Decodes pictures in child processes with limits of memory and time. A picture that ends its worker, or is not done in time, is given to a new one once more.
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
            try
            {
                return await RunOnWorkerAsync(TakeLiving() ?? StartWorker(), task, bytes, read, cancellationToken);
            }
            catch (DecoderFailedException)
            {
                // It may have been the worker's own end, or a busy machine.
                return await RunOnWorkerAsync(StartWorker(), task, bytes, read, cancellationToken);
            }
        }
        finally
        {
            free.Release();
        }
    }

    private async Task<T> RunOnWorkerAsync<T>(WorkerProcess worker, WorkerTask task, ReadOnlyMemory<byte> bytes, Func<BinaryReader, T> read, CancellationToken cancellationToken)
    {
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
        catch (IOException error) when (timeout.IsCancellationRequested)
        {
            throw new DecoderFailedException(PictureRefusals.TooSlow, $"The picture took more than {options.TimeoutSeconds} s to decode.", error);
        }
        catch (IOException error)
        {
            throw new DecoderFailedException(PictureRefusals.DecoderEnded, "The picture took more memory than a decoder is given, or the decoder ended otherwise.", error);
        }
        finally
        {
            if (isUsable && !either.IsCancellationRequested) idle.Add(worker);
            else worker.Dispose();
        }
    }

    private WorkerProcess StartWorker() => WorkerProcess.Start(program, options);

    private WorkerProcess? TakeLiving()
    {
        while (idle.TryTake(out var worker))
        {
            if (worker.IsAlive) return worker;
            worker.Dispose();
        }
        return null;
    }
}
