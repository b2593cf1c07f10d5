using System.CommandLine;
using Vitrine.Core.Facts;
using Vitrine.Server.Import;
using Vitrine.Server.Local;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine import</c>: files into a project, beside a running server or without one.</summary>
internal sealed class ImportCommand
{
    private readonly Argument<FileInfo[]> files = new Argument<FileInfo[]>("FILE")
    {
        Description = "NDJSON, CSV or TSV (each with .gz), or the SQLite file of a chat platform or a Discord bot.",
        Arity = ArgumentArity.OneOrMore,
    }.AcceptExistingOnly();

    private readonly Option<string?> kind = new("--kind")
    {
        Description = "What rows are that do not say it: " + string.Join(", ", FactSchema.All.Select(schema => schema.Kind.WireName())) + ".",
        HelpName = "KIND",
    };

    private readonly Option<string[]> map = new("--map") { Description = "A column of a CSV file and the field that it is. May be repeated.", HelpName = "COLUMN=FIELD" };
    private readonly Option<string[]> meta = new("--meta") { Description = "A column that becomes a member of meta. May be repeated.", HelpName = "COLUMN" };
    private readonly Option<string?> delimiter = new("--delimiter") { Description = "What parts the cells; default: by extension, comma or tab. \\t is a tab.", HelpName = "CHARACTER" };
    private readonly Option<string> project = new("--project") { Description = "The project that gets the facts.", HelpName = "SLUG", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> refused = new("--refused") { Description = "Where rows go that are not taken; default: FILE.refused.ndjson.", HelpName = "FILE" };
    private readonly VitrineLaunch launch;
    private readonly DataOption data;

    private ImportCommand(VitrineLaunch launch, DataOption data)
    {
        this.launch = launch;
        this.data = data;
    }

    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var import = new ImportCommand(launch, data);
        var command = new Command("import", "Imports files. Run again after an interruption, it goes on where it stopped; nothing is ever doubled.")
        {
            import.files, import.kind, import.map, import.meta, import.delimiter, import.project, import.refused,
        };
        import.kind.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } name && !FactKinds.TryParse(name, out _)) result.AddError($"\"{name}\" is not a kind of fact.");
        });
        import.map.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.LastIndexOf('=') <= 0)) result.AddError($"--map wants COLUMN=FIELD, not \"{token.Value}\".");
        });
        import.delimiter.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Delimiter(text) is null) result.AddError($"--delimiter wants one ASCII character, not \"{text}\".");
        });
        command.SetAction(import.RunAsync);
        ExampleHelp.Describe(command,
            "vitrine import facts.ndjson.gz",
            "vitrine import prompts.tsv --kind image --map Prompt=prompt --map Category=style",
            "vitrine import calls.csv --kind api_call --delimiter ';' --meta region",
            "vitrine import analytics.db --project default");
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals(cancellationToken);
        var configuration = parsed.InvocationConfiguration;
        var folder = DataFolder.At(parsed.GetRequiredValue(data));
        var columns = (parsed.GetValue(map) ?? []).Select(pair => (Column: pair[..pair.LastIndexOf('=')], Field: pair[(pair.LastIndexOf('=') + 1)..])).ToList();
        var options = ImportOptions.Plain(0, parsed.GetValue(kind) is { } name && FactKinds.TryParse(name, out var parsedKind) ? parsedKind : null) with
        {
            Columns = columns.DistinctBy(pair => pair.Column).ToDictionary(pair => pair.Column, pair => pair.Field, StringComparer.Ordinal),
            MetaColumns = (parsed.GetValue(meta) ?? []).ToHashSet(StringComparer.Ordinal),
            Delimiter = parsed.GetValue(delimiter) is { } text ? Delimiter(text) : null,
        };
        var slug = parsed.GetRequiredValue(project);
        await using var connection = await LocalConnection.OpenAsync(launch with { DataFolder = folder.Path }, stop.Token);
        var import = new ImportFiles(
            new HttpImportTarget(connection.Http, slug, launch.Clock),
            new ImportMemory(Path.Combine(folder.Path, "imports"), launch.Clock),
            options, $"{slug} {options.Kind} {string.Join(' ', columns)} {string.Join(' ', options.MetaColumns)} {options.Delimiter}",
            configuration.Output, configuration.Error, launch.Clock);
        try
        {
            var anyRefused = false;
            foreach (var file in parsed.GetRequiredValue(files))
                anyRefused |= await import.ImportAsync(file.FullName, parsed.GetValue(refused), stop.Token);
            return anyRefused ? ExitCodes.SomeRefused : ExitCodes.Success;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            await configuration.Error.WriteLineAsync("Stopped. The same command goes on from here.");
            return ExitCodes.Interrupted;
        }
    }

    private static char? Delimiter(string text) => text switch
    {
        "\\t" or "tab" => '\t',
        [var single] when char.IsAscii(single) && single is not ('"' or '\r' or '\n') => single,
        _ => null,
    };
}
