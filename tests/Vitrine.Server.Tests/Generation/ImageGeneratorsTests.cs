using Microsoft.Extensions.AI;
using Vitrine.Server.Generation;

namespace Vitrine.Server.Tests.Generation;

public sealed class ImageGeneratorsTests
{
    [Fact]
    public void A_generator_lives_until_its_last_use_has_ended()
    {
        var (first, second) = (new Disposable(), new Disposable());
        using var generators = new ImageGenerators(new Dictionary<string, IImageGenerator> { ["a"] = first });
        var (one, other) = (generators.Take("a")!, generators.Take("a")!);
        generators.Put("a", second);
        Assert.Same(first, one.Generator);
        one.Dispose();
        Assert.Equal(0, first.Disposed);
        using (var now = generators.Take("a")) Assert.Same(second, now!.Generator);
        other.Dispose();
        Assert.Equal((1, 0), (first.Disposed, second.Disposed));
    }

    [Fact]
    public void What_left_the_set_is_not_there_any_more_and_what_stays_is_the_same()
    {
        var (first, second) = (new Disposable(), new Disposable());
        var generators = new ImageGenerators(new Dictionary<string, IImageGenerator> { ["a"] = first, ["b"] = second });
        generators.Remove("a");
        Assert.Null(generators.Take("a"));
        Assert.Equal(["b"], generators.Names);
        Assert.Equal((1, 0), (first.Disposed, second.Disposed));
        generators.Dispose();
        Assert.Equal((1, 1), (first.Disposed, second.Disposed));
    }

    [Fact]
    public async Task Whoever_takes_one_while_it_is_exchanged_has_one_that_works()
    {
        using var generators = new ImageGenerators(new Dictionary<string, IImageGenerator> { ["a"] = new Disposable() });
        var exchanging = Task.Run(() =>
        {
            for (var round = 0; round < 2_000; round++) generators.Put("a", new Disposable());
        }, TestContext.Current.CancellationToken);
        while (!exchanging.IsCompleted)
        {
            using var use = generators.Take("a");
            Assert.Equal(0, ((Disposable)use!.Generator).Disposed);
        }
        await exchanging;
    }

    private sealed class Disposable : IImageGenerator
    {
        private int disposed;

        public int Disposed => Volatile.Read(ref disposed);

        public Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => Interlocked.Increment(ref disposed);
    }
}
