using System.CommandLine;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Server.Demo;
using Vitrine.Server.Import;
using Vitrine.Server.Local;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine demo</c>: a living system within a minute.</summary>
internal static class DemoCommand
{
    private const int Seed = 20_260;
    private const string Folder = "./demo-data";

    // A folder without it is somebody's data and is never emptied.
    private const string Marker = "demo-folder";

    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var keep = new Option<bool>("--keep") { Description = "Goes on with the folder of the last demo instead of making it anew." };
        var urls = ServeCommand.UrlsOption(launch);
        var command = new Command("demo", $"Serves {Folder}, or --data where it is given, filled anew with {DemoCalendar.Days} believable days.") { keep, urls };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Path.GetFullPath(parsed.GetResult(data) is { Implicit: false } ? parsed.GetRequiredValue(data) : Folder);
            var isNew = !parsed.GetValue(keep) || !Directory.Exists(folder);
            if (isNew) Empty(folder);
            var output = parsed.InvocationConfiguration.Output;
            return await VitrineServer.RunAsync(
                launch with { DataFolder = folder, Urls = parsed.GetRequiredValue(urls) },
                async (app, stopping) =>
                {
                    if (isNew) await FillAsync(app, launch.Clock, output, stopping);
                    await output.WriteLineAsync($"Vitrine's demo is at {string.Join(", ", app.Urls.Where(url => !LocalListener.IsLocalUrl(url)))}");
                    await output.WriteLineAsync($"For a key to it: {Vitrine} keys create --kind server --name demo --data {Quoted(folder)}");
                    await output.WriteLineAsync("Ctrl-C ends it.");
                },
                cancellationToken);
        });
        ExampleHelp.Describe(command, "vitrine demo", "vitrine demo --keep --urls http://127.0.0.1:9000");
        return command;
    }

    // As it was typed: ./run says so.
    private static string Vitrine => Environment.GetEnvironmentVariable("VITRINE_COMMAND") is { Length: > 0 } command ? command : "vitrine";

    private static string Quoted(string path) => path.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-".Contains(letter)) ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static async Task FillAsync(WebApplication app, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        using var http = LocalConnection.To(app);
        var days = new DemoDays(Seed, clock.GetUtcNow());
        using var source = new DemoImport(days);
        using var refused = new RefusedFile(Path.Combine(app.Services.GetRequiredService<DataFolder>().Path, "demo.refused.ndjson"), append: false);
        var run = new ImportRun(source, new HttpImportTarget(http, Project.DefaultSlug, clock), refused, "demo");
        await output.WriteLineAsync($"Filling in {DemoCalendar.Days} days…");
        var end = await run.RunAsync(new ImportProgress { File = "demo", Size = 0, ModifiedTicks = 0, StartedAt = 0 }, cancellationToken);
        if (end.Refused > 0) throw new ImportFailedException($"The demo's own facts were refused; see {refused.Path}.");
        await output.WriteLineAsync($"{end.Stored:N0} facts in {clock.GetElapsedTime(started).TotalSeconds:0.0} s.");

        started = clock.GetTimestamp();
        var services = app.Services;
        var studio = new DemoStudio(
            services.GetRequiredService<IPictureReader>(), services.GetRequiredService<PictureKeeper>(),
            await services.GetRequiredService<IProjectStores>().GetAsync(Project.DefaultSlug, cancellationToken), Project.DefaultSlug);
        var pictures = await studio.FillAsync(days.Gallery.Images, FactTime.Now(clock), cancellationToken);
        await output.WriteLineAsync($"{pictures:N0} pictures drawn in {clock.GetElapsedTime(started).TotalSeconds:0.0} s; their thumbnails follow.");
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(Path.Combine(folder, Marker)))
                throw new StartException($"{folder} is not empty and no demo made it, so it stays as it is. Choose another folder with --data.");
            // Takes the lock first: a demo that is still running keeps its folder.
            DataFolder.Own(folder).Dispose();
            Directory.Delete(folder, recursive: true);
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "");
    }
}

/// <summary>The days of the demo as a file that is imported.</summary>
internal sealed class DemoImport(DemoDays days) : IImportSource
{
    public double Fraction => 0;

    public IReadOnlyList<string> Notes => [];

    public IEnumerable<ImportRow> Read() => days.Facts().Select((fact, index) => new ImportRow(index + 1, "", index + 1, fact));

    public void Dispose()
    {
    }
}
