using PilotPairing.Infrastructure.Gateways.Baileys;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>What an operator reads when WhatsApp is not reached, or when the clock is off.</summary>
public sealed class WhatsAppReachTests
{
    [Theory]
    [InlineData("ENOTFOUND", "name does not resolve")]
    [InlineData("EAI_AGAIN", "name does not resolve")]
    [InlineData("ECONNREFUSED", "refused")]
    [InlineData("ABORT_ERR", "nothing answers")]
    [InlineData("CERT_NOT_YET_VALID", "check the clock")]
    [InlineData("CERT_HAS_EXPIRED", "check the clock")]
    [InlineData("DEPTH_ZERO_SELF_SIGNED_CERT", "not trusted")]
    [InlineData("EPROTO", "EPROTO")]
    [InlineData(null, "which version")]
    public void What_fails_is_said_in_a_sentence(string? code, string part) =>
        WhatsAppReach.NotReached(code).Should().StartWith("WhatsApp is not reached: ").And.Contain(part).And.Contain("tried again");

    [Theory]
    [InlineData(59, null)]
    [InlineData(-3600, "60 minutes behind WhatsApp's")]
    [InlineData(7200, "120 minutes ahead of WhatsApp's")]
    public void A_clock_that_is_off_is_named(int aheadSeconds, string? part)
    {
        var warning = WhatsAppReach.ClockOff(TimeSpan.FromSeconds(aheadSeconds));

        if (part is null)
            warning.Should().BeNull();
        else
            warning.Should().Contain(part);
    }
}
