using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Instances;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.TestMode;

[RequiredMembers("event")]
[ShownMembers("event")]
internal sealed record SimulateRequest
{
    [Field("What the simulated phone does", "scan")]
    public SimulatedEvent? Event { get; set; }

    public string? Phone { get; set; }

    public string? Code { get; set; }

    public static Written<PhoneNumber>? Read(string? phone, IPhoneNumberParser phones) =>
        phone is null ? null : new(phone, phones.Parse(phone));
}

[RequiredMembers("event")]
internal sealed record SimulateLinkRequest
{
    [Field("What becomes of the link", "expire")]
    public SimulatedLinkEvent? Event { get; set; }

    public string? Phone { get; set; }
}

internal sealed record SimulateResponse(InstanceState State, PairingPhase Phase)
{
    public static SimulateResponse From(Simulated simulated) => new(simulated.State, simulated.Phase);
}
