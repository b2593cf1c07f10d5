using System.Collections.Frozen;

namespace Vitrine.Core.Query;

/// <summary>Wire names of dimensions.</summary>
public static class DimensionNames
{
    private static readonly FrozenDictionary<Dimension, string> Names = new Dictionary<Dimension, string>
    {
        [Dimension.Source] = "source",
        [Dimension.Persona] = "persona",
        [Dimension.Dataset] = "dataset",
        [Dimension.Style] = "style",
        [Dimension.Model] = "model",
        [Dimension.Provider] = "provider",
        [Dimension.Resolution] = "resolution",
        [Dimension.Format] = "format",
        [Dimension.Quality] = "quality",
        [Dimension.Lora] = "lora",
        [Dimension.Status] = "status",
        [Dimension.AspectRatio] = "aspect_ratio",
        [Dimension.Role] = "role",
        [Dimension.Type] = "type",
        [Dimension.Guild] = "guild",
        [Dimension.Endpoint] = "endpoint",
        [Dimension.StatusClass] = "status_class",
        [Dimension.ErrorType] = "error_type",
        [Dimension.Command] = "command",
        [Dimension.Channel] = "channel",
        [Dimension.User] = "user",
        [Dimension.Prompt] = "prompt",
        [Dimension.Origin] = "origin",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Dimension> Dimensions =
        Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string WireName(this Dimension dimension) => Names[dimension];

    public static bool TryParse(string name, out Dimension dimension) => Dimensions.TryGetValue(name, out dimension);
}
