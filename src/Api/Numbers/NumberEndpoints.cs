using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Numbers;

internal static class NumberEndpoints
{
    public static void MapNumberRoutes(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("/numbers").WithTags("Numbers");
        routes.MapPost("", Create)
            .Describe("Make a number and show its QR code",
                "Fires number.created. Where the gateway fails the number is made all the same, and pairingError says why there is "
                    + "no code.")
            .TakesJson<NumberRequest>().WithMetadata(new MakesNumbers()).Answers(new GatewayNotConfigured());
        routes.MapGet("", List)
            .Describe("List the numbers", "Newest first. Without limit all of them, up to 10,000.")
            .Reads(
                new Parameter("state", "Only numbers in this state", Type: nameof(InstanceState)),
                new Parameter("provider", "Only numbers of this kind", Type: nameof(Provider)),
                Parameter.ExternalRef)
            .Answers(new ValidationFailed([]));
        routes.MapGet("/{id}", Read)
            .Describe("Read a number")
            .Reads(new Parameter("refresh", "1 asks the official API again; without effect on QR-paired numbers"))
            .Answers(new NumberNotFound());
        routes.MapPatch("/{id}", Update)
            .Describe("Rename or relabel a number")
            .TakesJson<NumberPatch>().Answers(new NumberNotFound());
        routes.MapGet("/{id}/status", ReadStatus)
            .Describe("Ask whether a number is connected",
                "A gateway that does not answer is no error: the stored state is told, with checkedAt.")
            .Answers(new NumberNotFound());
        routes.MapGet("/{id}/connect", Connect)
            .Describe("Read a fresh QR code of a number", "At most one new code in ten seconds; a live one is never replaced.")
            .Answers([new NumberNotFound(), new NotSupportedForMeta(), new AlreadyConnected(), .. GatewayRefusals.OfConnect]);
        routes.MapPost("/{id}/logout", Logout)
            .Describe("Disconnect a number and keep it")
            .Answers(new NumberNotFound(), new NotSupportedForMeta());
        routes.MapPost("/{id}/disconnect", Logout)
            .Describe("Disconnect a number and keep it, under the original API's name", "The same as logout.")
            .Answers(new NumberNotFound(), new NotSupportedForMeta());
        routes.MapDelete("/{id}", Remove)
            .Describe("Remove a number",
                "Ends its session at the gateway, its links and its key, and fires number.removed. A second time it is a 404.")
            .Answers(new NumberNotFound());
    }

    private static async Task<Results<Created<NumberCreatedResponse>, RefusalResult>> Create(
        WireBody<NumberRequest> body, Keyed key, IPhoneNumberParser phones, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(NumberRequest.ToCommand(body, key.Caller, phones), cancellationToken))
            .Match<Results<Created<NumberCreatedResponse>, RefusalResult>>(
            created => TypedResults.Created($"/v1/numbers/{created.Instance.Id}", NumberCreatedResponse.From(created)),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<ListResult<NumberItemResponse>, RefusalResult>> List(
        [AsParameters] Paging paging, HttpRequest http, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.ReadOfNumbers();
        var filters = new Filters(http, [.. faults]);
        var request = new ListNumbers(key.Caller, page)
        {
            State = filters.Enum<InstanceState>("state"),
            Provider = filters.Enum<Provider>("provider"),
            ExternalRef = filters.Text("externalRef"),
            Faults = new(null, filters.Faults),
        };
        return (await mediator.Send(request, cancellationToken)).Match<Results<ListResult<NumberItemResponse>, RefusalResult>>(
            numbers => ListResult<NumberItemResponse>.From(numbers, NumberItemResponse.From),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Ok<NumberDetailResponse>, RefusalResult>> Read(
        string id, HttpRequest http, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadNumber(key.Caller, Named(id), http.Query["refresh"] == "1"), cancellationToken))
            .As(NumberDetailResponse.From);

    private static async Task<Results<Ok<NumberItemResponse>, RefusalResult>> Update(
        string id, WireBody<NumberPatch> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateNumber(key.Caller, Named(id), body.Value.ToChange()) { Faults = body.Faults }, cancellationToken))
            .As(NumberItemResponse.From);

    private static async Task<Results<Ok<NumberStatusResponse>, RefusalResult>> ReadStatus(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadNumberStatus(key.Caller, Named(id)), cancellationToken)).As(NumberStatusResponse.From);

    private static async Task<Results<Ok<ArtifactResponse>, RefusalResult>> Connect(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ConnectNumber(key.Caller, Named(id)), cancellationToken)).As(ArtifactResponse.From);

    private static async Task<Results<Ok<NumberStatusResponse>, RefusalResult>> Logout(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new LogoutNumber(key.Caller, Named(id)), cancellationToken)).As(NumberStatusResponse.From);

    private static async Task<Results<Ok<DoneResponse>, RefusalResult>> Remove(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveNumber(key.Caller, Named(id)), cancellationToken)).As(_ => DoneResponse.Yes);

    private static NumberId Named(string id) => new(PathId.Read(NumberId.Prefix, id));
}
