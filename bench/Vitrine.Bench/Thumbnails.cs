using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Sketch;
using Vitrine.Media;

namespace Vitrine.Bench;

/// <summary>
/// Pictures a second and core with all their thumbnails, against <c>vipsthumbnail</c> of libvips on the same pictures, sizes and settings of WebP. What is counted is
/// processor time of the processes that decode, so the rest of the machine matters little.
/// </summary>
internal static class Thumbnails
{
    private const string Tool = "vipsthumbnail";

    // Places in /proc/PID/stat, behind the name.
    private const int Parent = 1;
    private const int Own = 11;
    private const int EndedChildren = 13;

    private static readonly int[] Sizes = [1024, 256, 64];
    private static readonly string[] Prompts =
    [
        "a lighthouse on a cliff, heavy rain", "a forest by a lake, golden hour", "a city at night, neon", "mountains under snow, moonlight", "a ship on the sea", "a desert with a castle",
        "a garden of flowers", "a street with old houses, fog",
    ];

    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var rounds = arguments.Number("rounds", 5);
        var count = arguments.Number("pictures", 48);
        var folder = Repository.NewFolder();
        try
        {
            var isThere = FindTool();
            if (!isThere) Console.WriteLine($"{Tool} is missing (Debian's libvips-tools), so there is nothing to compare with.");
            using var workers = new PictureWorkers(new WorkerProgram("dotnet", [Repository.Vitrine, MediaWorker.Verb]), new MediaOptions { Workers = 1 }, TimeProvider.System);
            var pictures = await DrawAsync(workers, count, cancellationToken);
            var files = pictures.Select((picture, index) => Path.Combine(folder, $"{index}.png")).ToArray();
            for (var index = 0; index < count; index++) await File.WriteAllBytesAsync(files[index], pictures[index].ToArray(), cancellationToken);
            Console.WriteLine($"{count} pictures of 1536x1024 (PNG, {pictures.Average(picture => picture.Length) / 1024:0} KiB each), thumbnails of {string.Join(", ", Sizes)} as WebP");
            Console.WriteLine("round   vitrine/s   vipsthumbnail/s   ratio   (pictures a second of processor time)");
            var ratios = new List<double>();
            for (var round = 0; round <= rounds; round++)
            {
                var before = WorkerSeconds();
                foreach (var picture in pictures) await workers.PrepareAsync(picture, cancellationToken);
                var ours = count / (WorkerSeconds() - before);
                var theirs = isThere ? count / await ToolSecondsAsync(files, folder, cancellationToken) : double.NaN;
                // The first warms up.
                if (round == 0) continue;
                ratios.Add(ours / theirs);
                Console.WriteLine($"{round,5}   {ours,9:0.0}   {theirs,15:0.0}   {ratios[^1],5:0.00}");
            }

            Console.WriteLine($"ratio {Rounds.Spread(ratios)}");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<ReadOnlyMemory<byte>>> DrawAsync(PictureWorkers workers, int count, CancellationToken cancellationToken)
    {
        using var sketch = new SketchImageGenerator(workers);
        var pictures = new List<ReadOnlyMemory<byte>>();
        for (var index = 0; index < count; index++)
        {
            var answer = await sketch.GenerateAsync(
                new ImageGenerationRequest(Prompts[index % Prompts.Length]),
                new ImageGenerationOptions { ImageSize = new System.Drawing.Size(1536, 1024), AdditionalProperties = new() { ["seed"] = (long)index } }, cancellationToken);
            pictures.Add(((DataContent)answer.Contents[0]).Data);
        }

        return pictures;
    }

    // One invocation a size for all the pictures, so that its start hardly counts.
    private static async Task<double> ToolSecondsAsync(string[] files, string folder, CancellationToken cancellationToken)
    {
        var before = Seconds(Fields("/proc/self/stat"), EndedChildren);
        foreach (var size in Sizes)
        {
            var start = new ProcessStartInfo(Tool, [.. files, "--size", $"{size}x{size}>", "-o", Path.Combine(folder, $"%s-{size}.webp[Q=80,strip,effort=2]")])
            {
                Environment = { ["VIPS_CONCURRENCY"] = "1" },
            };
            using var tool = Process.Start(start)!;
            await tool.WaitForExitAsync(cancellationToken);
            if (tool.ExitCode != 0) throw new InvalidOperationException($"{Tool} ended with code {tool.ExitCode}.");
        }

        return Seconds(Fields("/proc/self/stat"), EndedChildren) - before;
    }

    /// <summary>Processor time of this program's running children so far, as the kernel counts it.</summary>
    private static double WorkerSeconds()
    {
        var seconds = 0.0;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                var fields = Fields(Path.Combine(process, "stat"));
                if (int.Parse(fields[Parent], CultureInfo.InvariantCulture) == Environment.ProcessId) seconds += Seconds(fields, Own);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended between the two looks.
            }
        }

        return seconds;
    }

    // Behind the name, which may hold anything.
    private static string[] Fields(string path)
    {
        var stat = File.ReadAllText(path);
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }

    // In the program and in the kernel; Linux counts it in hundredths of a second.
    private static double Seconds(string[] fields, int first) =>
        (long.Parse(fields[first], CultureInfo.InvariantCulture) + long.Parse(fields[first + 1], CultureInfo.InvariantCulture)) / 100.0;

    private static bool FindTool()
    {
        if (Exists()) return true;
        // Where this may be done; else it is said to be missing.
        if (!File.Exists("/usr/bin/apt-get") || Environment.UserName != "root") return false;
        using var install = Process.Start(new ProcessStartInfo("apt-get", ["install", "-y", "-q", "--no-install-recommends", "libvips-tools"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        install.StandardOutput.ReadToEnd();
        install.WaitForExit();
        return Exists();

        static bool Exists() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Tool)));
    }
}
