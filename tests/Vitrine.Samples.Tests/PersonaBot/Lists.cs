using System.Text.Json;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>What Vitrine has, as lists of JSON.</summary>
internal static class Lists
{
    /// <summary>As the persona bot's own images page reads them.</summary>
    public static async Task<JsonElement[]> ImagesAsync(this RunningServer vitrine) =>
        [.. (await vitrine.Client.JsonAsync(HttpMethod.Get, "/api/analytics/images")).GetProperty("images").EnumerateArray()];

    public static async Task<JsonElement[]> ListAsync(this RunningServer vitrine, string list) =>
        [.. (await vitrine.Client.JsonAsync(HttpMethod.Get, $"/api/v1/{list}")).GetProperty(list).EnumerateArray()];
}
