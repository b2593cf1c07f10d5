using System.Text.Json;

namespace Vitrine.Core.Facts.Reading;

/// <summary>A walk over one JSON value that is kept verbatim: is its text sound, and what does it say of an image's source?</summary>
internal ref struct JsonWalk
{
    private bool isHistoryStart;
    private bool isAutoFollowup;

    public JsonWalk() => IsValidText = true;

    public bool IsValidText { get; private set; }

    public readonly ImageSource Source => SourceRule.Classify(isHistoryStart, isAutoFollowup);

    /// <summary>Leaves the reader on the last token of the value.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        Check(in reader);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        var depth = reader.CurrentDepth;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            Check(in reader);
            if (isObject && IsValidText && reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth + 1) ReadMember(ref reader);
        }
    }

    private void ReadMember(ref Utf8JsonReader reader)
    {
        var isSource = reader.ValueTextEquals("source"u8);
        var isFollowup = !isSource && reader.ValueTextEquals("is_auto_followup"u8);
        if (!isSource && !isFollowup) return;
        reader.Read();
        Check(in reader);
        if (isSource) isHistoryStart = reader.TokenType == JsonTokenType.String && IsValidText && reader.ValueTextEquals("history_start"u8);
        else isAutoFollowup = IsTruthy(in reader);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) SkipChecked(ref reader);
    }

    private void SkipChecked(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth) Check(in reader);
    }

    private void Check(in Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && IsValidText)
            IsValidText = EscapedText.IsValid(reader.ValueSpan);
    }

    /// <summary>As Python has it, in which the rule was first written: nothing, zero and emptiness are false.</summary>
    private static bool IsTruthy(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.Number => DecimalText.Parse(reader.ValueSpan, 0, out var value) != DecimalOutcome.Exact || value != 0,
        JsonTokenType.String => reader.ValueSpan.Length > 0,
        JsonTokenType.StartObject => IsFilled(reader, JsonTokenType.EndObject),
        JsonTokenType.StartArray => IsFilled(reader, JsonTokenType.EndArray),
        _ => false,
    };

    // A copy of the reader looks at the next token.
    private static bool IsFilled(Utf8JsonReader ahead, JsonTokenType end) => ahead.Read() && ahead.TokenType != end;
}
