using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Links;

/// <summary>How long a customer is at Meta, and which links lead there.</summary>
public sealed class MetaStepTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(PairingPhase.MetaWaiting, 899, PairingPhase.MetaWaiting)]
    [InlineData(PairingPhase.MetaWaiting, 900, null)]
    [InlineData(PairingPhase.MetaRegistering, 119, PairingPhase.MetaRegistering)]
    [InlineData(PairingPhase.MetaRegistering, 120, null)]
    public void A_step_ends_by_the_clock(PairingPhase phase, int seconds, PairingPhase? shown) =>
        new MetaStep(phase, Now).PhaseAt(Now.AddSeconds(seconds)).Should().Be(shown);

    [Fact]
    public void A_link_takes_what_it_was_made_for()
    {
        var embedded = ForMeta(MetaFlow.Embedded);
        var both = ForPhone(PairingMethod.Qr, PairingMethod.Meta);
        var paired = ForPhone(PairingMethod.Qr, PairingMethod.Code);

        (embedded.Takes(MetaFlow.Embedded), embedded.Takes(MetaFlow.Credentials), embedded.OffersMeta).Should().Be((true, false, true));
        (both.Takes(MetaFlow.Embedded), both.Takes(MetaFlow.Credentials), both.OffersMeta).Should().Be((true, false, true));
        (paired.Takes(MetaFlow.Embedded), paired.Takes(MetaFlow.Credentials), paired.OffersMeta).Should().Be((false, false, false));
        ForMeta(MetaFlow.Credentials).Takes(MetaFlow.Credentials).Should().BeTrue();
    }

    [Theory]
    [InlineData(new[] { PairingMethod.Qr, PairingMethod.Meta }, PairingMethod.Qr)]
    [InlineData(new[] { PairingMethod.Meta, PairingMethod.Code }, PairingMethod.Code)]
    [InlineData(new[] { PairingMethod.Qr, PairingMethod.Code, PairingMethod.Meta }, null)]
    [InlineData(new[] { PairingMethod.Meta }, null)]
    public void Meta_beside_a_method_does_not_make_it_two(PairingMethod[] methods, PairingMethod? only) =>
        new LinkTerms { Methods = methods }.OnlyMethod.Should().Be(only);

    private static PairingLink ForMeta(MetaFlow flow) =>
        PairingLink.ForMeta(LinkId.New(Now), new TenantId(Guid.Empty), flow, new(new byte[32]), new(), Labels.None,
            PairingLink.DefaultLife, Now);

    private static PairingLink ForPhone(params PairingMethod[] methods) => PairingLink.ForPhone(
        LinkId.New(Now), new TenantId(Guid.Empty), NumberId.New(Now), new(new byte[32]), new() { Methods = methods }, Labels.None,
        PairingLink.DefaultLife, Now);
}
