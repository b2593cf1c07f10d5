using System.Text.Json;
using Vitrine.Core.Pricing;

namespace Vitrine.Core.Facts.Reading;

/// <summary>One way through one body.</summary>
internal ref struct ReadingPass
{
    // Beyond these, sums over many facts could overflow, and nothing real is there.
    private const long MaxInteger = 1_000_000_000_000;
    private const long MaxDuration = 366 * FactTime.MicrosecondsPerDay;
    private const long MaxMoney = 1_000_000_000_000_000;
    private const int MaxIdBytes = 128;

    private readonly Span<byte> text;
    private readonly int start;
    private readonly FactReading reading;
    private readonly FactBatch batch;
    private readonly KnownWords words;
    private readonly IngestOptions options;
    private readonly FactPricing pricing;
    private readonly FactKind? impliedKind;
    private readonly DateTimeOffset now;
    private readonly long nowMicroseconds;
    private readonly string? idempotencyKey;
    private Utf8JsonReader reader;

    // Of the fact that is being read.
    private FactSchema schema;
    private Span<long> values;
    private Refusal? refusal;
    private ImageSource source;

    public ReadingPass(
        Span<byte> text, int start, Utf8JsonReader reader, FactReading reading, KnownWords words, IngestOptions options, PriceList prices,
        FactKind? impliedKind, DateTimeOffset now, string? idempotencyKey)
    {
        this.text = text;
        this.start = start;
        this.reader = reader;
        this.reading = reading;
        this.words = words;
        this.options = options;
        pricing = new FactPricing(prices);
        this.impliedKind = impliedKind;
        this.now = now;
        this.idempotencyKey = idempotencyKey;
        batch = reading.Batch;
        nowMicroseconds = FactTime.From(now);
        schema = FactSchema.Image;
    }

    /// <exception cref="JsonException">The body is not JSON.</exception>
    public void Run()
    {
        if (!reader.Read())
        {
            reading.BodyRefusal = new Refusal(0, RefusalCodes.InvalidJson, "The body is empty.");
            return;
        }
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryReadFact()) return;
            }
            if (reader.Read()) reading.BodyRefusal = new Refusal(0, RefusalCodes.InvalidJson, "Something follows the array.");
            return;
        }
        do
        {
            if (!TryReadFact()) return;
        }
        while (reader.Read());
        reading.IsSingle = reading.Count == 1;
    }

    /// <summary>False where the whole body is refused.</summary>
    private bool TryReadFact()
    {
        if (reading.Count == options.MaxBatchFacts)
        {
            reading.BodyRefusal = new Refusal(0, RefusalCodes.BatchTooLarge, $"A body may have {options.MaxBatchFacts} facts.");
            return false;
        }
        var from = reader.TokenStartIndex;
        refusal = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Refuse(RefusalCodes.WrongType, "A fact is a JSON object.");
            reader.Skip();
        }
        else if (TryFindKind(out var kind))
        {
            ReadFact(kind, from);
        }
        else
        {
            reader.Skip();
        }
        if (refusal is not null) (reading.Refusals ??= []).Add(refusal);
        reading.Count++;
        return true;
    }

    private bool TryFindKind(out FactKind kind)
    {
        kind = impliedKind ?? 0;
        if (impliedKind is not null) return true;
        // A copy runs ahead to the kind, which is usually the first member.
        var ahead = reader;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = IsSound(in ahead) && ahead.ValueTextEquals("kind"u8);
            ahead.Read();
            if (!isKind)
            {
                ahead.Skip();
                continue;
            }
            if (ahead.TokenType != JsonTokenType.String)
            {
                Refuse(ahead.TokenType == JsonTokenType.Null ? RefusalCodes.MissingField : RefusalCodes.WrongType, "kind is a text.", "kind");
                return false;
            }
            if (ahead.ValueIsEscaped ? IsSound(in ahead) && FactKinds.TryParse(ahead.GetString()!, out kind) : FactKinds.TryParse(ahead.ValueSpan, out kind)) return true;
            Refuse(RefusalCodes.UnknownKind, "kind is one of image, message, activity, api_call, command and conversation.", "kind");
            return false;
        }
        Refuse(RefusalCodes.MissingField, "kind is missing.", "kind");
        return false;
    }

    private static bool IsSound(in Utf8JsonReader reader) => !reader.ValueIsEscaped || EscapedText.IsValid(reader.ValueSpan);

    private void ReadFact(FactKind kind, long from)
    {
        schema = FactSchema.Of(kind);
        ref var header = ref batch.Begin(kind);
        values = batch.Values(header);
        header.Index = reading.Count;
        header.Time = nowMicroseconds;
        source = ImageSource.MessageResponse;
        var members = MemberTable.Of(kind);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var meaning = FindMember(members);
            reader.Read();
            if (refusal is not null || meaning == MemberTable.Unknown) reader.Skip();
            else if (meaning == MemberTable.Kind) CheckKind();
            else if (meaning == MemberTable.Id) ReadId(ref header);
            else if (meaning == MemberTable.Time) ReadTime(ref header);
            else ReadField(schema.Fields[meaning]);
        }
        if (reader.BytesConsumed - from > options.MaxFactBytes)
        {
            refusal = null;
            Refuse(RefusalCodes.FactTooLarge, $"A fact may have {options.MaxFactBytes} bytes.");
        }
        if (refusal is null) Complete(ref header);
        if (refusal is not null) batch.Abandon();
    }

    private readonly int FindMember(MemberTable members)
    {
        if (!reader.ValueIsEscaped) return members.Find(reader.ValueSpan);
        const int longestWorthUnescaping = 256;
        if (reader.ValueSpan.Length > longestWorthUnescaping) return MemberTable.Unknown;
        Span<byte> name = stackalloc byte[longestWorthUnescaping];
        reader.ValueSpan.CopyTo(name);
        var length = EscapedText.Unescape(name[..reader.ValueSpan.Length]);
        return length < 0 ? MemberTable.Unknown : members.Find(name[..length]);
    }

    private void ReadField(FactField field)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            values[field.Index] = FactBatch.Absent;
            if (field.Index == FactSchema.Meta) source = ImageSource.MessageResponse;
            return;
        }
        switch (field.Type)
        {
            case FieldType.Json:
                ReadJson(field);
                break;
            case FieldType.Integer:
                ReadInteger(field);
                break;
            case FieldType.Duration:
                ReadDecimal(field, 6, MaxDuration, "seconds, from 0 to a year");
                break;
            case FieldType.Money:
                ReadDecimal(field, 9, MaxMoney, "an amount from 0 to a million");
                break;
            case FieldType.Flag:
                ReadFlag(field);
                break;
            default:
                ReadText(field);
                break;
        }
    }

    private void ReadText(FactField field)
    {
        if (!TryReadSlice(field.Name, field.Name.EndsWith("_id", StringComparison.Ordinal), field.MaxBytes, out var slice)) return;
        // An empty name names nothing; an empty prompt is a prompt.
        var isNaming = field.Type == FieldType.Name || field.Required || field.Index == FactSchema.UserId;
        values[field.Index] = (int)slice == 0 && isNaming ? FactBatch.Absent : slice;
    }

    /// <summary>Text, or where digits may stand for it a whole number.</summary>
    private bool TryReadSlice(string field, bool takesNumber, int maxBytes, out long slice)
    {
        slice = FactBatch.Absent;
        var offset = start + (int)reader.TokenStartIndex;
        int length;
        if (reader.TokenType == JsonTokenType.String)
        {
            offset++;
            length = reader.ValueSpan.Length;
            if (reader.ValueIsEscaped) length = EscapedText.Unescape(text.Slice(offset, length));
            if (length < 0)
            {
                Refuse(RefusalCodes.InvalidText, $"{field} has half of a surrogate pair, or U+0000.", field);
                return false;
            }
        }
        else if (takesNumber && reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) < 0)
        {
            length = reader.ValueSpan.Length;
        }
        else
        {
            Refuse(RefusalCodes.WrongType, takesNumber ? $"{field} is a text or a whole number." : $"{field} is a text.", field);
            reader.Skip();
            return false;
        }
        if (length > maxBytes)
        {
            Refuse(RefusalCodes.TooLong, $"{field} may have {maxBytes} bytes.", field);
            return false;
        }
        slice = FactBatch.Slice(offset, length);
        return true;
    }

    // The first kind decided how the fact is read; another one cannot win any more.
    private void CheckKind()
    {
        var isSame = impliedKind is not null
            || (reader.TokenType == JsonTokenType.String && IsSound(in reader) && reader.ValueTextEquals(schema.Kind.WireName()));
        if (!isSame) Refuse(RefusalCodes.InvalidValue, "kind is there twice.", "kind");
        reader.Skip();
    }

    private void ReadId(ref FactHeader header)
    {
        header.Uuid = 0;
        header.IdText = FactBatch.Absent;
        if (reader.TokenType == JsonTokenType.Null || !TryReadSlice("id", takesNumber: true, MaxIdBytes, out var slice)) return;
        if ((int)slice == 0) Refuse(RefusalCodes.InvalidValue, "id is empty.", "id");
        else if (FactIds.TryParseUuid(batch.Text(slice), out var uuid)) header.Uuid = uuid;
        else header.IdText = slice;
    }

    private void ReadTime(ref FactHeader header)
    {
        const string field = "timestamp";
        header.Time = nowMicroseconds;
        if (reader.TokenType == JsonTokenType.Null) return;
        long time;
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (DecimalText.Parse(reader.ValueSpan, 6, out time) == DecimalOutcome.TooLarge) time = long.MaxValue;
        }
        else if (reader.TokenType != JsonTokenType.String)
        {
            Refuse(RefusalCodes.WrongType, "timestamp is ISO 8601 text or Unix seconds.", field);
            reader.Skip();
            return;
        }
        else if (!TryReadTimeText(out time))
        {
            Refuse(RefusalCodes.InvalidValue, "timestamp is neither ISO 8601 nor Unix seconds.", field);
            return;
        }
        if (time < FactTime.Earliest || time > nowMicroseconds + FactTime.MaxAhead)
            Refuse(RefusalCodes.TimeOutOfRange, "timestamp is before 2015 or more than a day ahead. Unix times are in seconds.", field);
        else
            header.Time = time;
    }

    private readonly bool TryReadTimeText(out long time)
    {
        const int longest = 64;
        Span<byte> copy = stackalloc byte[longest * 6];
        time = 0;
        if (reader.ValueSpan.Length > copy.Length) return false;
        reader.ValueSpan.CopyTo(copy);
        var length = reader.ValueIsEscaped ? EscapedText.Unescape(copy[..reader.ValueSpan.Length]) : reader.ValueSpan.Length;
        if (length <= 0) return false;
        ReadOnlySpan<byte> written = copy[..length];
        if (TimeText.TryParse(written, out time)) return true;
        if (!IsPlainNumber(written)) return false;
        if (DecimalText.Parse(written, 6, out time) == DecimalOutcome.TooLarge) time = long.MaxValue;
        return true;
    }

    private static bool IsPlainNumber(ReadOnlySpan<byte> written)
    {
        if (written[0] == (byte)'-') written = written[1..];
        var point = written.IndexOf((byte)'.');
        var whole = point < 0 ? written : written[..point];
        var fraction = point < 0 ? default : written[(point + 1)..];
        return whole.Length > 0 && !whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (point < 0 || fraction.Length > 0) && !fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private void ReadInteger(FactField field)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            Refuse(RefusalCodes.WrongType, $"{field.Name} is a whole number.", field.Name);
            reader.Skip();
            return;
        }
        var outcome = DecimalText.Parse(reader.ValueSpan, 0, out var value);
        if (outcome == DecimalOutcome.Rounded) Refuse(RefusalCodes.WrongType, $"{field.Name} is a whole number.", field.Name);
        else if (outcome == DecimalOutcome.TooLarge || value is < 0 or > MaxInteger)
            Refuse(RefusalCodes.OutOfRange, $"{field.Name} is from 0 to {MaxInteger}.", field.Name);
        else values[field.Index] = value;
    }

    private void ReadDecimal(FactField field, int scale, long max, string meaning)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            Refuse(RefusalCodes.WrongType, $"{field.Name} is a number.", field.Name);
            reader.Skip();
            return;
        }
        var outcome = DecimalText.Parse(reader.ValueSpan, scale, out var value);
        if (outcome == DecimalOutcome.TooLarge || value < 0 || value > max)
            Refuse(RefusalCodes.OutOfRange, $"{field.Name} is {meaning}.", field.Name);
        else
            values[field.Index] = value;
    }

    private void ReadFlag(FactField field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                values[field.Index] = 1;
                break;
            case JsonTokenType.False:
                values[field.Index] = 0;
                break;
            case JsonTokenType.Number when reader.ValueSpan is [(byte)'0' or (byte)'1']:
                values[field.Index] = reader.ValueSpan[0] - '0';
                break;
            default:
                Refuse(RefusalCodes.WrongType, $"{field.Name} is true or false.", field.Name);
                reader.Skip();
                break;
        }
    }

    private void ReadJson(FactField field)
    {
        if (field.Name == "loras" && reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.String))
        {
            Refuse(RefusalCodes.WrongType, "loras is a list of names.", field.Name);
            return;
        }
        var from = reader.TokenStartIndex;
        var walk = new JsonWalk();
        walk.Read(ref reader);
        var length = (int)(reader.BytesConsumed - from);
        if (!walk.IsValidText) Refuse(RefusalCodes.InvalidText, $"{field.Name} has half of a surrogate pair, or U+0000.", field.Name);
        else if (length > field.MaxBytes) Refuse(RefusalCodes.TooLong, $"{field.Name} may have {field.MaxBytes} bytes.", field.Name);
        else values[field.Index] = FactBatch.Slice(start + (int)from, length);
        if (field.Index == FactSchema.Meta) source = walk.Source;
    }

    /// <summary>What follows from the fields together, once all are read.</summary>
    private void Complete(ref FactHeader header)
    {
        switch (schema.Kind)
        {
            case FactKind.Image:
                CompleteImage();
                if (refusal is null) pricing.PriceImage(batch, values, header.Time, values[ImageFields.Status] == words.Succeeded);
                break;
            case FactKind.Message:
                // Before a lone total becomes one of the two: it does not say which it is to be paid as.
                if (refusal is null) pricing.PriceMessage(batch, values, header.Time);
                CompleteMessage();
                break;
            case FactKind.ApiCall:
                CompleteApiCall();
                break;
            case FactKind.Command:
                if (values[CommandFields.Success] == FactBatch.Absent) values[CommandFields.Success] = 1;
                break;
            case FactKind.Conversation:
                CompleteConversation();
                break;
        }
        foreach (var field in RequiredFields.Of(schema.Kind))
        {
            if (values[field.Index] == FactBatch.Absent) Refuse(RefusalCodes.MissingField, $"{field.Name} is missing.", field.Name);
        }
        if (header.Uuid == 0 && header.IdText == FactBatch.Absent)
            header.Uuid = idempotencyKey is null ? FactIds.New(now) : FactIds.Derive(idempotencyKey, header.Index);
    }

    private void CompleteImage()
    {
        values[ImageFields.Source] = (long)source;
        ref var againOf = ref values[ImageFields.AgainOf];
        // An empty id names no image.
        if (batch.Text(againOf).IsEmpty) againOf = FactBatch.Absent;
        values[ImageFields.Origin] = againOf == FactBatch.Absent ? 0 : 1;
        ref var status = ref values[ImageFields.Status];
        var sent = batch.Text(status);
        if (sent.IsEmpty || sent.SequenceEqual("succeeded"u8) || sent.SequenceEqual("success"u8) || sent.SequenceEqual("ok"u8)) status = words.Succeeded;
        else if (sent.SequenceEqual("failed"u8) || sent.SequenceEqual("error"u8)) status = words.Failed;
        else Refuse(RefusalCodes.InvalidValue, "status is succeeded or failed.", "status");
    }

    private readonly void CompleteMessage()
    {
        ref var tokens = ref values[MessageFields.Tokens];
        ref var input = ref values[MessageFields.InputTokens];
        ref var output = ref values[MessageFields.OutputTokens];
        if (tokens == FactBatch.Absent) return;
        if (input == FactBatch.Absent && output == FactBatch.Absent)
        {
            if (batch.Text(values[MessageFields.Role]).SequenceEqual("assistant"u8)) output = tokens;
            else input = tokens;
        }
        tokens = FactBatch.Absent;
    }

    private void CompleteApiCall()
    {
        var status = values[ApiCallFields.StatusCode];
        if (status == FactBatch.Absent) return;
        if (status is < 100 or > 599) Refuse(RefusalCodes.OutOfRange, "status_code is from 100 to 599.", "status_code");
        else values[ApiCallFields.StatusClass] = status / 100;
    }

    private void CompleteConversation()
    {
        var action = batch.Text(values[ConversationFields.Action]);
        if (!action.IsEmpty && !action.SequenceEqual("created"u8) && !action.SequenceEqual("ended"u8) && !action.SequenceEqual("deleted"u8))
            Refuse(RefusalCodes.InvalidValue, "action is created, ended or deleted.", "action");
    }

    private void Refuse(string code, string detail, string? field = null) => refusal ??= new Refusal(reading.Count, code, detail, field);
}
