using System.Runtime.Versioning;
using Vitrine.Server.Security;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Security;

[UnsupportedOSPlatform("windows")]
public sealed class ServerSecretTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string File => folder.File(ServerSecret.FileName);

    [Fact]
    public void It_is_made_once_and_is_its_owners_alone()
    {
        var key = Open().DeriveKey("one");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.Equal(key, Open().DeriveKey("one"));
        Assert.NotEqual(key, Open().DeriveKey("other"));
    }

    [Fact]
    public void The_option_wins_and_writes_nothing()
    {
        var key = Open(Convert.ToBase64String(new byte[ServerSecret.Bytes])).DeriveKey("one");
        Assert.Equal(ServerSecret.Bytes, key.Length);
        Assert.False(System.IO.File.Exists(File));
        Assert.NotEqual(key, Open().DeriveKey("one"));
    }

    [Theory]
    [InlineData("no base64")]
    [InlineData("c2hvcnQ=")]
    public void What_is_no_key_stops_the_start_and_is_not_repeated(string text)
    {
        var error = Assert.Throws<StartException>(() => Open(text).DeriveKey("one"));
        Assert.DoesNotContain(text, error.Message);
        System.IO.File.WriteAllText(File, text);
        Assert.Throws<StartException>(() => Open().DeriveKey("one"));
    }

    public void Dispose() => folder.Dispose();

    private ServerSecret Open(string? option = null) => new(new SecretOptions { Key = option }, DataFolder.At(folder.File(".")));
}
