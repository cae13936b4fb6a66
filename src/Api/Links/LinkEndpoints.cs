using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Numbers;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Api.Parameters;
using PilotPairing.Api.TestMode;
using PilotPairing.Application;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Links;
using PilotPairing.Application.TestMode;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.TestMode;

namespace PilotPairing.Api.Links;

internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder keyed, IEndpointRouteBuilder open)
    {
        keyed.MapPost("/numbers/remote-pairing", CreateLink).Accepts<PairingLinkRequest>("application/json").WithTags("Numbers")
            .Answers(new NumberNotFound(), new NotSupportedForMeta(), new AlreadyConnected(), new NumberScopeNotAllowed(), new GatewayNotConfigured(), new MetaNotConfigured());
        keyed.MapPost("/test/numbers/{id}/simulate", SimulateNumber).Accepts<SimulateRequest>("application/json").WithTags("Test mode")
            .Answers(new NumberNotFound(), new NotSupportedForMeta(), new NothingToScan(), new CodeRejected());
        keyed.MapPost("/test/links/{id}/simulate", SimulateLink).Accepts<SimulateLinkRequest>("application/json").WithTags("Test mode")
            .Answers(new LinkNotFound(), new NotSupportedForLink(), new LinkNotActive(), new MetaRejected(null, null, "", null));

        var page = open.MapGroup("/remote-pairing/{token}").WithTags("Hosted page");
        page.MapGet("", ReadInfo).Answers(new LinkNotFound());
        page.MapPost("/connect", Connect).Accepts<ConnectRequest>("application/json")
            .Answers([new LinkNotFound(), new NotSupportedForMeta(), new NotSupportedForLink(), new AlreadyConnected(), .. GatewayRefusals.OfConnect]);
        page.MapGet("/status", ReadStatus).Produces<LinkStatusResponse>().Produces(StatusCodes.Status304NotModified).Answers(new LinkNotFound());
        page.MapGet("/events", LinkStream.Follow).Produces<string>(contentType: "text/event-stream").Answers(new LinkNotFound());
        page.MapPost("/report", Report).Accepts<ReportRequest>("application/json").Answers(new LinkNotFound());
        open.MapGet("/connect/{token}/branding", ReadBranding).WithTags("Hosted page").Answers(new LinkNotFound());
    }

    private static async Task<Results<Created<PairingLinkResponse>, RefusalResult>> CreateLink(
        WireBody<PairingLinkRequest> body, Keyed key, IMediator mediator, IPublicAddress address, CancellationToken cancellationToken) =>
        (await mediator.Send(PairingLinkRequest.ToCommand(body, key.Caller), cancellationToken)).Match<Results<Created<PairingLinkResponse>, RefusalResult>>(
            created => TypedResults.Created($"/v1/links/{created.Link.Id}", PairingLinkResponse.From(created, address.ConnectUrl)),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<Ok<LinkInfoResponse>, RefusalResult>> ReadInfo(
        string token, HttpRequest http, IMediator mediator, BrandingDefaults defaults, TimeProvider clock, CancellationToken cancellationToken) =>
        (await Read(token, mediator, cancellationToken)).As(reading => LinkInfoResponse.From(reading, Resolve(reading, http, defaults), clock.GetUtcNow()));

    private static async Task<Results<Ok<BrandingResponse>, RefusalResult>> ReadBranding(
        string token, HttpRequest http, IMediator mediator, BrandingDefaults defaults, CancellationToken cancellationToken) =>
        (await Read(token, mediator, cancellationToken)).As(reading => new BrandingResponse(Resolve(reading, http, defaults)));

    private static async Task<Results<Ok<ArtifactResponse>, RefusalResult>> Connect(
        string token, WireBody<ConnectRequest> body, IMediator mediator, IAttemptPass passes, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed)
            return new RefusalResult(new LinkNotFound());
        var request = new RequestArtifact(parsed.Hash(), body.Value.Method, body.Value.Refresh ?? false) { Faults = body.Faults };
        return (await mediator.Send(request, cancellationToken)).As(issued => ArtifactResponse.From(issued.View, passes.For(issued.Link)));
    }

    private static async Task<IResult> ReadStatus(string token, HttpContext context, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed)
            return new RefusalResult(new LinkNotFound());
        var reading = await mediator.Send(new ReadLinkStatus(parsed.Hash(), AttemptHeader.Of(context.Request)), cancellationToken);
        return reading.Match<IResult>(status => new CachedStatus(LinkStatusResponse.From(status), clock.GetUtcNow()), refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<NoContent, RefusalResult>> Report(string token, WireBody<ReportRequest> body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed)
            return new RefusalResult(new LinkNotFound());
        var request = new ReportFromPage(parsed.Hash()) { Faults = body.Faults, Kind = body.Value.Kind, Value = body.Value.Value };
        return (await mediator.Send(request, cancellationToken)).Match<Results<NoContent, RefusalResult>>(_ => TypedResults.NoContent(), refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Ok<SimulateResponse>, RefusalResult>> SimulateNumber(
        string id, WireBody<SimulateRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var request = new Simulate(key.Caller, new(PathId.Read(NumberId.Prefix, id))) { Faults = body.Faults, Event = body.Value.Event, Phone = body.Value.Phone, Code = body.Value.Code };
        return (await mediator.Send(request, cancellationToken)).As(SimulateResponse.From);
    }

    private static async Task<Results<Ok<SimulateResponse>, RefusalResult>> SimulateLink(
        string id, WireBody<SimulateLinkRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new SimulateLink(key.Caller, new(PathId.Read(LinkId.Prefix, id))) { Faults = body.Faults, Event = body.Value.Event, Phone = body.Value.Phone }, cancellationToken)).As(SimulateResponse.From);

    private static async Task<Result<LinkReading>> Read(string token, IMediator mediator, CancellationToken cancellationToken) =>
        PairingToken.Parse(token) is { } parsed ? await mediator.Send(new ReadLink(parsed.Hash(), WithReceipt: false), cancellationToken) : new LinkNotFound();

    /// <summary>Words for what nobody named are in the language of the link's page.</summary>
    private static BrandingFields Resolve(LinkReading reading, HttpRequest http, BrandingDefaults defaults)
    {
        var terms = reading.View.Link.Terms;
        var texts = PageLanguage.Choose(http, terms.Locale, reading.Settings.DefaultLocale);
        return BrandingFields.From(ResolvedBranding.Resolve(BrandingLayer.Empty, terms.Branding, reading.TenantBranding, texts.Unbranded(defaults)));
    }
}
