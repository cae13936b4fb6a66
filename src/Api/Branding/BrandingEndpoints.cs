using MediatR;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Branding;

internal static class BrandingEndpoints
{
    /// <param name="root">Outside <c>/v1</c>: the original API's other address of the upload, and what pages load.</param>
    public static void MapBranding(this IEndpointRouteBuilder keyed, IEndpointRouteBuilder root)
    {
        var routes = keyed.MapGroup("/branding").WithTags("Branding");
        routes.MapGet("", Read)
            .Describe("Read the tenant's branding")
            .WithMetadata(new TenantKeyOnly());
        routes.MapPut("", Change)
            .Describe("Change the tenant's branding", "What is left out stays, null clears; all or nothing.")
            .TakesJson<BrandingRequest>().WithMetadata(new TenantKeyOnly());
        routes.MapPost("/logo", Upload)
            .Describe("Upload a logo", "PNG, JPEG or WebP by its bytes, at most 2 MB, as multipart/form-data in the field file.")
            .Reads(new Parameter(LogoUpload.ApplyParameter, "true makes it the tenant's logo at once"))
            .TakesFile().WithMetadata(new TenantKeyOnly(), LogoUpload.Limit)
            .Answers(new LogoTooLarge(), new LogoOfTooManyPixels(), new NotALogo());
        root.MapPost("/api/branding/logo", UploadByKeyOrSession)
            .WithMetadata(new NeedsKey(), new TenantKeyOnly(), new OpsSessionToo(), LogoUpload.Limit)
            .ExcludeFromDescription();
        root.MapMethods("/assets/{key}", [HttpMethods.Get, HttpMethods.Head], Show).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<TenantBrandingResponse>, RefusalResult>> Read(
        Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadBranding(key.Caller), cancellationToken)).As(ToResponse);

    private static async Task<Results<Ok<TenantBrandingResponse>, RefusalResult>> Change(
        WireBody<BrandingRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeBranding(key.Caller, body.Value.ToChange()) { Faults = body.Faults }, cancellationToken))
            .As(ToResponse);

    private static async Task<Results<Created<LogoResponse>, RefusalResult>> Upload(
        LogoUpload upload, Keyed key, IMediator mediator, LogoAddress address, CancellationToken cancellationToken) =>
        await Keep(key.Caller.Tenant, upload, mediator, address, cancellationToken);

    private static async Task<Results<Created<LogoResponse>, RefusalResult>> UploadByKeyOrSession(
        LogoUpload upload, HttpContext context, IMediator mediator, LogoAddress address, ITenantDirectory tenants,
        IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        if (context.Features.Get<Caller>() is { } caller)
            return await Keep(caller.Tenant, upload, mediator, address, cancellationToken);
        if (upload.Refusal is { } unreadable)
            return new RefusalResult(unreadable);
        if (!await antiforgery.IsRequestValidAsync(context))
            return new RefusalResult(new AntiforgeryFailed());
        if (upload.TenantId is null)
            return new RefusalResult(new ValidationFailed([new("tenantId", "is required")]));
        if (!WireId.TryParse(TenantId.Prefix, upload.TenantId, out var id)
            || await tenants.Find(new(id), cancellationToken) is not { } tenant)
            return new RefusalResult(new NothingHere());

        await mediator.Send(new RecordAction(OpsSession.Of(context)!, AuditAction.LogoUploaded, [tenant.Id.ToString()]), cancellationToken);
        return await Keep(tenant.Id, upload, mediator, address, cancellationToken);
    }

    private static async Task<Results<Created<LogoResponse>, RefusalResult>> Keep(
        TenantId tenant, LogoUpload upload, IMediator mediator, LogoAddress address, CancellationToken cancellationToken)
    {
        if (upload.Refusal is { } unreadable)
            return new RefusalResult(unreadable);
        return (await mediator.Send(new UploadLogo(tenant, upload.FileName, upload.Content, upload.Apply), cancellationToken))
            .Match<Results<Created<LogoResponse>, RefusalResult>>(
            asset => TypedResults.Created(address.UrlOf(asset.Id), LogoResponse.From(asset, address)),
            refusal => new RefusalResult(refusal));
    }

    /// <summary>An address never changes what it shows, and nothing that it shows may act as a page.</summary>
    private static async Task<IResult> Show(string key, HttpResponse response, ILogos logos, CancellationToken cancellationToken)
    {
        if (!WireId.TryParse(AssetId.Prefix, key, out var id) || await logos.Find(new(id), cancellationToken) is not { } image)
            return new RefusalResult(new NothingHere());
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return TypedResults.Bytes(image.Content, image.MimeType, entityTag: new($"\"{key}\""));
    }

    private static TenantBrandingResponse ToResponse(BrandingLayer branding) => new(TenantBrandingFields.From(branding));
}
