namespace Vitrine.Testing;

/// <summary>The S3 gateway that <c>./test</c> starts. Tests share its bucket, each with names of its own.</summary>
public static class S3Gateway
{
    public const string Bucket = "vitrine";

    public static string Endpoint => Read("VITRINE_TEST_S3_ENDPOINT");

    public static string AccessKey => Read("AWS_ACCESS_KEY_ID");

    public static string SecretKey => Read("AWS_SECRET_ACCESS_KEY");

    /// <summary>What the names of a test's objects begin with.</summary>
    public static string NewPrefix() => $"tests/{Guid.NewGuid():N}/";

    /// <summary>The options of a server whose pictures are in the bucket.</summary>
    public static (string Key, string Value)[] Options(string prefix) =>
    [
        ("Blobs:Store", "s3"), ("S3:Endpoint", Endpoint), ("S3:Bucket", Bucket), ("S3:AccessKey", AccessKey), ("S3:SecretKey", SecretKey), ("S3:KeyPrefix", prefix),
    ];

    private static string Read(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: run the tests by ./test, which starts a gateway (eng/s3.sh says what it needs).");
}
