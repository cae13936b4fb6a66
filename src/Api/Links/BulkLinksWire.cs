using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain;

namespace PilotPairing.Api.Links;

/// <summary>Up to 200 pairing links.</summary>
// The description shows it; BulkLinksBody is how it is read.
[RequiredMembers("links")]
internal sealed record BulkLinksRequest
{
    [Field("Each the body of a pairing link", FewestItems = 1, MostItems = CreatePairingLinks.Most)]
    public List<PairingLinkRequest>? Links { get; set; }
}

/// <summary>Entries that are read one by one, so that a fault of one is no fault of the others.</summary>
internal sealed record BulkLinksBody
{
    public const int LargestBytes = 1024 * 1024;

    public List<JsonElement>? Links { get; set; }

    public static CreatePairingLinks ToCommand(WireBody<BulkLinksBody> body, Caller caller, IPhoneNumberParser phones, WireJson wire) =>
        new(body.Value.Links is { Count: <= CreatePairingLinks.Most } entries
            ? [.. entries.Select(entry => Entry(entry, caller, phones, wire))] : null)
        {
            Faults = body.Faults,
        };

    /// <summary>As the body of a request of its own, with the limit of one.</summary>
    private static CreatePairingLink Entry(JsonElement entry, Caller caller, IPhoneNumberParser phones, WireJson wire) =>
        Encoding.UTF8.GetByteCount(entry.GetRawText()) > BodyLimit.UsualBytes
            ? new(caller) { Faults = new BodyFaults(BodyLimit.Usual.TooLarge, []) }
            : PairingLinkRequest.ToCommand(WireBody<PairingLinkRequest>.Of(entry, wire.Options), caller, phones);
}

internal sealed record BulkLinksResponse(IReadOnlyList<BulkLinkResponse> Results)
{
    public static BulkLinksResponse From(PairingLinksCreated created, string connectUrl, string requestId) =>
        new([.. created.Outcomes.Select(outcome => outcome.Match(
            link => new BulkLinkResponse(StatusCodes.Status201Created, PairingLinkResponse.From(link, connectUrl), null),
            refusal => Refused(refusal, requestId)))]);

    private static BulkLinkResponse Refused(Refusal refusal, string requestId) =>
        new(RefusalResult.StatusOf(refusal.Kind), null, new(refusal.Text, refusal.Code, refusal.Details, requestId));
}

internal sealed record BulkLinkResponse(
    [property: Field("What the entry would have been answered alone: 201, or the status of its error", 201)] int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairingLinkResponse? Link,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull),
     Field("Why the entry was refused; absent where it was not")]
    ErrorEnvelope? Error);
