using System.CommandLine;
using System.Text.Json.Nodes;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine reset</c>: removes all facts of a project, beside a running server or without one.</summary>
internal static class ResetCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        // No default here: what is removed is named.
        var project = new Option<string>("--project") { Description = "The project.", HelpName = "SLUG", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Does not ask for the slug first." };
        var command = new Command("reset", "Removes all facts of a project, its users, conversations and personas. Keys, views, datasets and settings stay.") { project, yes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var slug = parsed.GetRequiredValue(project);
            var folder = DataOption.Existing(parsed.GetRequiredValue(data));
            var output = parsed.InvocationConfiguration.Output;
            if (!parsed.GetValue(yes) && !Confirms(slug, Console.IsInputRedirected ? null : Console.In, output)) throw new StartException("Nothing was removed.");
            await using var api = await LocalApi.OpenAsync(launch with { DataFolder = folder }, cancellationToken);
            var answer = await api.SendAsync(HttpMethod.Post, "/internal/reset", slug, new JsonObject { ["project"] = slug }, cancellationToken);
            var removed = answer.GetProperty("removed").EnumerateObject().Where(kind => kind.Value.GetInt64() > 0)
                .Select(kind => $"{kind.Value.GetInt64():N0} {kind.Name}").ToList();
            await output.WriteLineAsync($"{slug}: {(removed.Count == 0 ? "there was nothing to remove" : "removed " + string.Join(", ", removed))}");
            return ExitCodes.Success;
        });
        ExampleHelp.Describe(command, "vitrine reset --project default", "vitrine reset --project staging --yes");
        return command;
    }

    /// <param name="input">Null where nobody can be asked.</param>
    internal static bool Confirms(string slug, TextReader? input, TextWriter output)
    {
        if (input is null) throw new StartException("Say --yes to remove all facts without being asked.");
        output.Write($"This removes all facts of '{slug}' and cannot be undone. Type its slug to go on: ");
        return input.ReadLine()?.Trim() == slug;
    }
}
