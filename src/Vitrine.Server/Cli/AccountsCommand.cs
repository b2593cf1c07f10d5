using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Core.Control;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine accounts</c>: people who sign in.</summary>
internal sealed class AccountsCommand
{
    private const string Path = "/api/v1/accounts";

    private readonly VitrineLaunch launch;
    private readonly DataOption data;

    private AccountsCommand(VitrineLaunch launch, DataOption data)
    {
        this.launch = launch;
        this.data = data;
    }

    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var verbs = new AccountsCommand(launch, data);
        return new Command("accounts", "Makes, lists and changes the accounts of people who sign in.")
        {
            verbs.CreateCreate(), verbs.CreateList(), verbs.CreatePassword(), verbs.CreateRole(),
            verbs.CreateChange("disable", "Signs an account out everywhere and lets it in no more.", new JsonObject { ["is_disabled"] = true }),
            verbs.CreateChange("enable", "Lets a disabled account sign in again.", new JsonObject { ["is_disabled"] = false }),
            verbs.CreateDelete(),
        };
    }

    private Command CreateCreate()
    {
        var name = Name();
        var email = new Option<string?>("--email") { Description = "For people; Vitrine sends nothing there.", HelpName = "ADDRESS" };
        var role = RoleWord(new Option<string?>("--role") { Description = "viewer, editor or admin; none where absent.", HelpName = "ROLE" });
        var project = new ProjectOption { Description = "Where the role counts; '*' for all projects." };
        var password = new PasswordSource();
        var command = new Command("create", "Makes an account. A password that is made up is printed, alone, this once.") { name, email, role, project };
        password.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (text, isMadeUp) = await password.ReadAsync(parsed, cancellationToken);
            var body = new JsonObject { ["username"] = parsed.GetRequiredValue(name), ["email"] = parsed.GetValue(email), ["password"] = text };
            if (parsed.GetValue(role) is { } given) body["roles"] = new JsonArray(new JsonObject { ["project"] = parsed.GetRequiredValue(project), ["role"] = given });
            await SendAsync(parsed, HttpMethod.Post, Path, body, cancellationToken);
            if (isMadeUp) await parsed.InvocationConfiguration.Output.WriteLineAsync(text);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command,
            "vitrine accounts create anna --email anna@example.org --role viewer --project shop",
            "vitrine accounts create bert --role admin --project '*'",
            "pass show vitrine/anna | vitrine accounts create anna --password-stdin");
        return command;
    }

    private Command CreateList()
    {
        var json = new Option<bool>("--json") { Description = "Prints JSON for programs." };
        var command = new Command("list", "Lists accounts by name.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var answer = await SendAsync(parsed, HttpMethod.Get, Path, null, cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(answer.GetRawText());
            else AccountsTable.Print(answer, output);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine accounts list", "vitrine accounts list --json | jq -r '.accounts[].username'");
        return command;
    }

    private Command CreatePassword()
    {
        var name = Name();
        var password = new PasswordSource();
        var command = new Command("password", "Gives an account another password, and signs it out everywhere.") { name };
        password.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (text, isMadeUp) = await password.ReadAsync(parsed, cancellationToken);
            await SendAsync(parsed, HttpMethod.Patch, Of(parsed.GetRequiredValue(name)), new JsonObject { ["password"] = text }, cancellationToken);
            if (isMadeUp) await parsed.InvocationConfiguration.Output.WriteLineAsync(text);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine accounts password admin", "vitrine accounts password anna --generate");
        return command;
    }

    private Command CreateRole()
    {
        var name = Name();
        var role = new Argument<string>("ROLE") { Description = "viewer, editor or admin; none takes it away." };
        role.AcceptOnlyFromAmong("viewer", "editor", "admin", "none");
        var project = new ProjectOption { Description = "Where the role counts; '*' for all projects." };
        var command = new Command("role", "Gives an account a role, or takes it away.") { name, role, project };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = $"{Of(parsed.GetRequiredValue(name))}/roles/{Uri.EscapeDataString(parsed.GetRequiredValue(project))}";
            var given = parsed.GetRequiredValue(role);
            if (given == "none") await SendAsync(parsed, HttpMethod.Delete, path, null, cancellationToken);
            else await SendAsync(parsed, HttpMethod.Put, path, new JsonObject { ["role"] = given }, cancellationToken);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine accounts role anna editor --project shop", "vitrine accounts role anna none --project '*'");
        return command;
    }

    private Command CreateChange(string verb, string description, JsonObject change)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await SendAsync(parsed, HttpMethod.Patch, Of(parsed.GetRequiredValue(name)), change, cancellationToken);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, $"vitrine accounts {verb} anna");
        return command;
    }

    private Command CreateDelete()
    {
        var name = Name();
        var command = new Command("delete", "Deletes an account with its roles. What it did stays in the audit log.") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await SendAsync(parsed, HttpMethod.Delete, Of(parsed.GetRequiredValue(name)), null, cancellationToken);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine accounts delete anna");
        return command;
    }

    private async Task<JsonElement> SendAsync(ParseResult parsed, HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        await using var api = await LocalApi.OpenAsync(launch with { DataFolder = parsed.GetRequiredValue(data) }, cancellationToken);
        return await api.SendAsync(method, path, null, body, cancellationToken);
    }

    private static string Of(string account) => $"{Path}/{Uri.EscapeDataString(account)}";

    private static Argument<string> Name() => new("NAME") { Description = "What is typed to sign in." };

    private static Option<string?> RoleWord(Option<string?> option)
    {
        option.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(role => role.WireName())]);
        return option;
    }
}
