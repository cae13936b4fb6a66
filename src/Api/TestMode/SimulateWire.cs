using PilotPairing.Application.TestMode;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.TestMode;

internal sealed record SimulateRequest
{
    public SimulatedEvent? Event { get; set; }

    public string? Phone { get; set; }

    public string? Code { get; set; }
}

internal sealed record SimulateLinkRequest
{
    public SimulatedLinkEvent? Event { get; set; }

    public string? Phone { get; set; }
}

internal sealed record SimulateResponse(InstanceState State, PairingPhase Phase)
{
    public static SimulateResponse From(Simulated simulated) => new(simulated.State, simulated.Phase);
}
