using System.Text;
using Vitrine.Core.Facts;

namespace Vitrine.Bench.Facts;

/// <summary>Image facts for a store in the same process, with a prompt of its own each. Not thread-safe.</summary>
internal sealed class BatchMaker(Timeline timeline)
{
    private static readonly FactSchema Schema = FactSchema.Image;
    private readonly Random random = new(7);
    private readonly ImageSample[] samples = ImageSample.Make(4096, seed: 7);
    private readonly Zipf users = new(ImageSample.Users);
    private readonly Uuid7 uuids = new(seed: 7);

    public FactBatch Make(long first, int count)
    {
        var batch = new FactBatch(System.Buffers.ArrayPool<byte>.Shared.Rent(count * 900), 0, count);
        for (var index = 0; index < count; index++)
        {
            var sample = samples[random.Next(samples.Length)];
            ref var header = ref batch.Begin(FactKind.Image);
            header.Index = index;
            header.Time = timeline.At(first + index);
            header.Uuid = uuids.Next(header.Time / 1000);
            var values = batch.Values(header);
            values[FactSchema.UserId] = Text(batch, (ImageSample.FirstUser + users.Next(random)).ToString());
            values[FactSchema.Meta] = Text(batch, sample.Meta);
            values[Schema["source"].Index] = (long)sample.Source;
            values[Schema["persona_id"].Index] = Text(batch, sample.Persona);
            values[Schema["style"].Index] = Text(batch, sample.Style);
            values[Schema["model"].Index] = Text(batch, sample.Model);
            values[Schema["provider"].Index] = Text(batch, sample.Provider);
            values[Schema["resolution"].Index] = Text(batch, sample.Resolution);
            values[Schema["format"].Index] = Text(batch, sample.Format);
            values[Schema["quality"].Index] = Text(batch, sample.Quality);
            values[Schema["generation_time"].Index] = sample.GenerationMicroseconds;
            values[Schema["cost"].Index] = sample.CostNanodollars;
            values[Schema["bytes"].Index] = sample.Bytes;
            values[Schema["image_url"].Index] = Text(batch, sample.ImageUrl);
            var promptAt = batch.TextLength;
            Vocabulary.Write(batch.ReserveText(ImageSample.PromptBytes), random);
            values[Schema["prompt"].Index] = FactBatch.Slice(promptAt, ImageSample.PromptBytes);
        }

        return batch;
    }

    private static long Text(FactBatch batch, string text)
    {
        Span<byte> utf8 = stackalloc byte[512];
        return batch.AddText(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }
}
