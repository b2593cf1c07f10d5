using System.Text;
using Vitrine.Server.Generation.Providers;
using Vitrine.Server.Security;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Generation;

public sealed class KeySealTests : IDisposable
{
    private const string Key = "sk-0123456789abcdef";

    private readonly TempFolder folder = new();

    [Fact]
    public void A_key_comes_back_and_no_box_is_like_another()
    {
        var seal = SealOf(1);
        var (one, other) = (seal.Seal("openai", Key), seal.Seal("openai", Key));
        Assert.Equal((Key, Key), (seal.Open("openai", one), seal.Open("openai", other)));
        Assert.NotEqual(one, other);
        Assert.DoesNotContain(Key, Encoding.Latin1.GetString(one));
    }

    [Fact]
    public void Another_provider_another_secret_and_a_changed_byte_open_nothing()
    {
        var box = SealOf(1).Seal("openai", Key);
        Assert.Null(SealOf(1).Open("gemini", box));
        Assert.Null(SealOf(2).Open("openai", box));
        Assert.Null(SealOf(1).Open("openai", box.AsSpan(0, 20)));
        for (var index = 0; index < box.Length; index++)
        {
            box[index] ^= 1;
            Assert.Null(SealOf(1).Open("openai", box));
            box[index] ^= 1;
        }
        Assert.Equal(Key, SealOf(1).Open("openai", box));
    }

    public void Dispose() => folder.Dispose();

    private KeySeal SealOf(byte secret)
    {
        using var data = DataFolder.Own(folder.File($"data-{Guid.NewGuid():N}"));
        var bytes = new byte[ServerSecret.Bytes];
        bytes[0] = secret;
        return new KeySeal(new ServerSecret(new SecretOptions { Key = Convert.ToBase64String(bytes) }, data));
    }
}
