using Vitrine.Core.Facts;

namespace Vitrine.Storage.Writing;

/// <summary>What the store derives from a draft before it is queued, on the caller's thread, so that the writer need not.</summary>
internal static class FactDerivations
{
    private static readonly int Prompt = FactSchema.Image["prompt"].Index;
    private static readonly int Endpoint = FactSchema.ApiCall["endpoint"].Index;
    private static readonly int Method = FactSchema.ApiCall["method"].Index;
    private static readonly int Success = FactSchema.Command["success"].Index;

    public static void Fill(FactBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            ref var header = ref batch.Headers[index];
            if (header.Kind == FactKind.Image) header.Derived = PromptHash(batch, header);
            else if (header.Kind == FactKind.ApiCall) header.Derived = Template(batch, header);
            else if (header.Kind == FactKind.Command) SucceedUnlessSaid(batch.Values(header));
        }
    }

    /// <summary>Takes the path out of the draft where its template says as much.</summary>
    public static void DropTemplate(FactBatch batch, in FactHeader header)
    {
        var values = batch.Values(header);
        var template = batch.Text(header.Derived);
        if (template[(template.IndexOf((byte)' ') + 1)..].SequenceEqual(batch.Text(values[Endpoint]))) values[Endpoint] = FactBatch.Absent;
    }

    private static void SucceedUnlessSaid(Span<long> values)
    {
        if (values[Success] == FactBatch.Absent) values[Success] = 1;
    }

    private static long PromptHash(FactBatch batch, in FactHeader header)
    {
        var slice = batch.Values(header)[Prompt];
        return slice == FactBatch.Absent ? 0 : PromptText.Hash(batch.Text(slice));
    }

    private static long Template(FactBatch batch, in FactHeader header)
    {
        var values = batch.Values(header);
        var (path, method) = (values[Endpoint], values[Method]);
        var room = EndpointTemplate.MaxLength(batch.Text(method).Length, batch.Text(path).Length);
        var target = room <= 1024 ? stackalloc byte[room] : new byte[room];
        var length = EndpointTemplate.Write(batch.Text(method), batch.Text(path), target);
        return batch.AddText(target[..length]);
    }
}
