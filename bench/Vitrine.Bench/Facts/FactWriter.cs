using System.Globalization;
using System.Text;
using Vitrine.Core.Facts;

namespace Vitrine.Bench.Facts;

/// <summary>
/// Image facts as JSON, ready but for id, time and user, which are written into a copy: making a request costs the load
/// generator a copy of a kilobyte and no more. Not thread-safe.
/// </summary>
internal sealed class FactWriter
{
    /// <summary>Every fact has this many bytes of JSON, about 330 of them the prompt's.</summary>
    public const int FactBytes = 950;

    private const int Templates = 1024;
    private readonly byte[][] templates;
    private readonly int[] userNumbers;
    private readonly Uuid7 uuids;
    private readonly TimeProvider clock;
    private readonly int idAt;
    private readonly int timeAt;
    private readonly int userAt;
    private readonly byte[] secondText = new byte[20];
    private long second;
    private int next;

    public FactWriter(int seed, TimeProvider clock)
    {
        this.clock = clock;
        var random = new Random(seed);
        templates = [.. ImageSample.Make(Templates, seed).Select(sample => sample.ToJson(FactBytes, random))];
        var zipf = new Zipf(ImageSample.Users);
        userNumbers = new int[65_521];
        for (var index = 0; index < userNumbers.Length; index++) userNumbers[index] = ImageSample.FirstUser + zipf.Next(random);
        uuids = new Uuid7(seed);
        idAt = After("\"id\":\"");
        timeAt = After("\"created_at\":\"");
        userAt = After("\"user_id\":\"");
    }

    public void Write(Span<byte> fact)
    {
        templates[next % Templates].CopyTo(fact);
        var now = FactTime.Now(clock);
        Uuid7.Write(uuids.Next(now / 1000), fact.Slice(idAt, 36));
        WriteTime(now, fact.Slice(timeAt, 26));
        WriteDigits(userNumbers[next % userNumbers.Length], fact.Slice(userAt, 6));
        next++;
    }

    private void WriteTime(long microseconds, Span<byte> text)
    {
        var whole = microseconds / FactTime.MicrosecondsPerSecond;
        if (whole != second)
        {
            second = whole;
            var prefix = FactTime.ToDateTimeOffset(microseconds).ToString("yyyy-MM-dd'T'HH:mm:ss'.'", CultureInfo.InvariantCulture);
            Encoding.ASCII.GetBytes(prefix, secondText);
        }

        secondText.CopyTo(text);
        WriteDigits((int)(microseconds % FactTime.MicrosecondsPerSecond), text[20..]);
    }

    private static void WriteDigits(int number, Span<byte> text)
    {
        for (var position = 5; position >= 0; position--, number /= 10) text[position] = (byte)('0' + (number % 10));
    }

    private int After(string member) => templates[0].AsSpan().IndexOf(Encoding.ASCII.GetBytes(member)) + member.Length;
}
