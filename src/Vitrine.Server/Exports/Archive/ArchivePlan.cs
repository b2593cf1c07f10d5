namespace Vitrine.Server.Exports.Archive;

/// <summary>What an archive will be to the last byte, before its first is sent.</summary>
/// <param name="Order">A hash of each row's id, in order: rows that come in between later are none of it.</param>
/// <param name="PicturesLength">Where the manifest's header stands.</param>
/// <param name="Lost">Which of the rows have lost their pictures.</param>
/// <param name="EntriesDigest">Of the names, lengths and checksums of all pictures, in order.</param>
internal sealed record ArchivePlan(
    ulong[] Order, IReadOnlySet<int> Lost, long Entries, long PicturesLength, ZipEntry Manifest, long DirectoryLength, ulong EntriesDigest)
{
    public long DirectoryOffset => PicturesLength + Manifest.HeaderLength + Manifest.Length;

    public long Length => DirectoryOffset + DirectoryLength + ZipHeaders.End(Entries, DirectoryOffset, DirectoryLength).Length;

    /// <summary>The same for the same bytes.</summary>
    public ulong Digest => RunningDigest.Of(EntriesDigest, Manifest.Crc, (ulong)Manifest.Length, (ulong)Length);
}
