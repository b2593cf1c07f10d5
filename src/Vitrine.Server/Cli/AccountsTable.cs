using System.Text.Json;
using Spectre.Console;

namespace Vitrine.Server.Cli;

/// <summary>Accounts as people read them.</summary>
internal static class AccountsTable
{
    public static void Print(JsonElement answer, TextWriter output)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("name", "e-mail", "roles", "last sign-in");
        foreach (var account in answer.GetProperty("accounts").EnumerateArray())
        {
            table.AddRow(
                Markup.Escape(Text(account, "username") + (account.GetProperty("is_disabled").GetBoolean() ? " (disabled)" : "")),
                Markup.Escape(Text(account, "email")),
                Markup.Escape(string.Join(", ", account.GetProperty("roles").EnumerateArray().Select(role => $"{Text(role, "role")} of {Text(role, "project")}"))),
                Text(account, "last_sign_in_at"));
        }
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }

    private static string Text(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member.GetString() ?? "" : "";
}
