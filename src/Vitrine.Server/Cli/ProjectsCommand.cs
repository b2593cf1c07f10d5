using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine projects</c>: the apps that send facts.</summary>
internal static class ProjectsCommand
{
    private const string Path = "/api/v1/projects";

    public static Command Create(VitrineLaunch launch, DataOption data) => new("projects", "Makes, lists, changes and deletes projects.")
    {
        CreateCreate(launch, data),
        CreateList(launch, data),
        CreateChange(launch, data, "rename", "Changes what people call a project.", "name", "NAME", "vitrine projects rename bot \"The bot\""),
        CreateChange(launch, data, "zone", "Sets the time zone in which a project's days begin, and counts its hours anew where they change.", "time_zone", "ZONE",
            "vitrine projects zone bot Asia/Kolkata"),
        CreateArchive(launch, data, "archive", "Archives a project: it can be read, and takes nothing new.", archived: true),
        CreateArchive(launch, data, "unarchive", "Takes a project out of the archive.", archived: false),
        CreateDelete(launch, data),
    };

    private static Command CreateCreate(VitrineLaunch launch, DataOption data)
    {
        var slug = Slug();
        var name = new Option<string?>("--name") { Description = "What people call it. The slug where absent.", HelpName = "NAME" };
        var zone = new Option<string?>("--zone") { Description = "IANA name of the time zone in which its days begin. Projects:TimeZone where absent.", HelpName = "ZONE" };
        var command = new Command("create", "Makes a project.") { slug, name, zone };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new JsonObject { ["slug"] = parsed.GetRequiredValue(slug) };
            if (parsed.GetValue(name) is { } given) body["name"] = given;
            if (parsed.GetValue(zone) is { } asked) body["time_zone"] = asked;
            return await SendAsync(launch with { DataFolder = parsed.GetRequiredValue(data) }, HttpMethod.Post, Path, body, cancellationToken);
        });
        ExampleHelp.Describe(command, "vitrine projects create bot", "vitrine projects create shop --name \"The shop\" --zone Europe/Berlin");
        return command;
    }

    private static Command CreateList(VitrineLaunch launch, DataOption data)
    {
        var json = new Option<bool>("--json") { Description = "Prints JSON for programs." };
        var command = new Command("list", "Lists the projects.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = DataOption.Existing(parsed.GetRequiredValue(data)) }, cancellationToken);
            var answer = await api.SendAsync(HttpMethod.Get, Path, null, null, cancellationToken);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json)) await output.WriteLineAsync(answer.GetRawText());
            else await PrintAsync(answer.GetProperty("projects"), output);
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine projects list", "vitrine projects list --json | jq -r '.projects[].slug'");
        return command;
    }

    private static Command CreateChange(VitrineLaunch launch, DataOption data, string verb, string description, string member, string helpName, string example)
    {
        var slug = Slug();
        var value = new Argument<string>(member) { HelpName = helpName };
        var command = new Command(verb, description) { slug, value };
        command.SetAction((parsed, cancellationToken) => ChangeAsync(
            launch, parsed.GetRequiredValue(data), parsed.GetRequiredValue(slug), new JsonObject { [member] = parsed.GetRequiredValue(value) }, cancellationToken));
        ExampleHelp.Describe(command, example);
        return command;
    }

    private static Command CreateArchive(VitrineLaunch launch, DataOption data, string verb, string description, bool archived)
    {
        var slug = Slug();
        var command = new Command(verb, description) { slug };
        command.SetAction((parsed, cancellationToken) => ChangeAsync(
            launch, parsed.GetRequiredValue(data), parsed.GetRequiredValue(slug), new JsonObject { ["archived"] = archived }, cancellationToken));
        ExampleHelp.Describe(command, $"vitrine projects {verb} bot");
        return command;
    }

    private static Command CreateDelete(VitrineLaunch launch, DataOption data)
    {
        var slug = Slug();
        var yes = new Option<bool>("--yes") { Description = "Does not ask for the slug first." };
        var command = new Command("delete", "Removes a project with all its facts, keys and roles, for ever.") { slug, yes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var project = parsed.GetRequiredValue(slug);
            var folder = DataOption.Existing(parsed.GetRequiredValue(data));
            var input = Console.IsInputRedirected ? null : Console.In;
            if (!parsed.GetValue(yes) && !ResetCommand.Confirms(project, input, parsed.InvocationConfiguration.Output)) throw new StartException("Nothing was removed.");
            return await SendAsync(
                launch with { DataFolder = folder }, HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(project)}", new JsonObject { ["slug"] = project }, cancellationToken);
        });
        ExampleHelp.Describe(command, "vitrine projects delete bot", "vitrine projects delete bot --yes");
        return command;
    }

    private static Task<int> ChangeAsync(VitrineLaunch launch, string folder, string slug, JsonObject change, CancellationToken cancellationToken) =>
        SendAsync(launch with { DataFolder = DataOption.Existing(folder) }, HttpMethod.Patch, $"{Path}/{Uri.EscapeDataString(slug)}", change, cancellationToken);

    private static async Task<int> SendAsync(VitrineLaunch launch, HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        await using var api = await LocalApi.OpenAsync(launch, cancellationToken);
        await api.SendAsync(method, path, null, body, cancellationToken);
        return ExitCodes.Success;
    }

    private static Argument<string> Slug() => new("slug") { Description = "The project, as addresses name it.", HelpName = "SLUG" };

    private static Task PrintAsync(JsonElement projects, TextWriter output) => PlainTable.WriteAsync(
        output, ["SLUG", "NAME", "TIME ZONE", "CREATED", "ARCHIVED"],
        projects.EnumerateArray().Select(project => (string[])
        [
            project.GetProperty("slug").GetString()!, project.GetProperty("name").GetString()!, project.GetProperty("time_zone").GetString()!,
            project.GetProperty("created_at").GetString()!, project.TryGetProperty("archived_at", out var since) ? since.GetString()! : "–",
        ]));
}
