using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pictures;

public sealed class PicturesInFilesTests : PictureSpecs
{
    protected override (string Key, string Value)[] Options => [];
}

public sealed class PicturesInADatabaseTests : PictureSpecs
{
    protected override (string Key, string Value)[] Options => [("Blobs:Store", "database")];
}

public sealed class PicturesInABucketTests : PictureSpecs
{
    protected override (string Key, string Value)[] Options { get; } = S3Gateway.Options(S3Gateway.NewPrefix());
}
