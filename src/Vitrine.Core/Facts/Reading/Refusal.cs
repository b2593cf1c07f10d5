namespace Vitrine.Core.Facts.Reading;

/// <summary>Why one fact was not taken.</summary>
/// <param name="Index">Its position in the body, from 0.</param>
/// <param name="Code">One of <see cref="RefusalCodes"/>; stable.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Field">The member that is wrong, where it is one.</param>
public sealed record Refusal(int Index, string Code, string Detail, string? Field = null);

/// <summary>Codes of refusals; once given out, a code never changes its meaning.</summary>
public static class RefusalCodes
{
    // Of a whole body: nothing of it is stored.
    public const string InvalidJson = "invalid_json";
    public const string BatchTooLarge = "batch_too_large";

    // Of one fact.
    public const string FactTooLarge = "fact_too_large";
    public const string UnknownKind = "unknown_kind";
    public const string MissingField = "missing_field";
    public const string WrongType = "wrong_type";
    public const string InvalidValue = "invalid_value";
    public const string InvalidText = "invalid_text";
    public const string TooLong = "too_long";
    public const string OutOfRange = "out_of_range";
    public const string TimeOutOfRange = "time_out_of_range";
}
