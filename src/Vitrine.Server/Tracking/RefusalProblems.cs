using System.Collections.Frozen;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Http;

namespace Vitrine.Server.Tracking;

/// <summary>The problem that a refusal is, where it is the whole answer.</summary>
internal static class RefusalProblems
{
    private static readonly FrozenDictionary<string, ProblemKind> Kinds = new[]
    {
        Problems.InvalidJson, Problems.BatchTooLarge, Problems.FactTooLarge, Problems.UnknownKind, Problems.MissingField, Problems.WrongType,
        Problems.InvalidValue, Problems.InvalidText, Problems.TooLong, Problems.OutOfRange, Problems.TimeOutOfRange,
    }.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    public static Problem Of(Refusal refusal) => Of(refusal.Code, refusal.Detail, refusal.Field);

    public static Problem Of(string code, string detail, string? field) =>
        Kinds.GetValueOrDefault(code, Problems.Refused).With(detail, field);
}
