using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine stats</c>: the summary of a project.</summary>
internal static class StatsCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var project = new ProjectOption();
        var json = new Option<bool>("--json") { Description = "Prints JSON for programs." };
        var command = new Command("stats", "Prints the summary of a project.") { project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = DataOption.Existing(parsed.GetRequiredValue(data));
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = folder }, cancellationToken);
            var body = await api.SendAsync(HttpMethod.Get, "/api/v1/analytics/summary", parsed.GetRequiredValue(project), null, cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(body.GetRawText());
            else Print(body, output);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine stats", "vitrine stats --project default --json | jq .total_images");
        return command;
    }

    private static void Print(JsonElement summary, TextWriter output)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        foreach (var member in summary.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null))
            table.AddRow(member.Name.Replace('_', ' '), Format(member.Name, member.Value));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }

    private static string Format(string name, JsonElement value) => value.ValueKind == JsonValueKind.Null ? "–"
        : name.StartsWith("avg_", StringComparison.Ordinal) ? $"{value.GetDouble():0.000} s"
        : name.EndsWith("_cost", StringComparison.Ordinal) ? $"$ {value.GetDecimal():N2}"
        : $"{value.GetDouble():N0}";
}
