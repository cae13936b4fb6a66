using System.Security.Cryptography;
using System.Text;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Domain.Tests.Webhooks;

/// <summary>What counts as a signing key and what it shows of itself.</summary>
public sealed class WebhookSecretTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ")]
    [InlineData("whsec_not base64 at all, whatever the length")]
    [InlineData("whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfV")]
    public void Refuses_what_is_no_key_of_24_to_64_bytes(string? text) => WebhookSecret.Parse(text).Should().BeNull();

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(66, false)]
    public void Bounds_the_length(int bytes, bool parses) =>
        (WebhookSecret.Parse(WebhookSecret.Prefix + Convert.ToBase64String(new byte[bytes])) is not null).Should().Be(parses);

    [Fact]
    public void The_prefix_makes_no_difference()
    {
        const string bare = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        WebhookSecret.Parse(bare)!.Value.Should().Be(WebhookSecret.Parse("whsec_" + bare)!.Value).And.Be("whsec_" + bare);
    }

    [Fact]
    public void A_drawn_secret_reads_back_and_hides_in_text()
    {
        using var random = RandomNumberGenerator.Create();
        var secret = WebhookSecret.Draw(random);

        WebhookSecret.Parse(secret.Value)!.Mac(Encoding.UTF8.GetBytes("x")).Should().Equal(secret.Mac(Encoding.UTF8.GetBytes("x")));
        WebhookSecret.Draw(random).Value.Should().NotBe(secret.Value);
        $"{secret}".Should().Be("[webhook secret]");
    }
}
