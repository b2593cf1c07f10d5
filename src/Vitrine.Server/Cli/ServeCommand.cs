using System.CommandLine;

namespace Vitrine.Server.Cli;

/// <summary><c>vitrine serve</c>, and <c>vitrine</c> alone.</summary>
internal static class ServeCommand
{
    public static Command Create(VitrineLaunch launch, DataOption data)
    {
        var command = new Command("serve", "Serves the HTTP API until it is stopped.");
        Define(command, launch, data);
        return command;
    }

    public static void Define(Command command, VitrineLaunch launch, DataOption data)
    {
        var urls = UrlsOption(launch);
        command.Add(urls);
        command.SetAction((parsed, cancellationToken) => VitrineServer.RunAsync(launch with
        {
            DataFolder = parsed.GetRequiredValue(data),
            Urls = parsed.GetRequiredValue(urls),
        }, cancellationToken: cancellationToken));
        ExampleHelp.Describe(command,
            "vitrine serve",
            "vitrine serve --data /var/lib/vitrine --urls http://0.0.0.0:8002",
            "VITRINE_DATA=/var/lib/vitrine Vitrine__Storage__Readers=8 vitrine");
    }

    public static Option<string> UrlsOption(VitrineLaunch launch) => new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons (VITRINE_URLS).",
        HelpName = "URLS",
        DefaultValueFactory = _ => launch.Urls,
    };
}
