using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Vitrine.Server.Local;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine stats</c>: the summary of a project.</summary>
internal static class StatsCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var project = new Option<string>("--project") { Description = "The project.", HelpName = "SLUG", DefaultValueFactory = _ => "default" };
        var json = new Option<bool>("--json") { Description = "Prints JSON for programs." };
        var command = new Command("stats", "Prints the summary of a project.") { project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = ExistingFolder(parsed.GetRequiredValue(data));
            await using var connection = await LocalConnection.OpenAsync(launch with { DataFolder = folder }, cancellationToken);
            var path = $"/api/v1/analytics/summary?project={Uri.EscapeDataString(parsed.GetRequiredValue(project))}";
            using var response = await connection.Http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw new StartException(Sentence(response, body));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(body);
            else Print(body, output);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine stats", "vitrine stats --project default --json | jq .total_images");
        return command;
    }

    /// <exception cref="StartException">There is no such folder, and looking must not make one.</exception>
    public static string ExistingFolder(string folder) =>
        Directory.Exists(folder) ? folder : throw new StartException($"There is no data folder {Path.GetFullPath(folder)}. Say with --data where it is.");

    private static string Sentence(HttpResponseMessage response, string body)
    {
        using var problem = response.Content.Headers.ContentType?.MediaType == Http.Problem.ContentType ? JsonDocument.Parse(body) : null;
        if (problem is null) return $"The server answered {(int)response.StatusCode}.";
        return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString()! : problem.RootElement.GetProperty("title").GetString()!;
    }

    private static void Print(string body, TextWriter output)
    {
        using var summary = JsonDocument.Parse(body);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        foreach (var member in summary.RootElement.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null))
            table.AddRow(member.Name.Replace('_', ' '), Format(member.Name, member.Value));
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }

    private static string Format(string name, JsonElement value) => value.ValueKind == JsonValueKind.Null ? "–"
        : name.StartsWith("avg_", StringComparison.Ordinal) ? $"{value.GetDouble():0.000} s"
        : name.EndsWith("_cost", StringComparison.Ordinal) ? $"$ {value.GetDecimal():N2}"
        : $"{value.GetDouble():N0}";
}
