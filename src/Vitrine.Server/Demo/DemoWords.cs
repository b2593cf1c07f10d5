namespace Vitrine.Server.Demo;

/// <summary>Puts prompts and chat lines together, in the language that a user writes.</summary>
internal static class DemoWords
{
    private static readonly string[] Subjects =
    [
        "a lighthouse", "an old tram", "a fox in a raincoat", "a floating library", "two chess players", "a clockwork heron", "a market of lanterns",
        "a sleeping giant", "a greenhouse full of ferns", "a robot watering tulips", "a violin made of ice", "a cat on a windowsill", "a harbour at low tide",
        "an astronaut repairing a bicycle", "a castle of driftwood", "a bakery at dawn", "three owls on a wire", "a paper boat", "a mountain railway station",
        "a whale above the clouds", "a botanist's desk", "a street musician", "a desert observatory", "a dragon reading the newspaper", "a snow-covered bridge",
        "an orchard of lamps", "a submarine kitchen", "a portrait of a beekeeper", "a city on stilts", "a kite festival", "a moss-covered engine", "a teapot village",
    ];

    private static readonly string[] Settings =
    [
        "in heavy rain", "on a windy cliff", "under a green aurora", "in an abandoned station", "beside a frozen lake", "in a narrow alley", "at the edge of a forest",
        "inside a glass dome", "on the roof of the world", "between tall sunflowers", "in a flooded street", "above the fog", "on a quiet Sunday", "after the storm",
        "in a valley of mirrors", "at the end of the pier", "during a power cut", "in the year 2190", "in an ancient courtyard", "seen from the air",
    ];

    private static readonly string[] Lights =
    [
        "golden hour", "soft morning light", "neon reflections", "candlelight", "hard noon sun", "moonlight", "light through blinds", "overcast", "backlit", "warm lamp light",
    ];

    private static readonly string[] Details =
    [
        "highly detailed", "muted colours", "shallow depth of field", "wide angle", "from below", "pastel palette", "grainy film", "symmetrical composition", "close-up",
        "minimal background", "dramatic shadows", "visible brush strokes", "tilt-shift", "long exposure",
    ];

    private static readonly Dictionary<string, (string[] Subjects, string[] Settings)> Foreign = new(StringComparer.Ordinal)
    {
        ["ja"] = (["桜の下の猫", "雨の東京の路地", "古い灯台", "夜市の屋台", "空飛ぶ鯨", "茶室の庭", "雪の温泉", "紙の船"], ["水彩画", "夕焼けの光", "浮世絵風", "静かな朝", "ネオンの反射", "細密な線画"]),
        ["ru"] = (["старый маяк", "лиса в плаще", "зимний вокзал", "библиотека под водой", "кот на подоконнике", "ярмарка фонарей", "дракон с газетой"], ["акварель", "в тумане", "мягкий утренний свет", "северное сияние", "масляная живопись", "вид сверху"]),
        ["ar"] = (["منارة قديمة", "سوق الفوانيس", "مدينة فوق الغيوم", "قطة على النافذة", "مكتبة عائمة", "صقر فوق الصحراء"], ["بألوان مائية", "عند الغروب", "ضوء القمر", "بأسلوب المنمنمات", "بعد العاصفة"]),
        ["de"] = (["ein alter Leuchtturm", "ein Fuchs im Regenmantel", "eine schwebende Bücherei", "ein Wochenmarkt", "ein verschneiter Bahnhof"], ["als Aquarell", "im Nebel", "bei Kerzenlicht", "von oben", "in Pastellfarben"]),
        ["es"] = (["un faro antiguo", "un gato en la ventana", "una ciudad sobre pilotes", "un mercado de faroles", "una ballena entre las nubes"], ["en acuarela", "bajo la lluvia", "al amanecer", "luz de luna", "estilo grabado"]),
        ["hi"] = (["पुराना प्रकाशस्तंभ", "बारिश में बाज़ार", "बादलों पर शहर", "खिड़की पर बिल्ली"], ["जलरंग", "सुबह की रोशनी", "चाँदनी रात", "लघुचित्र शैली"]),
    };

    private static readonly string[] Questions =
    [
        "Can you show me that place?", "What happened next?", "Tell me about the sea.", "How do I get there?", "I had a strange day.", "Draw it for me, please.",
        "Why is the lamp green?", "Do you remember what I told you?", "Give me three ideas for a story.", "What would you take on a long journey?", "Is it raining where you are?",
    ];

    private static readonly string[] Answers =
    [
        "Follow the path behind the boathouse; it is shorter than it looks.", "Nobody knows for certain, but I can tell you what I saw.",
        "Then we should begin with something warm to drink.", "Here it is, as well as I remember it.", "Three things: a map, a rope, and somebody to laugh with.",
        "The lamp is green because the glass came from old bottles.", "You told me about the bicycle. Did you mend it?", "It rains sideways here, as always.",
    ];

    public static readonly string[] Languages = ["en", "en", "en", "en", "en", "en", "en", "de", "es", "ja", "ja", "ru", "ru", "ar", "hi"];

    public static string Prompt(Random random, string language)
    {
        if (Foreign.TryGetValue(language, out var words) && random.NextDouble() < 0.8)
        {
            var separator = language switch { "ja" => "、", "ar" => "، ", _ => ", " };
            return string.Join(separator, [Pick(random, words.Subjects), .. Some(random, words.Settings, 1 + random.Next(2))]);
        }
        return string.Join(", ", [$"{Pick(random, Subjects)} {Pick(random, Settings)}", Pick(random, Lights), .. Some(random, Details, random.Next(3))]);
    }

    public static string Question(Random random) => Pick(random, Questions);

    public static string Answer(Random random) => string.Join(' ', Some(random, Answers, 1 + random.Next(3)));

    public static T Pick<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private static IEnumerable<string> Some(Random random, string[] words, int count) =>
        Enumerable.Range(0, count).Select(_ => Pick(random, words)).Distinct(StringComparer.Ordinal);
}
