using System.Security.Cryptography;
using System.Text;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Tests.Access;

namespace PilotPairing.Domain.Tests.Links;

/// <summary>The secret of a link: its shape, its hash, and what either shows in text.</summary>
public sealed class PairingTokenTests
{
    private const string Good = "rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";

    [Fact]
    public void Is_drawn_from_32_bytes()
    {
        PairingToken.Draw(new CountingRandom()).Value.Should().Be(Good);
        using var random = RandomNumberGenerator.Create();
        Enumerable.Range(0, 200).Select(_ => PairingToken.Draw(random).Value).Should().OnlyHaveUniqueItems()
            .And.AllSatisfy(text => PairingToken.Parse(text)!.Value.Value.Should().Be(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rp_")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAA")]
    [InlineData("RP_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA")]
    [InlineData("ps_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\n")]
    [InlineData(" rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy=")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy+")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy/")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHy\0")]
    [InlineData("rp_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyА")]
    public void Refuses_any_other_shape(string? text) => PairingToken.Parse(text).Should().BeNull();

    [Fact]
    public void Is_looked_up_by_the_SHA_256_of_its_text()
    {
        var hash = PairingToken.Parse(Good)!.Value.Hash();

        hash.ToArray().Should().Equal(SHA256.HashData(Encoding.ASCII.GetBytes(Good)));
        hash.Should().Be(new TokenHash(SHA256.HashData(Encoding.ASCII.GetBytes(Good))));
        (hash == new TokenHash(SHA256.HashData("other"u8))).Should().BeFalse();
        hash.GetHashCode().Should().Be(PairingToken.Draw(new CountingRandom()).Hash().GetHashCode());
    }

    [Fact]
    public void Hides_in_text_and_its_hash_shows_eight_digits()
    {
        var token = PairingToken.Parse(Good)!.Value;

        $"{token}".Should().Be("[pairing token]");
        $"{token.Hash()}".Should().Be(Convert.ToHexStringLower(token.Hash().ToArray())[..8]);
    }

    [Fact]
    public void A_pairing_code_hides_in_text_and_is_written_in_two_groups()
    {
        var code = new PairingCode("ABCD1234");

        (code.Written, $"{code}").Should().Be(("ABCD-1234", "[pairing code]"));
        $"{new CodeArtifact(code, default)}".Should().NotContain("ABCD");
        PairingCode.Alphabet.Should().HaveLength(32).And.NotContainAny("0", "I", "O", "U");
    }
}
