using System.Globalization;

namespace Vitrine.Bench;

/// <summary><c>--name value</c> pairs; a name that no bench asks for is an error.</summary>
internal sealed class BenchArguments
{
    private static readonly string[] Known = ["connections", "rounds", "seconds", "rows", "facts", "minutes", "requests", "pictures"];
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public BenchArguments(ReadOnlySpan<string> arguments)
    {
        for (var index = 0; index < arguments.Length; index += 2)
        {
            var name = arguments[index].TrimStart('-');
            if (!Known.Contains(name) || index + 1 == arguments.Length)
            {
                throw new ArgumentException($"'{arguments[index]}' is not an option with a value; there are --{string.Join(", --", Known)}.", nameof(arguments));
            }

            values[name] = arguments[index + 1];
        }
    }

    public int Number(string name, int otherwise) =>
        values.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture) : otherwise;
}
