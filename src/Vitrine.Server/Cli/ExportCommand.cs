using System.CommandLine;
using Vitrine.Server.Exports;
using Vitrine.Server.Local;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine export</c>: a list into a file, beside a running server or without one.</summary>
internal sealed class ExportCommand
{
    private const string StandardOutput = "-";
    private const string Archive = "zip";

    private static readonly string[] Lists = ["images", "messages", "activities", "api-calls", "commands", "conversations", "users"];

    private readonly Argument<string> list = new("LIST") { Description = string.Join(", ", Lists) + "." };
    private readonly Option<string?> format = new("--format") { Description = "csv, json or ndjson, or zip: the pictures of images; default: by FILE's extension, else csv.", HelpName = "FORMAT" };
    private readonly Option<string> output = new("--out") { Description = "Where it goes; - is standard output.", HelpName = "FILE", DefaultValueFactory = _ => StandardOutput };
    private readonly Option<string?> from = new("--from") { Description = "Only from this time on: an ISO date or date-time, or Unix seconds.", HelpName = "TIME" };
    private readonly Option<string?> to = new("--to") { Description = "Only before this time.", HelpName = "TIME" };
    private readonly Option<string[]> filter = new("--filter") { Description = "A parameter of the list, as style=noir or q=castle. May be repeated.", HelpName = "NAME=VALUE" };
    private readonly Option<bool> resume = new("--resume") { Description = "Goes on with FILE.part of an export that was interrupted." };
    private readonly ProjectOption project = new();
    private readonly VitrineLaunch launch;
    private readonly DataOption data;

    private ExportCommand(VitrineLaunch launch, DataOption data)
    {
        this.launch = launch;
        this.data = data;
    }

    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var export = new ExportCommand(launch, data);
        var command = new Command("export", "Writes a whole list into FILE.part, which becomes FILE when it is complete.")
        {
            export.list, export.format, export.output, export.from, export.to, export.filter, export.resume, export.project,
        };
        export.list.AcceptOnlyFromAmong(Lists);
        export.format.AcceptOnlyFromAmong([.. ExportFormat.All.Select(known => known.Name), Archive]);
        export.filter.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=') <= 0)) result.AddError($"--filter wants NAME=VALUE, not \"{token.Value}\".");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(export.resume) && result.GetValue(export.output) is null or StandardOutput) result.AddError("--resume needs the file of --out.");
            // Their words: a value that is none of the choices has an error of its own.
            var (form, file, list) = (result.GetResult(export.format)?.Tokens, result.GetResult(export.output)?.Tokens, result.GetResult(export.list)?.Tokens);
            if (IsArchive(form is [var named, ..] ? named.Value : null, file is [var path, ..] ? path.Value : null) && list is [{ Value: not "images" }, ..])
                result.AddError("Only images have pictures for a zip.");
        });
        command.SetAction(export.RunAsync);
        ExampleHelp.Describe(command,
            "vitrine export images --out images.csv --from 2026-11-01",
            "vitrine export images --out images.csv --from 2026-11-01 --resume",
            "vitrine export images --out pictures.zip --filter style=noir",
            "vitrine export messages --format ndjson --filter role=assistant --filter q=castle | jq .text",
            "vitrine export users --project shop --out users.json");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals(cancellationToken);
        var configuration = parsed.InvocationConfiguration;
        var folder = DataOption.Existing(parsed.GetRequiredValue(data));
        var file = parsed.GetRequiredValue(output);
        var form = ExportFormat.Find(parsed.GetValue(format) ?? Path.GetExtension(file).TrimStart('.')) ?? ExportFormat.Csv;
        await using var connection = await LocalConnection.OpenAsync(launch with { DataFolder = folder }, stop.Token);
        var isArchive = IsArchive(parsed.GetValue(format), file);
        var source = new ExportDownload(connection.Http, $"/api/v1/export/{parsed.GetRequiredValue(list)}.{(isArchive ? Archive : form.Name)}{Query(parsed)}");
        try
        {
            if (file == StandardOutput) await WriteAsync(source, configuration.Output, stop.Token);
            else if (isArchive) await new ArchiveFile(file, launch.Clock, configuration.Error).FillAsync(source, parsed.GetValue(resume), stop.Token);
            else await new ExportFile(file, form, launch.Clock, configuration.Error).FillAsync(source, parsed.GetValue(resume), stop.Token);
            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            if (file != StandardOutput) await configuration.Error.WriteLineAsync("Stopped. The same command with --resume goes on from here.");
            return ExitCodes.Interrupted;
        }
    }

    private static bool IsArchive(string? format, string? file) => (format ?? Path.GetExtension(file)?.TrimStart('.')) == Archive;

    private static async Task WriteAsync(ExportDownload source, TextWriter output, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(output, Console.Out))
        {
            // Bytes as they come: the console's own encoding is none of the file's.
            await using var standard = Console.OpenStandardOutput();
            await source.CopyAsync(null, standard, cancellationToken);
            return;
        }
        using var buffer = new MemoryStream();
        await source.CopyAsync(null, buffer, cancellationToken);
        await output.WriteAsync(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private string Query(ParseResult parsed)
    {
        var pairs = new List<KeyValuePair<string, string?>> { new("project", parsed.GetRequiredValue(project)) };
        if (parsed.GetValue(from) is { } start) pairs.Add(new("from", start));
        if (parsed.GetValue(to) is { } end) pairs.Add(new("to", end));
        foreach (var pair in parsed.GetValue(filter) ?? []) pairs.Add(new(pair[..pair.IndexOf('=')], pair[(pair.IndexOf('=') + 1)..]));
        return QueryString.Create(pairs).Value!;
    }
}
