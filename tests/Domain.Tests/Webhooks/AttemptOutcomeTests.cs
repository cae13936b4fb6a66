using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Domain.Tests.Webhooks;

/// <summary>Which answers count as delivered, as failed and as final.</summary>
public sealed class AttemptOutcomeTests
{
    [Theory]
    [InlineData(200, AttemptVerdict.Delivered)]
    [InlineData(204, AttemptVerdict.Delivered)]
    [InlineData(299, AttemptVerdict.Delivered)]
    [InlineData(199, AttemptVerdict.Failed)]
    [InlineData(301, AttemptVerdict.Failed)]
    [InlineData(304, AttemptVerdict.Failed)]
    [InlineData(400, AttemptVerdict.Failed)]
    [InlineData(404, AttemptVerdict.Failed)]
    [InlineData(410, AttemptVerdict.Gone)]
    [InlineData(429, AttemptVerdict.Failed)]
    [InlineData(503, AttemptVerdict.Failed)]
    public void Statuses(int status, AttemptVerdict verdict) =>
        AttemptOutcome.Answered(status).Should().Match<AttemptOutcome>(o => o.Verdict == verdict && o.StatusCode == status);

    [Fact]
    public void Every_fault_is_retried_but_a_refused_address()
    {
        foreach (var fault in Enum.GetValues<DeliveryFault>())
        {
            var outcome = AttemptOutcome.NoAnswer(fault);
            outcome.Verdict.Should().Be(fault == DeliveryFault.AddressRefused ? AttemptVerdict.Refused : AttemptVerdict.Failed);
            outcome.Problem.Should().NotBeNullOrEmpty();
        }
    }
}
