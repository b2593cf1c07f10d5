using System.CommandLine;
using System.Text;
using Vitrine.Server.Accounts;

namespace Vitrine.Server.Cli;

/// <summary>Where a verb gets a password from. Never from the command line itself, which everybody on the machine can read.</summary>
internal sealed class PasswordSource
{
    private readonly Option<bool> fromInput = new("--password-stdin") { Description = "Reads the password from the first line of standard input." };
    private readonly Option<bool> generate = new("--generate") { Description = "Makes a password up and prints it; so it is where there is no terminal to ask at." };

    public void AddTo(Command command)
    {
        command.Add(fromInput);
        command.Add(generate);
    }

    /// <exception cref="StartException">There was none, or it was typed in two ways.</exception>
    public async Task<(string Text, bool IsMadeUp)> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(fromInput))
            return (await Console.In.ReadLineAsync(cancellationToken) is { Length: > 0 } line ? line : throw new StartException("Standard input has no password."), false);
        if (parsed.GetValue(generate) || Console.IsInputRedirected) return (PasswordPolicy.MakeUp(), true);
        var first = Ask("Password: ");
        return first == Ask("Once more: ") ? (first, false) : throw new StartException("The two are not the same.");
    }

    private static string Ask(string prompt)
    {
        // Standard output is for what scripts read.
        Console.Error.Write(prompt);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) text.Length = Math.Max(0, text.Length - 1);
            else if (!char.IsControl(key.KeyChar)) text.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return text.ToString();
    }
}
