using System.Net;
using Vitrine.Media.Remote;

namespace Vitrine.Media.Tests;

public sealed class PublicAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("100.64.0.0", "100.127.255.255")]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.0.0.0", "192.0.0.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("192.88.99.0", "192.88.99.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("224.0.0.0", "255.255.255.255")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void A_range_is_closed_from_its_first_address_to_its_last_and_no_further(string first, string last)
    {
        Assert.False(PublicAddresses.Contains(IPAddress.Parse(first)));
        Assert.False(PublicAddresses.Contains(IPAddress.Parse(last)));
        if (Beside(first, -1) is { } before) Assert.True(PublicAddresses.Contains(before), before.ToString());
        if (Beside(last, 1) is { } after) Assert.True(PublicAddresses.Contains(after), after.ToString());
    }

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:0:8.8.8.8")]
    [InlineData("::8.8.8.8")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b:1::10.0.0.1")]
    [InlineData("100::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2606:4700:0:0:0:5efe:10.0.0.1")]
    [InlineData("2606:4700:0:0:200:5efe:10.0.0.1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456:789a::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("2606:4700::1111%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("169.254.169.254")]
    [InlineData("fd00:ec2::254")]
    public void What_is_inside_or_carries_another_address_is_not_public(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:82a::200e")]
    public void The_public_internet_is_open(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    // Null where the neighbour is in a closed range of its own, or there is none.
    private static IPAddress? Beside(string address, int step)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        for (var place = bytes.Length - 1; place >= 0; place--)
        {
            bytes[place] = (byte)(bytes[place] + step);
            if (bytes[place] != (step < 0 ? 255 : 0)) break;
        }
        var beside = new IPAddress(bytes);
        return beside.ToString() is "255.255.255.255" or "0.0.0.0" or "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff" || address is "0.0.0.0" or "255.255.255.255" ? null : beside;
    }
}
