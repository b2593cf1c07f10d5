using Vitrine.Core.Facts;

namespace Vitrine.Server.Demo;

/// <summary>What brings a user to the app of the demo.</summary>
internal enum DemoHabit
{
    Studio,
    Chat,
    Bot,
}

internal sealed class DemoUser(string id, string username, string firstName, string language, DemoHabit habit, long joined)
{
    public string Id { get; } = id;
    public string Username { get; } = username;
    public string FirstName { get; } = firstName;
    public string Language { get; } = language;
    public DemoHabit Habit { get; } = habit;

    /// <summary>Microseconds; may lie before the demo begins.</summary>
    public long Joined { get; } = joined;

    /// <summary>What the user asked for last, and may ask for again.</summary>
    public string? LastPrompt { get; set; }

    public (string Id, string Prompt)? LastImage { get; set; }

    public bool HasChatted { get; set; }
}

/// <summary>The users in the order in which they join; a few of them do most of everything.</summary>
internal sealed class DemoPeople
{
    public const int Count = 1_500;

    private static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        ["en"] = ["Ada", "Ben", "Chloe", "Dylan", "Esme", "Finn", "Grace", "Harvey", "Isla", "Jude", "Kit", "Luna", "Miles", "Nora", "Owen", "Poppy", "Rory", "Tess", "Wren", "Zane"],
        ["de"] = ["Anneke", "Bastian", "Frieda", "Jonas", "Lotte", "Matthis", "Thea", "Veit"],
        ["es"] = ["Alma", "Bruno", "Carmen", "Diego", "Elena", "Íñigo", "Lucía", "Nuño"],
        ["ja"] = ["さくら", "ハルト", "美咲", "蓮", "陽菜", "大和", "結衣", "湊"],
        ["ru"] = ["Аня", "Борис", "Вера", "Глеб", "Дарья", "Ефим", "Лев", "Соня"],
        ["ar"] = ["ليلى", "عمر", "مريم", "يوسف", "هدى", "كريم", "نور"],
        ["hi"] = ["आरव", "दिया", "ईशान", "मीरा", "रोहन", "तारा"],
    };

    private static readonly string[] Handles = ["amber", "birch", "cobalt", "drift", "ember", "fjord", "gale", "hazel", "indigo", "juniper", "kelp", "lumen", "moss", "nimbus", "onyx", "pebble"];

    private readonly DemoUser[] users;
    private readonly double[] weights;

    public DemoPeople(Random random, DemoCalendar calendar)
    {
        users = new DemoUser[Count];
        weights = new double[Count];
        var ranks = Enumerable.Range(1, Count).ToArray();
        random.Shuffle(ranks);
        var sum = 0.0;
        for (var index = 0; index < Count; index++)
        {
            // A quarter was there before; the others join over the whole time, a little faster towards the end.
            var share = ((double)index / Count - 0.25) / 0.75;
            var joined = share < 0
                ? calendar.Start - (long)(random.NextDouble() * 60 * FactTime.MicrosecondsPerDay)
                : calendar.Start + (long)(Math.Pow(share, 0.85) * (calendar.End - calendar.Start));
            var language = DemoWords.Pick(random, DemoWords.Languages);
            var habit = random.NextDouble() switch { < 0.4 => DemoHabit.Studio, < 0.75 => DemoHabit.Chat, _ => DemoHabit.Bot };
            users[index] = new DemoUser(
                (7_100_000_000 + (index * 7_919L)).ToString(), $"{DemoWords.Pick(random, Handles)}_{DemoWords.Pick(random, Handles)}{index}",
                DemoWords.Pick(random, Names[language]), language, habit, joined);
            weights[index] = sum += 1 / Math.Pow(ranks[index], 0.85);
        }
    }

    /// <summary>Who joins in a span of time.</summary>
    public IEnumerable<DemoUser> Joining(long from, long to) => users.Where(user => user.Joined >= from && user.Joined < to);

    /// <summary>Somebody who has joined by then.</summary>
    public DemoUser Anybody(Random random, long time)
    {
        var joined = Count;
        while (joined > 1 && users[joined - 1].Joined > time) joined--;
        var found = Array.BinarySearch(weights, 0, joined, random.NextDouble() * weights[joined - 1]);
        return users[Math.Min(found < 0 ? ~found : found, joined - 1)];
    }
}
