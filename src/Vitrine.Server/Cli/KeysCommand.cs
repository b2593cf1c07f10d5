using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine keys</c>: a project's secrets for programs.</summary>
internal static class KeysCommand
{
    private const string Path = "/api/v1/keys";

    public static Command Create(VitrineLaunch launch, DataOption data) =>
        new("keys", "Makes, lists and revokes API keys.") { CreateCreate(launch, data), CreateList(launch, data), CreateRevoke(launch, data) };

    private static Command CreateCreate(VitrineLaunch launch, DataOption data)
    {
        var kind = new Option<string>("--kind") { Description = "ingest, app or server.", HelpName = "KIND", Required = true };
        kind.AcceptOnlyFromAmong("ingest", "app", "server");
        var name = new Option<string>("--name") { Description = "What it is for.", HelpName = "NAME", Required = true };
        var expires = new Option<string?>("--expires") { Description = "When it ends: a date or time (UTC where it names no zone), or so many days as in 90d. Never where absent.", HelpName = "TIME" };
        var perMinute = new Option<int?>("--requests-per-minute") { Description = "What it may send. No limit where absent.", HelpName = "COUNT" };
        var project = new ProjectOption();
        var command = new Command("create", "Makes a key and prints it, alone, this once.") { kind, name, expires, perMinute, project };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new JsonObject { ["kind"] = parsed.GetRequiredValue(kind), ["name"] = parsed.GetRequiredValue(name) };
            if (parsed.GetValue(expires) is { } end) body["expires_at"] = EndOf(end, launch.Clock);
            if (parsed.GetValue(perMinute) is { } count) body["requests_per_minute"] = count;
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = parsed.GetRequiredValue(data) }, cancellationToken);
            var made = await api.SendAsync(HttpMethod.Post, Path, parsed.GetRequiredValue(project), body, cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(made.GetProperty("key").GetString());
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(
            command, "vitrine keys create --kind server --name app", "KEY=$(vitrine keys create --kind ingest --name bot --project bot)",
            "vitrine keys create --kind app --name site --expires 90d --requests-per-minute 600");
        return command;
    }

    private static Command CreateList(VitrineLaunch launch, DataOption data)
    {
        var project = new ProjectOption();
        var json = new Option<bool>("--json") { Description = "Prints JSON for programs." };
        var command = new Command("list", "Lists the keys of a project, never their secrets.") { project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = DataOption.Existing(parsed.GetRequiredValue(data)) }, cancellationToken);
            var answer = await api.SendAsync(HttpMethod.Get, Path, parsed.GetRequiredValue(project), null, cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(answer.GetRawText());
            else await PrintAsync(answer.GetProperty("keys"), output);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine keys list", "vitrine keys list --project bot --json | jq '.keys[].name'");
        return command;
    }

    private static Command CreateRevoke(VitrineLaunch launch, DataOption data)
    {
        var id = new Argument<string>("id") { Description = "The key's id, as the list shows it.", HelpName = "ID" };
        var project = new ProjectOption();
        var command = new Command("revoke", "Revokes a key: from then on it opens nothing.") { id, project };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = DataOption.Existing(parsed.GetRequiredValue(data)) }, cancellationToken);
            var path = $"{Path}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}";
            await api.SendAsync(HttpMethod.Delete, path, parsed.GetRequiredValue(project), null, cancellationToken);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine keys revoke 5f0c4d1e7a92", "vitrine keys revoke 5f0c4d1e7a92 --project bot");
        return command;
    }

    private static string EndOf(string text, TimeProvider clock) =>
        text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= 36_600
            ? FactTime.ToWire(FactTime.Now(clock) + (days * FactTime.MicrosecondsPerDay))
            : text;

    private static Task PrintAsync(JsonElement keys, TextWriter output) => PlainTable.WriteAsync(
        output, ["ID", "KIND", "NAME", "KEY", "CREATED", "BY", "LAST USED", "PER MINUTE", "ENDS"],
        keys.EnumerateArray().Select(key => (string[])
        [
            Text(key, "id"), Text(key, "kind"), Text(key, "name"), $"{Text(key, "prefix")}_…{Text(key, "last_four")}", Text(key, "created_at"), Text(key, "created_by"),
            Text(key, "last_used_at"), Text(key, "requests_per_minute"), key.TryGetProperty("revoked_at", out var revoked) ? $"revoked {revoked}" : Text(key, "expires_at"),
        ]));

    private static string Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) ? value.ToString() : "–";
}
