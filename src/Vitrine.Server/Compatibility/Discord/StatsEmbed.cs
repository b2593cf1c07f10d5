using System.Globalization;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>The bot's summary as an embed (<c>create_stats_embed</c>): put it into the <c>embeds</c> of a message as it is.</summary>
/// <param name="Color">As Discord has colours: red, green and blue in one number.</param>
/// <param name="Timestamp">When the numbers were true.</param>
internal sealed record StatsEmbed(
    string Title, string Description, int Color, IReadOnlyList<EmbedField> Fields, EmbedFooter Footer, string Timestamp)
{
    // What Discord takes; names are cut so short that a list of five, however they look, stays within a field.
    private const int MaxTitle = 256;
    private const int MaxName = 80;
    private const int Teal = 0x0F766E;
    private const string TitleEnd = " statistics";
    private const string Unknown = "–";

    public static StatsEmbed Of(string? botName, BotSummary summary, long now)
    {
        var (today, period) = (summary.Today, summary.Days switch { null => "Of all time", 1 => "Of one day", var days => $"Of {days} days" });
        List<EmbedField> fields =
        [
            Number("Commands", summary.TotalCommands),
            Number("Images", summary.TotalImages),
            Number("Users", summary.UniqueUsers),
            new("Success rate", summary.SuccessRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.#} %") : Unknown, true),
            Seconds("Time of a command", summary.AvgExecutionTime),
            Seconds("Time of an image", summary.AvgGenerationTime),
            .. List("Most used commands", summary.PopularCommands.Select(one => (one.CommandName, one.Count))),
            .. List("Most used resolutions", summary.PopularResolutions.Select(one => (one.Resolution, one.Count))),
            .. List("Most active users", summary.TopUsers.Select(one => (one.Username ?? one.UserId, one.Count))),
            new("Today", Today(today), false),
        ];
        return new StatsEmbed(
            EmbedText.Escape(botName ?? "Bot", MaxTitle - TitleEnd.Length) + TitleEnd, period, Teal, fields, new EmbedFooter("Vitrine"), FactTime.ToWire(now));
    }

    private static string Today(BotToday today)
    {
        List<string> parts = [$"Commands: {Text(today.TotalCommands)}"];
        if (today.TotalImages is { } images) parts.Add($"Images: {Text(images)}");
        parts.Add($"Users: {Text(today.UniqueUsers)}, of them new: {Text(today.NewUsers)}");
        return string.Join(" · ", parts);
    }

    private static EmbedField Number(string name, long? value) => new(name, value is { } number ? Text(number) : Unknown, true);

    private static EmbedField Seconds(string name, decimal? value) =>
        new(name, value is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.##} s") : Unknown, true);

    private static IEnumerable<EmbedField> List(string name, IEnumerable<(string Name, long Count)> entries)
    {
        var lines = entries.Select((entry, index) => $"{index + 1}. {EmbedText.Escape(entry.Name, MaxName)} · {Text(entry.Count)}").ToList();
        return lines.Count == 0 ? [] : [new EmbedField(name, string.Join('\n', lines), false)];
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>A field of an embed.</summary>
internal sealed record EmbedField(string Name, string Value, bool Inline);

/// <summary>The footer of an embed.</summary>
internal sealed record EmbedFooter(string Text);
