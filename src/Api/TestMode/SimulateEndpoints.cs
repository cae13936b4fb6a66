using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application;
using PilotPairing.Application.Instances;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.TestMode;

namespace PilotPairing.Api.TestMode;

/// <summary>A phone for programs.</summary>
internal static class SimulateEndpoints
{
    public static void MapSimulate(this IEndpointRouteBuilder keyed)
    {
        keyed.MapPost("/test/numbers/{id}/simulate", SimulateNumber)
            .Describe("Act as the phone of a test number", "Only for test-mode tenants.")
            .TakesJson<SimulateRequest>().WithTags("Test mode")
            .Answers(new NumberNotFound(), new NotSupportedForMeta(), new NothingToScan(), new CodeRejected());
        keyed.MapPost("/test/links/{id}/simulate", SimulateLink)
            .Describe("Let a test link expire, or act as the official API's dialog", "Only for test-mode tenants.")
            .TakesJson<SimulateLinkRequest>().WithTags("Test mode")
            .Answers(new LinkNotFound(), new NotSupportedForLink(), new LinkNotActive(), new MetaRejected(null, null, "", null));
    }

    private static async Task<Results<Ok<SimulateResponse>, RefusalResult>> SimulateNumber(
        string id, WireBody<SimulateRequest> body, Keyed key, IPhoneNumberParser phones, IMediator mediator,
        CancellationToken cancellationToken)
    {
        var request = new Simulate(key.Caller, new(PathId.Read(NumberId.Prefix, id)))
        {
            Faults = body.Faults,
            Event = body.Value.Event,
            Phone = Written.Of(body.Value.Phone, text => phones.Parse(text)),
            Code = body.Value.Code
        };
        return (await mediator.Send(request, cancellationToken)).As(SimulateResponse.From);
    }

    private static async Task<Results<Ok<SimulateResponse>, RefusalResult>> SimulateLink(
        string id, WireBody<SimulateLinkRequest> body, Keyed key, IPhoneNumberParser phones, IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(
            new SimulateLink(
                key.Caller, new(PathId.Read(LinkId.Prefix, id)))
            {
                Faults = body.Faults,
                Event = body.Value.Event,
                Phone = Written.Of(body.Value.Phone, text => phones.Parse(text))
            }, cancellationToken)).As(SimulateResponse.From);
}
