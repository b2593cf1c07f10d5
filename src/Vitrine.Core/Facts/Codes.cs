using Vitrine.Core.Query;

namespace Vitrine.Core.Facts;

/// <summary>Names of the dimensions whose keys are fixed small numbers and need no interning.</summary>
public static class Codes
{
    /// <summary>The origin of an image that was made again of another.</summary>
    public const string Again = "again";

    private static readonly string[] Sources = [.. Enum.GetValues<ImageSource>().Select(source => source.WireName())];
    private static readonly string[] Origins = [Again];
    private static readonly string[] StatusClasses = ["1xx", "2xx", "3xx", "4xx", "5xx"];

    public static bool IsCoded(Dimension dimension) => dimension is Dimension.Source or Dimension.StatusClass or Dimension.Origin;

    public static string Name(Dimension dimension, long code) => dimension switch
    {
        Dimension.Source => ((ImageSource)code).WireName(),
        Dimension.StatusClass => StatusClasses[code - 1],
        Dimension.Origin => Origins[code - 1],
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Not a coded dimension."),
    };

    /// <summary>Every name of a coded dimension, in the order of the codes.</summary>
    public static IReadOnlyList<string> Names(Dimension dimension) => dimension switch
    {
        Dimension.Source => Sources,
        Dimension.StatusClass => StatusClasses,
        Dimension.Origin => Origins,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Not a coded dimension."),
    };

    /// <summary>The code of a name, or 0 where there is no such name.</summary>
    public static long Parse(Dimension dimension, string name) => dimension switch
    {
        Dimension.Source when name == "message_response" => (long)ImageSource.MessageResponse,
        Dimension.Source when name == "scheduler" => (long)ImageSource.Scheduler,
        Dimension.Source when name == "history_start" => (long)ImageSource.HistoryStart,
        Dimension.StatusClass => Array.IndexOf(StatusClasses, name) + 1,
        Dimension.Origin => Array.IndexOf(Origins, name) + 1,
        _ => 0,
    };
}
