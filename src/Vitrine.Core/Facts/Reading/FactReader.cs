using System.Text.Json;
using System.Text.Unicode;
using Vitrine.Core.Pricing;

namespace Vitrine.Core.Facts.Reading;

/// <summary>
/// Turns a body — one fact, an array of them, or one after the other as in NDJSON — into a batch, in one pass and without a string
/// for a good fact. A fact that is wrong is refused by itself; a body that is not JSON is refused whole. Thread-safe.
/// </summary>
public sealed class FactReader(IngestOptions options, PriceList prices)
{
    /// <summary>Longest <c>Idempotency-Key</c>, in characters.</summary>
    public const int MaxIdempotencyKey = 255;

    /// <summary>How deep the JSON of a body may nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>One that gives no fact a cost.</summary>
    public FactReader(IngestOptions options) : this(options, PriceList.Empty)
    {
    }

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth, AllowMultipleValues = true };

    /// <summary>Reads a body.</summary>
    /// <param name="body">Rented from <see cref="System.Buffers.ArrayPool{T}.Shared"/>; it belongs to the answer's batch from now on, and is written into.</param>
    /// <param name="length">How much of it is filled. Some room behind it saves a copy.</param>
    /// <param name="kind">The kind of every fact, or null where each says its own with <c>kind</c>.</param>
    /// <param name="now">The time of facts that name none.</param>
    /// <param name="idempotencyKey">Facts without an id get one that follows from this and their position.</param>
    public FactReading Read(byte[] body, int length, FactKind? kind, DateTimeOffset now, string? idempotencyKey = null)
    {
        const int usualFactBytes = 512;
        var batch = new FactBatch(body, length, Math.Clamp(length / usualFactBytes, 1, options.MaxBatchFacts));
        var reading = new FactReading(batch);
        if (length > options.MaxBatchBytes)
        {
            reading.BodyRefusal = new Refusal(0, RefusalCodes.BatchTooLarge, $"A body may have {options.MaxBatchBytes} bytes.");
            return reading;
        }
        // The words that a fact may take without having sent them lie behind the body, so that the text does not move while it is read.
        var words = new KnownWords(batch);
        var text = batch.WritableText(length);
        if (!Utf8.IsValid(text))
        {
            reading.BodyRefusal = new Refusal(0, RefusalCodes.InvalidJson, "The body is not UTF-8.");
            return reading;
        }
        var byteOrderMark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var pass = new ReadingPass(text, byteOrderMark, new Utf8JsonReader(text[byteOrderMark..], ReaderOptions), reading, words, options, prices, kind, now, idempotencyKey);
        try
        {
            pass.Run();
        }
        catch (JsonException error)
        {
            reading.BodyRefusal = new Refusal(0, RefusalCodes.InvalidJson, Describe(error));
        }
        // Nothing of a refused body may be stored by mistake.
        while (reading.BodyRefusal is not null && batch.Count > 0) batch.Abandon();
        return reading;
    }

    private static string Describe(JsonException error) =>
        $"The body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.";
}
