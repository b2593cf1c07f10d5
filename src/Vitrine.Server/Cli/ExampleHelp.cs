using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Vitrine.Server.Cli;

/// <summary>The help of a verb, and below it how it is really typed.</summary>
internal sealed class ExampleHelp(HelpAction inner) : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    public static void Describe(Command command, params string[] examples) => Examples.Add(command, examples);

    public override int Invoke(ParseResult parseResult)
    {
        var result = inner.Invoke(parseResult);
        if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var examples)) return result;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine("  " + example);
        output.WriteLine();
        return result;
    }
}
