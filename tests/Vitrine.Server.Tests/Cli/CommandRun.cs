using System.CommandLine;
using Vitrine.Server.Cli;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Cli;

/// <summary>What a verb said, and how it ended.</summary>
internal sealed record CommandRun(int Code, string Output, string Errors)
{
    public static async Task<CommandRun> OfAsync(string folder, params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await CommandLine.RunAsync(
            arguments, RunningServer.Launch(folder), new InvocationConfiguration { Output = output, Error = errors }, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), errors.ToString());
    }
}
