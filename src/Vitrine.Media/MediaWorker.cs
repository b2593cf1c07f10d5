using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Core.Pictures;
using Vitrine.Media.Vips;
using Vitrine.Media.Worker;

namespace Vitrine.Media;

/// <summary>
/// The process in which pictures are decoded: <c>vitrine media-worker</c>. It reads tasks from its standard input and writes answers to its standard output until
/// the input ends. Whatever a decoder does to it, the server goes on and starts another.
/// </summary>
public static class MediaWorker
{
    /// <summary>The verb that starts it; the limits follow.</summary>
    public const string Verb = "media-worker";

    /// <summary>Runs until the input ends.</summary>
    /// <param name="maxBytes">Largest task, in bytes.</param>
    /// <param name="maxPixels">Most pixels of a picture.</param>
    /// <param name="memoryBytes">Memory that the process may take.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int maxBytes, long maxPixels, long memoryBytes)
    {
        // A console or a service manager tells the whole group to end, and the server still has pictures to finish: it ends the input when it is done.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ignore);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ignore);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Ignore);
        VipsLibrary.Need();
        MemoryLimit.Set(memoryBytes);
        using var reader = new BinaryReader(new BufferedStream(Console.OpenStandardInput(), 64 * 1024), Encoding.UTF8);
        using var writer = new BinaryWriter(new BufferedStream(Console.OpenStandardOutput(), 64 * 1024), Encoding.UTF8);
        var decoder = new PictureDecoder(maxPixels);
        while (WorkerProtocol.ReadTask(reader, maxBytes) is { } task)
        {
            try
            {
                switch (task.Task)
                {
                    case WorkerTask.Prepare:
                        WorkerProtocol.Write(writer, decoder.Prepare(task.Bytes));
                        break;
                    case WorkerTask.Measure:
                        WorkerProtocol.Write(writer, decoder.Measure(task.Bytes));
                        break;
                    case WorkerTask.Clean:
                        WorkerProtocol.Write(writer, decoder.Clean(task.Bytes));
                        break;
                    case WorkerTask.Draw:
                        WorkerProtocol.Write(writer, PictureDecoder.Draw(task.Bytes));
                        break;
                    default:
                        throw new InvalidDataException($"There is no task {task.Task}.");
                }
            }
            catch (PictureRefusedException refused)
            {
                WorkerProtocol.WriteRefusal(writer, refused.Code, refused.Message);
            }
            catch (VipsException error)
            {
                WorkerProtocol.WriteRefusal(writer, PictureRefusals.Undecodable, error.Message);
            }
        }
        return 0;
    }

    private static void Ignore(PosixSignalContext signal) => signal.Cancel = true;
}
