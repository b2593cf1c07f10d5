namespace Vitrine.Server.Tests.Support;

/// <summary>Pictures to send.</summary>
internal static class SamplePictures
{
    /// <summary>The smallest PNG: one white pixel.</summary>
    public static byte[] Pixel { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");
}
