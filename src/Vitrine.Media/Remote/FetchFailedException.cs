using Vitrine.Core.Pictures;

namespace Vitrine.Media.Remote;

/// <summary>A picture could not be fetched.</summary>
/// <param name="code">Stable: one of <see cref="FetchFailures"/>, or of <see cref="PictureRefusals"/> where something came that is not taken.</param>
/// <param name="detail">For whoever named the address: it says nothing of addresses, of a network, or of what an answer held.</param>
public sealed class FetchFailedException(string code, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public string Code { get; } = code;

    /// <summary>True where the same address may have the picture later.</summary>
    public bool MayPass { get; init; }

    /// <summary>The address, that one or one that it led to, to whose host no connection came about; null where it did.</summary>
    public Uri? DeadHost { get; init; }
}

/// <summary>Why there is no picture from elsewhere.</summary>
public static class FetchFailures
{
    /// <summary>The address, or one that it leads to, is none that may be asked.</summary>
    public const string AddressNotAllowed = "address_not_allowed";

    /// <summary>There is no such host, or it does not answer.</summary>
    public const string Unreachable = "host_unreachable";

    /// <summary>The host answered that it has no picture.</summary>
    public const string Refused = "fetch_refused";

    public const string TooManyRedirects = "too_many_redirects";
    public const string TimedOut = "fetch_timed_out";
}
