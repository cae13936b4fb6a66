using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Connections;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Links;

/// <summary>What a link's hosted page asks; the link's token is the only key.</summary>
internal static class LinkPageEndpoints
{
    public static void MapLinkPage(this IEndpointRouteBuilder open)
    {
        var page = open.MapGroup("/remote-pairing/{token}").WithTags("Hosted page");
        page.MapGet("", ReadInfo)
            .Describe("Read what a link's page shows", "Never the whole number, nor anything of its owner's.")
            .Answers(new LinkNotFound());
        page.MapConnect();
        page.MapGet("/status", ReadStatus)
            .Describe("Ask how far the pairing is")
            .Reads(Parameter.Attempt, new Parameter("If-None-Match", "An ETag answered before", InHeader: true))
            .Produces<LinkStatusResponse>().Produces(StatusCodes.Status304NotModified).Answers(new LinkNotFound());
        page.MapStream();
        page.MapPost("/report", Report)
            .Describe("Tell what happens on the page")
            .TakesJson<ReportRequest>().Answers(new LinkNotFound());
        open.MapGet("/connect/{token}/branding", ReadBranding)
            .Describe("Read a link's branding")
            .WithTags("Hosted page").Answers(new LinkNotFound());
    }

    private static async Task<Results<Ok<LinkInfoResponse>, RefusalResult>> ReadInfo(
        string token, HttpRequest http, IMediator mediator, BrandingDefaults defaults, TimeProvider clock,
        CancellationToken cancellationToken) =>
        (await Read(token, mediator, cancellationToken))
            .As(reading => LinkInfoResponse.From(reading, Resolve(reading, http, defaults), clock.GetUtcNow()));

    private static async Task<Results<Ok<BrandingResponse>, RefusalResult>> ReadBranding(
        string token, HttpRequest http, IMediator mediator, BrandingDefaults defaults, CancellationToken cancellationToken) =>
        (await Read(token, mediator, cancellationToken)).As(reading => new BrandingResponse(Resolve(reading, http, defaults)));

    private static async Task<IResult> ReadStatus(
        string token, HttpContext context, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed)
            return new RefusalResult(new LinkNotFound());
        var reading = await mediator.Send(new ReadLinkStatus(parsed.Hash(), AttemptHeader.Of(context.Request)), cancellationToken);
        return reading.Match<IResult>(status => new CachedStatus(LinkStatusResponse.From(status), clock.GetUtcNow()), refusal =>
            new RefusalResult(refusal));
    }

    private static async Task<Results<NoContent, RefusalResult>> Report(
        string token, WireBody<ReportRequest> body, HttpRequest http, IMediator mediator, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed)
            return new RefusalResult(new LinkNotFound());
        var request = new ReportFromPage(parsed.Hash())
        {
            Faults = body.Faults,
            Kind = body.Value.Kind,
            Value = body.Value.Value,
            Visitor = VisitorBrowser.Of(http)
        };
        return (await mediator.Send(request, cancellationToken))
            .Match<Results<NoContent, RefusalResult>>(_ => TypedResults.NoContent(), refusal => new RefusalResult(refusal));
    }

    private static async Task<Result<LinkReading>> Read(string token, IMediator mediator, CancellationToken cancellationToken) =>
        PairingToken.Parse(token) is { } parsed
            ? await mediator.Send(new ReadLink(parsed.Hash(), WithReceipt: false), cancellationToken) : new LinkNotFound();

    /// <summary>Words for what nobody named are in the language of the link's page.</summary>
    private static BrandingFields Resolve(LinkReading reading, HttpRequest http, BrandingDefaults defaults)
    {
        var terms = reading.View.Link.Terms;
        var texts = PageLanguage.Choose(http, terms.Locale, reading.Settings.DefaultLocale);
        return BrandingFields.From(
            ResolvedBranding.Resolve(BrandingLayer.Empty, terms.Branding, reading.TenantBranding, texts.Unbranded(defaults)));
    }
}
