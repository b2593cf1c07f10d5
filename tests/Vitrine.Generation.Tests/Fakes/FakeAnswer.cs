using System.Text;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>What a provider answers.</summary>
internal sealed record FakeAnswer(int Status, byte[] Body, string ContentType = "application/json")
{
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>Half of it, and the connection is gone.</summary>
    public bool IsCut { get; init; }

    public static FakeAnswer Json(int status, string body, params (string Name, string Value)[] headers) => new(status, Encoding.UTF8.GetBytes(body)) { Headers = headers };
}
