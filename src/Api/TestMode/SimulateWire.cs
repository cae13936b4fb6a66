using PilotPairing.Api.OpenApi;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.TestMode;

[RequiredMembers("event")]
[ShownMembers("event")]
internal sealed record SimulateRequest
{
    [Field("What the simulated phone does", "scan")]
    public SimulatedEvent? Event { get; set; }

    public string? Phone { get; set; }

    public string? Code { get; set; }
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
