namespace Vitrine.Server.Http;

/// <summary>Says in the OpenAPI document that a body is one of these, or where <paramref name="OrArray"/> an array of them.</summary>
internal sealed record BodyOneOf(bool OrArray, params Type[] Types);
