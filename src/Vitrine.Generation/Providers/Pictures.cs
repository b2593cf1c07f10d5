using System.Buffers.Text;
using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;

namespace Vitrine.Generation.Providers;

/// <summary>Pictures on their way to a provider and back. What a picture is, its first bytes say, and nobody else.</summary>
internal static class Pictures
{
    /// <summary>The request's own pictures.</summary>
    /// <exception cref="GenerationFailedException">One of them is no picture, or only an address.</exception>
    public static IReadOnlyList<(ReadOnlyMemory<byte> Bytes, PictureFormat Format)> References(ImageGenerationRequest request)
    {
        var references = new List<(ReadOnlyMemory<byte>, PictureFormat)>();
        foreach (var original in request.OriginalImages ?? [])
        {
            if (original is not DataContent content || PictureFormats.Sniff(content.Data.Span) is not { } format)
                throw new GenerationFailedException(GenerationFailures.InvalidRequest, "A reference image is the bytes of a picture.");
            references.Add((content.Data, format));
        }
        return references;
    }

    /// <exception cref="GenerationFailedException">They are no picture. It is not retryable, for it has been made and charged.</exception>
    public static DataContent FromBytes(ReadOnlyMemory<byte> bytes) => PictureFormats.Sniff(bytes.Span) is { } format
        ? new DataContent(bytes, format.MediaType())
        : throw new GenerationFailedException(GenerationFailures.Failed, "The provider answered with something that is not a picture.");

    /// <summary>Takes a data URI as well.</summary>
    /// <exception cref="GenerationFailedException">It is no picture.</exception>
    public static DataContent FromBase64(string text)
    {
        var comma = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(',') : -1;
        var base64 = text.AsSpan(comma + 1);
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Convert.TryFromBase64Chars(base64, bytes, out var length)
            ? FromBytes(bytes.AsMemory(0, length))
            : throw new GenerationFailedException(GenerationFailures.Failed, "The provider's picture is not base64.");
    }

    /// <summary>Fetches what a provider made and only gave the address of.</summary>
    /// <exception cref="GenerationFailedException">It cannot be had. It is not retryable, for it has been made and charged.</exception>
    public static async Task<DataContent> FromAddressAsync(string address, PictureFetcher? fetch, CancellationToken cancellationToken)
    {
        if (fetch is null || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            throw new GenerationFailedException(GenerationFailures.Failed, "The provider answered with an address of a picture that may not be fetched.");
        return FromBytes(await FetchAsync());

        async Task<ReadOnlyMemory<byte>> FetchAsync()
        {
            try
            {
                return await fetch(uri, cancellationToken);
            }
            catch (Exception error) when (error is not GenerationFailedException && (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
            {
                // The address is signed more often than not, and stays out of the message.
                throw new GenerationFailedException(GenerationFailures.Failed, "The provider's picture cannot be fetched from its address.", error);
            }
        }
    }
}
