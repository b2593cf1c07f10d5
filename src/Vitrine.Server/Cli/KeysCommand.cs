using System.CommandLine;
using System.Text.Json.Nodes;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine keys</c>: a project's secrets for programs.</summary>
internal static class KeysCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data) =>
        new("keys", "Makes, lists and revokes API keys.") { CreateCreate(launch, data) };

    private static Command CreateCreate(VitrineLaunch launch, DataOption data)
    {
        var kind = new Option<string>("--kind") { Description = "ingest, app or server.", HelpName = "KIND", Required = true };
        kind.AcceptOnlyFromAmong("ingest", "app", "server");
        var name = new Option<string>("--name") { Description = "What it is for.", HelpName = "NAME", Required = true };
        var project = new ProjectOption();
        var command = new Command("create", "Makes a key and prints it, alone, this once.") { kind, name, project };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = parsed.GetRequiredValue(data) }, cancellationToken);
            var body = new JsonObject { ["kind"] = parsed.GetRequiredValue(kind), ["name"] = parsed.GetRequiredValue(name) };
            var made = await api.SendAsync(HttpMethod.Post, "/api/v1/keys", parsed.GetRequiredValue(project), body, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(made.GetProperty("key").GetString());
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine keys create --kind server --name app", "KEY=$(vitrine keys create --kind ingest --name bot --project bot)");
        return command;
    }
}
