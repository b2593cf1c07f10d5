using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Vitrine.Server.Generation;

/// <summary>Requests as jobs keep them, without their pictures.</summary>
internal sealed class GenerationRequests(IOptions<JsonOptions> json)
{
    public string Write(GenerationRequest request) => JsonSerializer.Serialize(request with { ReferenceImages = null }, json.Value.SerializerOptions);

    public GenerationRequest Read(string text) => JsonSerializer.Deserialize<GenerationRequest>(text, json.Value.SerializerOptions)!;
}
