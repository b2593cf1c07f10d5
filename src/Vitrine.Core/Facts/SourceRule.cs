using System.Text.Json;
using Vitrine.Core.Facts.Reading;

namespace Vitrine.Core.Facts;

/// <summary>How an image came to be. The numbers are stored; never renumber.</summary>
public enum ImageSource : byte
{
    MessageResponse = 1,
    Scheduler = 2,
    HistoryStart = 3,
}

/// <summary>Wire names of sources, and the one rule that tells a source from an image's <c>meta</c>.</summary>
public static class SourceRule
{
    public static ImageSource Classify(bool metaSourceIsHistoryStart, bool isAutoFollowup) =>
        metaSourceIsHistoryStart ? ImageSource.HistoryStart
        : isAutoFollowup ? ImageSource.Scheduler
        : ImageSource.MessageResponse;

    /// <summary>The source that an image with this <c>meta</c> has.</summary>
    /// <param name="meta">JSON, in UTF-8.</param>
    public static ImageSource Of(ReadOnlySpan<byte> meta)
    {
        var reader = new Utf8JsonReader(meta);
        reader.Read();
        var walk = new JsonWalk();
        walk.Read(ref reader);
        return walk.Source;
    }

    public static string WireName(this ImageSource source) => source switch
    {
        ImageSource.HistoryStart => "history_start",
        ImageSource.Scheduler => "scheduler",
        _ => "message_response",
    };
}
