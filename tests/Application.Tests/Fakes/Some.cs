using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>A tenant, a number and a link to begin a test with.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    public static readonly PhoneNumber Phone = PhoneNumber.Parse("+5511999999999")!.Value;
    public static readonly TenantId Tenant = new(Guid.CreateVersion7(Now));

    public static Caller TenantKey(TenantMode mode = TenantMode.Test) => new(Tenant, mode, new(Guid.Empty), KeyScope.Tenant, null);

    public static Caller NumberKey(NumberId number) => new(Tenant, TenantMode.Test, new(Guid.Empty), KeyScope.Number, number);

    public static Instance Number(
        InstanceState state = InstanceState.Close, TenantId? tenant = null, Provider provider = Provider.PilotStatus) => Instance.FromStore(
        NumberId.New(Now), tenant ?? Tenant, Phone, DisplayName.FromStore("Shop"), provider, Labels.None, state, null, null, default, null,
        Now, Now);

    public static PairingLink Link(NumberId number, LinkTerms? terms = null) => PairingLink.ForPhone(
        LinkId.New(Now), Tenant, number, new(new byte[32]), terms ?? new(), Labels.None, PairingLink.DefaultLife, Now);

    public static PairingAttempt Attempt(
        NumberId number, LinkId? link = null, PairingPhase phase = PairingPhase.Preparing, Artifacts? artifacts = null,
        bool needsStart = false) =>
        PairingAttempt.FromStore(
            AttemptId.New(Now), Tenant, number, link, null, phase, artifacts ?? Artifacts.None, 0, needsStart, Now, Now,
            phase == PairingPhase.CoolingDown ? Now.AddSeconds(60) : null, null, null);

    public static Artifacts Qr(string payload = "qr") => new(new(payload, Now.AddSeconds(60)), null);
}
