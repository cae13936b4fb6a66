using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Tests.Http;

/// <summary>Which addresses may be called. That the socket really asks is GuardedHandlerTests' part.</summary>
public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("192.167.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:200::1")]
    [InlineData("2001:4860:4860::8888")]
    public void Public_addresses_may_be_called(string address) => Guard().Allows(IPAddress.Parse(address)).Should().BeTrue();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:1ff:ffff::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("4000::1")]
    public void Special_addresses_may_not(string address) => Guard().Allows(IPAddress.Parse(address)).Should().BeFalse();

    [Fact]
    public void An_allowed_network_opens_itself_and_nothing_beside_it()
    {
        var guard = Guard(networks: ["10.1.0.0/16", "fd00:1::/32"]);

        guard.Allows(IPAddress.Parse("10.1.2.3")).Should().BeTrue();
        guard.Allows(IPAddress.Parse("::ffff:10.1.2.3")).Should().BeTrue();
        guard.Allows(IPAddress.Parse("fd00:1::5")).Should().BeTrue();
        guard.Allows(IPAddress.Parse("10.2.0.1")).Should().BeFalse();
        guard.Allows(IPAddress.Parse("fd00:2::5")).Should().BeFalse();
    }

    [Fact]
    public void No_address_of_a_blocked_network_passes_however_it_is_written()
    {
        IPNetwork[] blocked =
        [
            .. ("0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 198.18.0.0/15 224.0.0.0/3 "
                + "::/3 2001::/23 2002::/16 3fff::/20 4000::/2 8000::/1").Split(' ').Select(text => IPNetwork.Parse(text)),
        ];
        var guard = Guard();
        Prop.ForAll(Gen.Choose(0, blocked.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ArrayOf(16).ToArbitrary(), (index, random) =>
        {
            var address = Inside(blocked[index], [.. random.Select(value => (byte)value)]);
            return !guard.Allows(address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || !guard.Allows(address.MapToIPv6()));
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public async Task One_bad_address_among_the_answers_refuses_the_host()
    {
        var guard = Guard(lookup: "8.8.8.8 10.0.0.1");

        var resolve = () => guard.Resolve("rebind.example", new("test"), CancellationToken.None);

        (await resolve.Should().ThrowAsync<AddressRefusedException>()).Which.Message.Should().NotContain("10.0.0.1");
        (await Guard(lookup: "8.8.8.8 1.1.1.1").Resolve("fine.example", new("test"), CancellationToken.None)).Should().HaveCount(2);
    }

    internal static AddressGuard Guard(string[]? networks = null, string[]? insecure = null, string? lookup = null) => new(
        new(networks ?? [], insecure ?? []),
        (_, _, _) => lookup is null
            ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
            : Task.FromResult(lookup.Split(' ').Select(IPAddress.Parse).ToArray()));

    private static IPAddress Inside(IPNetwork network, byte[] random)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] |= (byte)(random[bit / 8] & (0x80 >> (bit % 8)));
        return new IPAddress(bytes);
    }
}
