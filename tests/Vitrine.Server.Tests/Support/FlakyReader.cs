using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Pictures;
using Vitrine.Media;

namespace Vitrine.Server.Tests.Support;

/// <summary>The real decoder, that fails as often as a test wants.</summary>
internal sealed class FlakyReader(IPictureReader inner) : IPictureReader
{
    private int asked;

    public int Failures { get; set; }

    /// <summary>Pictures that it was given.</summary>
    public int Asked => asked;

    public static VitrineLaunch In(VitrineLaunch launch, Action<FlakyReader> made) => launch with
    {
        ConfigureServices = services =>
        {
            launch.ConfigureServices?.Invoke(services);
            services.AddSingleton<IPictureReader>(provider =>
            {
                var reader = new FlakyReader(new PictureWorkers(provider.GetRequiredService<WorkerProgram>(), provider.GetRequiredService<MediaOptions>(), TimeProvider.System));
                made(reader);
                return reader;
            });
        },
    };

    public Task<PictureInfo> MeasureAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) =>
        FindFailure() is { } failure ? Task.FromException<PictureInfo>(failure) : inner.MeasureAsync(picture, cancellationToken);

    public async Task<PreparedPicture> PrepareAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        if (FindFailure() is { } failure) throw failure;
        return await inner.PrepareAsync(picture, cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>> CleanAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) => inner.CleanAsync(picture, cancellationToken);

    public Task<ReadOnlyMemory<byte>> DrawAsync(ReadOnlyMemory<byte> svg, CancellationToken cancellationToken) => inner.DrawAsync(svg, cancellationToken);

    private DecoderFailedException? FindFailure() =>
        Interlocked.Increment(ref asked) > Failures ? null : new DecoderFailedException(PictureRefusals.DecoderEnded, "The decoder ended.", new EndOfStreamException());
}
