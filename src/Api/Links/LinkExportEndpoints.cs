using System.Runtime.CompilerServices;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Csv;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Links;
using PilotPairing.Domain;

namespace PilotPairing.Api.Links;

/// <summary>All links of a tenant as one file.</summary>
internal static class LinkExportEndpoints
{
    private static readonly string[] Header =
    [
        "id", "status", "provider", "methods", "numberId", "number", "name", "externalRef", "locale", "createdAt", "expiresAt", "opens",
        "openedAt", "device",
        "language", "startedAt", "scannedAt", "connectedAt", "abandonedAt", "failureReason", "metadata",
    ];

    public static void MapLinkExport(this IEndpointRouteBuilder keyed) =>
        keyed.MapGet("/links.csv", Export)
            .Describe(
                "All links as CSV",
                "Newest first, of any number. A cell that begins with = + - @, a tab or a line break has an apostrophe before it, "
                    + "the number with its plus too.")
            .Reads(LinkFilters.Parameters)
            .WithMetadata(new TenantKeyOnly(),
                new AnswersCsv("id,status,provider\r\nlnk_01m7yzm1g5e3atdvy5zebzrk9y,active,PILOT_STATUS\r\n")).WithTags("Links")
            .Answers(new ValidationFailed([]), new TooManyExports());

    private static async Task<Results<CsvResult, RefusalResult>> Export(
        HttpRequest http, Keyed key, IMediator mediator, WireJson wire, ExportSlots slots, CancellationToken cancellationToken)
    {
        var request = new ExportLinks(LinkFilters.Read(http, key.Caller, new(1, null), []));
        return (await mediator.Send(request, cancellationToken)).Match<Results<CsvResult, RefusalResult>>(
            links => slots.Take(key.Caller.Tenant) is { } slot
                ? new CsvResult("links.csv", Header, Lines(links, wire.Options), slot) : new RefusalResult(new TooManyExports()),
            refusal => new RefusalResult(refusal));
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> Lines(
        IAsyncEnumerable<ExportedLink> links, JsonSerializerOptions wire,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var exported in links.WithCancellation(cancellationToken))
        {
            var (link, funnel) = (exported.Row.Link, exported.Row.Funnel);
            yield return
            [
                link.Id.ToString(), Written(exported.Status), Written(link.Provider), string.Join(' ', link.Terms.Methods.Select(Written)),
                link.Number?.ToString(),
                exported.Instance?.Number.E164, exported.Instance?.Name.Value, link.Labels.ExternalRef, link.Terms.Locale,
                CsvText.Of(link.CreatedAt),
                CsvText.Of(link.ExpiresAt), CsvText.Of(exported.Row.Opens), CsvText.Of(funnel.OpenedAt), exported.Row.Device,
                exported.Row.Language,
                CsvText.Of(funnel.StartedAt), CsvText.Of(funnel.ScannedAt), CsvText.Of(funnel.ConnectedAt), CsvText.Of(funnel.AbandonedAt),
                exported.Row.FailureReason, link.Labels.Metadata.Count == 0 ? null : JsonSerializer.Serialize(link.Labels.Metadata, wire),
            ];
        }

        // As the JSON answers spell it.
        string Written<T>(T value) => JsonSerializer.SerializeToElement(value, wire).GetString()!;
    }
}
