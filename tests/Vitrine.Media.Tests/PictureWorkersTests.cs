using System.Text;
using Vitrine.Core.Pictures;
using Vitrine.Media.Vips;
using Vitrine.Testing;

namespace Vitrine.Media.Tests;

public sealed class PictureWorkersTests : IDisposable
{
    private static readonly WorkerProgram Program = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vitrine.Media.TestWorker.dll")]);

    private readonly PictureWorkers workers = new(Program, new MediaOptions { MaxMegapixels = 2 }, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.WebP)]
    [InlineData(PictureFormat.Gif)]
    [InlineData(PictureFormat.Avif)]
    public async Task A_picture_is_known_by_its_bytes_and_gets_thumbnails_none_larger_than_it(PictureFormat format)
    {
        var prepared = await workers.PrepareAsync(Pictures.Of(format), Cancel);
        Assert.Equal((format, 400, 200, 1), (prepared.Info.Format, prepared.Info.Width, prepared.Info.Height, prepared.Info.Frames));
        Assert.Equal([(1024, 400, 200), (256, 256, 128), (64, 64, 32)], prepared.Thumbnails.Select(thumbnail => (thumbnail.Size, thumbnail.Width, thumbnail.Height)));
        Assert.All(prepared.Thumbnails, thumbnail => Assert.Equal(PictureFormat.WebP, PictureFormats.Sniff(thumbnail.Bytes.Span)));
        Assert.Matches("^#[bcd][0-9a-f]0[0-9a-f]0[0-9a-f]$", prepared.Colour);
        var again = await workers.PrepareAsync(prepared.Thumbnails[1].Bytes, Cancel);
        Assert.Equal((256, 128), (again.Info.Width, again.Info.Height));
    }

    [Fact]
    public async Task A_header_is_read_alone_whatever_follows()
    {
        var whole = Pictures.Noise(PictureFormat.Png);
        Assert.Equal(new PictureInfo(PictureFormat.Png, 200, 200, 1), await workers.MeasureAsync(whole, Cancel));
        Assert.Equal(200, (await workers.MeasureAsync(whole[..(whole.Length / 2)], Cancel)).Width);
        var error = await Assert.ThrowsAsync<PictureRefusedException>(() => workers.MeasureAsync(Pictures.PngOfSize(60_000, 60_000), Cancel));
        Assert.Equal(PictureRefusals.TooManyPixels, error.Code);
    }

    [Fact]
    public async Task A_clean_copy_keeps_the_pixels_upright_and_nothing_else()
    {
        var picture = Pictures.JpegWithPosition("SecretCamera", orientation: 6);
        var prepared = await workers.PrepareAsync(picture, Cancel);
        Assert.Equal((200, 400), (prepared.Info.Width, prepared.Info.Height));
        var clean = await workers.CleanAsync(picture, Cancel);
        Assert.Contains("SecretCamera", Encoding.Latin1.GetString(picture));
        Assert.DoesNotContain("SecretCamera", Encoding.Latin1.GetString(clean.Span));
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(clean.Span));
        var again = (await workers.PrepareAsync(clean, Cancel)).Info;
        Assert.Equal((PictureFormat.Jpeg, 200, 400), (again.Format, again.Width, again.Height));
    }

    [Fact]
    public async Task The_prompt_inside_a_png_does_not_come_out()
    {
        var picture = Pictures.PngWithText("a secret workflow");
        Assert.Contains("a secret workflow", Encoding.Latin1.GetString(picture));
        var clean = await workers.CleanAsync(picture, Cancel);
        Assert.DoesNotContain("secret", Encoding.Latin1.GetString(clean.Span));
        Assert.Equal(PictureFormat.Png, PictureFormats.Sniff(clean.Span));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData("")]
    [InlineData("GIF8")]
    public async Task What_is_no_picture_is_refused_whatever_it_is_called(string text) =>
        await RefusedAsync(PictureRefusals.UnknownFormat, Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(PictureFormat.Png)]
    [InlineData(PictureFormat.Jpeg)]
    [InlineData(PictureFormat.WebP)]
    [InlineData(PictureFormat.Gif)]
    [InlineData(PictureFormat.Avif)]
    public async Task What_is_cut_off_is_refused(PictureFormat format)
    {
        var whole = Pictures.Noise(format);
        await RefusedAsync(PictureRefusals.Undecodable, whole[..(whole.Length / 2)]);
    }

    [Fact]
    public Task What_is_broken_is_refused() => RefusedAsync(PictureRefusals.Undecodable, [0xFF, 0xD8, 0xFF, .. new byte[100]]);

    [Fact]
    public async Task A_bomb_is_refused_by_its_header()
    {
        await RefusedAsync(PictureRefusals.TooManyPixels, Pictures.PngOfSize(60_000, 60_000));
        await RefusedAsync(PictureRefusals.TooManyPixels, Pictures.Of(PictureFormat.WebP, 2000, 1200));
    }

    [Fact]
    public async Task Too_many_bytes_do_not_reach_a_worker()
    {
        using var small = new PictureWorkers(new WorkerProgram("no-such-program", []), new MediaOptions { MaxPictureMegabytes = 1 }, TimeProvider.System);
        var error = await Assert.ThrowsAsync<PictureRefusedException>(() => small.PrepareAsync(new byte[(1024 * 1024) + 1], Cancel));
        Assert.Equal(PictureRefusals.TooManyBytes, error.Code);
    }

    [Fact]
    public async Task A_worker_that_wants_too_much_memory_ends_and_others_go_on()
    {
        using var poor = new PictureWorkers(Program, new MediaOptions { MaxMegapixels = 1000, WorkerMegabytes = 128 }, TimeProvider.System);
        var large = Pictures.PngOfSize(30_000, 30_000);
        var refused = poor.CleanAsync(large, Cancel);
        var taken = poor.PrepareAsync(Pictures.Of(PictureFormat.Png), Cancel);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => refused);
        Assert.True(error is PictureRefusedException or DecoderFailedException, error.ToString());
        Assert.Equal(400, (await taken).Info.Width);
        Assert.Equal(400, (await poor.PrepareAsync(Pictures.Of(PictureFormat.Png), Cancel)).Info.Width);
    }

    [Fact]
    public async Task Svg_with_text_is_drawn_with_the_shipped_font()
    {
        var png = await workers.DrawAsync(
            """<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><rect width="300" height="60" fill="#fff"/><text x="10" y="40" font-size="30" font-family="sans-serif">Vitrine ä</text></svg>"""u8.ToArray(), Cancel);
        Assert.Equal(PictureFormat.Png, PictureFormats.Sniff(png.Span));
        using var load = VipsOperation.Of("pngload_buffer").Set("buffer", png.Span).Run();
        using var image = load.Image();
        Assert.Contains(image.Pixels(), value => value < 40);
    }

    [Fact]
    public async Task Many_at_once_are_all_answered()
    {
        var pictures = Enumerable.Range(0, 20).Select(index => Pictures.Of(PictureFormat.Png, 100 + index, 50)).ToArray();
        var prepared = await Task.WhenAll(pictures.Select(picture => workers.PrepareAsync(picture, Cancel)));
        Assert.Equal(Enumerable.Range(100, 20), prepared.Select(one => one.Info.Width));
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_its_worker_and_nothing_else()
    {
        using var gone = new CancellationTokenSource();
        var first = workers.PrepareAsync(Pictures.Of(PictureFormat.Png), gone.Token);
        await gone.CancelAsync();
        try
        {
            await first;
        }
        catch (OperationCanceledException)
        {
            // Either is right: it may have been done before.
        }
        Assert.Equal(400, (await workers.PrepareAsync(Pictures.Of(PictureFormat.Png), Cancel)).Info.Width);
    }

    [Fact]
    public async Task A_worker_that_dies_is_not_the_pictures_fault_the_first_time()
    {
        var count = Path.GetTempFileName();
        using var mortal = new PictureWorkers(Dying(count, times: 1), new MediaOptions(), TimeProvider.System);
        Assert.Equal(400, (await mortal.PrepareAsync(Pictures.Of(PictureFormat.Png), Cancel)).Info.Width);
        File.Delete(count);
    }

    [Fact]
    public async Task A_picture_whose_workers_die_is_not_refused_but_may_come_again()
    {
        var count = Path.GetTempFileName();
        using var mortal = new PictureWorkers(Dying(count, times: 2), new MediaOptions(), TimeProvider.System);
        var error = await Assert.ThrowsAsync<DecoderFailedException>(() => mortal.PrepareAsync(Pictures.Of(PictureFormat.Png), Cancel));
        Assert.Equal(PictureRefusals.DecoderEnded, error.Code);
        Assert.Equal(400, (await mortal.PrepareAsync(Pictures.Of(PictureFormat.Png), Cancel)).Info.Width);
        File.Delete(count);
    }

    [Fact]
    public async Task A_worker_that_does_not_answer_in_time_is_not_the_pictures_fault()
    {
        var clock = new ManualClock();
        using var silent = new PictureWorkers(new WorkerProgram("sh", ["-c", "cat > /dev/null", "silent"]), new MediaOptions(), clock);
        var waiting = silent.MeasureAsync(Pictures.Of(PictureFormat.Png), Cancel);
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.Equal(PictureRefusals.TooSlow, (await Assert.ThrowsAsync<DecoderFailedException>(() => waiting)).Code);
    }

    public void Dispose() => workers.Dispose();

    // A worker that ends at once, so often, and then one that works.
    private static WorkerProgram Dying(string count, int times) => new(
        "sh", ["-c", $$"""n=$(cat "$0"); n=${n:-0}; echo $((n + 1)) > "$0"; [ "$n" -ge {{times}} ] && exec dotnet "$@"; exit 1""", count, Program.Arguments[0]]);

    private async Task RefusedAsync(string code, byte[] bytes)
    {
        var error = await Assert.ThrowsAsync<PictureRefusedException>(() => workers.PrepareAsync(bytes, Cancel));
        Assert.Equal(code, error.Code);
        Assert.NotEmpty(error.Message);
        error = await Assert.ThrowsAsync<PictureRefusedException>(() => workers.CleanAsync(bytes, Cancel));
        Assert.Equal(code, error.Code);
    }
}
