using Vitrine.Server.Http;

namespace Vitrine.Server.Exports;

internal static class ExportProblems
{
    public static Problem NoFormat(string format) =>
        Problems.NotFound.With($"There is no export as '{format}'. There are {string.Join(", ", ExportFormat.All.Select(known => known.Name))}.");

    public static Problem NothingBehind(string id) => Problems.InvalidCursor.With($"There is no '{id}' in this list to go on behind.", "after");
}
