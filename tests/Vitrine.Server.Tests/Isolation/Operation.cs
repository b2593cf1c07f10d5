using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Server.Http;
using Vitrine.Server.Security;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Isolation;

/// <summary>A method of a path that the server answers.</summary>
/// <param name="Pattern">As the OpenAPI document writes it.</param>
/// <param name="Needed">Null where it asks nothing of its caller.</param>
/// <param name="Parameters">What it takes in the query string.</param>
internal sealed partial record Operation(HttpMethod Method, string Pattern, Permission? Needed, IReadOnlyList<string> Parameters)
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["format"] = "csv", ["documentName"] = "v1", ["path"] = "index.html",
        ["kind"] = "image", ["user_id"] = MarkedFacts.Id, ["user"] = MarkedFacts.Id, ["conversation_id"] = MarkedFacts.Id, ["q"] = "lighthouse",
    };

    /// <summary>Every operation there is, those that the OpenAPI document leaves out included.</summary>
    public static IReadOnlyList<Operation> Of(RunningServer server) =>
    [
        .. from endpoint in server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select new Operation(
               HttpMethod.Parse(method), Parameter().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "{${name}}"), endpoint.Metadata.GetMetadata<Needed>()?.Permission,
               [.. endpoint.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name)]),
    ];

    public static IEnumerable<(string Method, string Path)> In(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (method.Name.ToUpperInvariant(), path.Name);

    public bool IsAboutARecord => Pattern.Contains('{', StringComparison.Ordinal);

    /// <summary>What an attacker would send: the ids of what is there.</summary>
    public string? Body(string project) =>
        Method == HttpMethod.Get ? null
        : Pattern.StartsWith("/api/v1/projects", StringComparison.Ordinal) ? Method == HttpMethod.Patch ? """{"name":"taken"}""" : $$"""{"slug":"{{project}}"}"""
        : Pattern.StartsWith("/api/v1/keys", StringComparison.Ordinal) ? """{"kind":"server","name":"taken"}"""
        : Pattern.Contains("/roles/", StringComparison.Ordinal) ? """{"role":"admin"}"""
        : Pattern.EndsWith("/reset", StringComparison.Ordinal) ? $$"""{"project":"{{project}}"}"""
        : """{"kind":"image","user_id":"attacker"}""";

    /// <summary>Addresses of it: with nothing but what it needs, and with every id that it takes.</summary>
    public IEnumerable<string> Addresses(string projectInPath, string? project, IReadOnlyDictionary<string, string> ids)
    {
        var path = Parameter().Replace(Pattern, match => match.Groups["name"].Value switch
        {
            "slug" or "project" => projectInPath,
            "id" => ids.FirstOrDefault(pair => Pattern.StartsWith(pair.Key, StringComparison.Ordinal)).Value ?? MarkedFacts.Id,
            var name => Values.GetValueOrDefault(name) ?? MarkedFacts.Id,
        });
        var named = project is null ? "" : $"project={project}&";
        yield return $"{path}?{named}{Query(["kind"])}";
        yield return $"{path}?{named}{Query(Parameters)}";
    }

    public override string ToString() => $"{Method} {Pattern}";

    private string Query(IReadOnlyList<string> names) =>
        string.Join('&', Parameters.Intersect(names).Where(Values.ContainsKey).Select(name => $"{name}={Values[name]}"));

    [GeneratedRegex(@"\{\*{0,2}(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
