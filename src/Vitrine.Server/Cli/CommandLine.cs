using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Vitrine.Server.Cli;

/// <summary>The verbs of <c>vitrine</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs a verb.</summary>
    /// <param name="arguments">As the process got them.</param>
    /// <param name="launch">What a server is started with; options of the command line win.</param>
    /// <param name="configuration">Where output goes; null for the console.</param>
    /// <returns>The exit code; <c>docs/reference/command-line.md</c> lists them.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, VitrineLaunch launch, InvocationConfiguration? configuration = null, CancellationToken cancellationToken = default)
    {
        configuration ??= new InvocationConfiguration();
        // The server and the verbs listen for signals themselves: each knows what must be finished first.
        configuration.ProcessTerminationTimeout = null;
        configuration.EnableDefaultExceptionHandler = false;
        var parsed = Create(launch).Parse(arguments);
        var code = await Guarded(() => parsed.InvokeAsync(configuration, cancellationToken), configuration.Error);
        return parsed.Action is ParseErrorAction ? ExitCodes.Usage : code;
    }

    private static RootCommand Create(VitrineLaunch launch)
    {
        var data = new DataOption(launch);
        var root = new RootCommand("Vitrine: self-hosted analytics for generative-AI applications. Without a verb it serves.") { data };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        ServeCommand.Define(root, launch, data);
        root.Add(ServeCommand.Create(launch, data));
        root.Add(ImportCommand.Create(launch, data));
        root.Add(ExportCommand.Create(launch, data));
        root.Add(DemoCommand.Create(launch, data));
        root.Add(StatsCommand.Create(launch, data));
        root.Add(AccountsCommand.Create(launch, data));
        root.Add(KeysCommand.Create(launch, data));
        root.Add(ResetCommand.Create(launch, data));
        root.Add(BackupCommand.Create(launch, data));
        root.Add(RestoreCommand.Create(launch, data));
        root.Add(ProjectsCommand.Create(launch, data));
        root.Add(DoctorCommand.Create(launch, data));
        return root;
    }

    /// <summary>What a person can mend is a line on standard error, not a stack trace.</summary>
    private static async Task<int> Guarded(Func<Task<int>> run, TextWriter errors)
    {
        try
        {
            return await run();
        }
        catch (Exception error) when (error is StartException or Import.ImportFailedException or Import.ImportFormatException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(error.Message);
            return ExitCodes.Failure;
        }
    }
}
