using System.Net;
using Countersign.Egress;

namespace Countersign.Tests.Unit.Egress;

public sealed class PrivateAddressesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void An_address_that_is_not_the_internets_is_private(string address) => Assert.True(PrivateAddresses.Contain(IPAddress.Parse(address)));

    [Theory]
    [InlineData("140.82.121.6")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:50c0:8000::153")]
    [InlineData("64:ff9b::8c52:7906")]
    public void Others_are_public(string address) => Assert.False(PrivateAddresses.Contain(IPAddress.Parse(address)));
}
