using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Server.Configuration;

namespace Vitrine.Architecture.Tests;

/// <summary>One setting: a property of an options class.</summary>
internal sealed partial record Setting(Type Options, PropertyInfo Property)
{
    public string Section => OptionClasses.SectionOf(Options);

    public string Key => $"Vitrine:{Section}:{Property.Name}";

    public string Variable => $"Vitrine__{Section}__{Property.Name}";

    public string Summary => Documentation.SummaryOf(Options, $"P:{Options.FullName}.{Property.Name}");

    /// <summary>The summary without the default, which has a column of its own.</summary>
    public string Sentence => PlainDefault().Replace(Summary, "").Trim();

    public object? Default => Property.GetValue(Activator.CreateInstance(Options));

    public RangeAttribute? Range => Property.GetCustomAttribute<RangeAttribute>();

    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    public static IEnumerable<Setting> All() =>
        from options in OptionClasses.All
        from property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where property.CanWrite
        select new Setting(options, property);

    [GeneratedRegex(@"\s*Default [^.:;]*\.(?=\s|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainDefault();
}

/// <summary>Writes <c>docs/reference/configuration.md</c> from the options classes.</summary>
internal static class ConfigurationReference
{
    private const string Head = """
        # Configuration

        Two variables say where Vitrine is and what it keeps where:

        | variable | default | meaning |
        | --- | --- | --- |
        | `VITRINE_URLS` | `http://127.0.0.1:8002` | Addresses to listen on, separated by semicolons. |
        | `VITRINE_DATA` | `./data` | The folder that holds everything Vitrine keeps. Made where it does not exist. |

        `VITRINE_ADMIN_PASSWORD` is the password of the first admin, at the first start only; without it one is [made up](accounts.md#the-first-admin).

        Every other setting is an environment variable too. A key that no setting has, or a value that does not fit, stops the start; the message
        names every failing key. Messages name a setting `Vitrine:Section:Key`, which is the variable `Vitrine__Section__Key`.

        What is logged follows `Vitrine__Logging__LogLevel__Default` (`Information`; `Warning` is quieter).

        """;

    public static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var section in Setting.All().GroupBy(setting => setting.Options).OrderBy(group => group.First().Section, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section.First().Section}\n");
            page.Append(CultureInfo.InvariantCulture, $"{Documentation.SummaryOf(section.Key, $"T:{section.Key.FullName}")}\n\n");
            page.Append("| variable | default | values | meaning |\n| --- | --- | --- | --- |\n");
            foreach (var setting in section)
            {
                page.Append(CultureInfo.InvariantCulture,
                    $"| `{setting.Variable}` | {Code(setting.Default)} | {Values(setting)} | {setting.Sentence.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return page.ToString();
    }

    private static string Values(Setting setting) =>
        setting.Range is { } range ? $"{Number(range.Minimum)} to {Number(range.Maximum)}"
        : setting.Type.IsEnum ? string.Join(", ", Enum.GetNames(setting.Type).Select(name => $"`{name}`"))
        : setting.Type == typeof(bool) ? "`true`, `false`"
        : setting.Type == typeof(TimeSpan) ? "`hh:mm:ss`"
        : "text";

    private static string Code(object? value) => value switch
    {
        null or "" => "none",
        bool truth => truth ? "`true`" : "`false`",
        _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
    };

    private static string Number(object bound) => bound switch
    {
        int.MaxValue or >= (double)long.MaxValue => "any",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bound:N0}"),
    };
}
