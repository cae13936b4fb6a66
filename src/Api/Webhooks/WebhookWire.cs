using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Access;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Webhooks;

[RequiredMembers("url")]
[ShownMembers("url", "name", "events", "scope")]
internal sealed record EndpointRequest
{
    public string? Url { get; set; }

    [Field("Shown in lists; the URL's host unless given", "Orders", Longest = 120)]
    public string? Name { get; set; }

    public List<string>? Events { get; set; }

    public string? WhatsappNumberId { get; set; }

    [Field("1 to 50 numbers of the tenant", new[] { "num_01m7yzm1g4e3atdvy5zebzrk9y" }, FewestItems = 1, MostItems = 50)]
    public List<string?>? WhatsappNumberIds { get; set; }

    [Field("tenant hears every number and link; only with a tenant key", "tenant")]
    public KeyScope? Scope { get; set; }

    public static RegisterEndpoint ToCommand(WireBody<EndpointRequest> body, string? numberHeader, Caller caller) => new(caller)
    {
        Faults = body.Faults,
        Url = body.Value.Url,
        Name = body.Value.Name,
        Events = body.Value.Events,
        WholeTenant = body.Value.Scope == KeyScope.Tenant,
        Numbers = [.. new[] { body.Value.WhatsappNumberId, numberHeader }.Where(written => !string.IsNullOrEmpty(written))
            .Select(written => new List<NamedNumber> { Named(written) }),
            .. body.Value.WhatsappNumberIds is { } several ? [[.. several.Select(Named)]] : Array.Empty<List<NamedNumber>>()],
    };

    private static NamedNumber Named(string? written) =>
        new(written ?? "", WireId.TryParse(NumberId.Prefix, written ?? "", out var id) ? new NumberId(id) : null);
}

internal sealed record EndpointPatch
{
    public string? Url { get; set; }

    [Field("Shown in lists", "Orders", Longest = 120)]
    public string? Name { get; set; }

    public List<string>? Events { get; set; }

    public bool? Active { get; set; }

    public static UpdateEndpoint ToCommand(WireBody<EndpointPatch> body, EndpointId endpoint, Caller caller) => new(caller, endpoint)
    {
        Faults = body.Faults,
        Url = body.Value.Url,
        Name = body.Value.Name,
        Events = body.Value.Events,
        Active = body.Value.Active,
    };
}

internal sealed record SecretResponse(
    string Secret, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? PreviousValidUntil)
{
    public override string ToString() => "[webhook secret]";
}

internal sealed record EndpointResponse(
    [property: Field("Opaque", "wh_01m7yzm1g6e3atdvy5zebzrk9y")]
    string Id, string TenantId,
    [property: Field("Shown in lists", "Orders")]
    string Name, string Url, string Environment, KeyScope Scope, bool Active, IReadOnlyList<string> Events,
    [property: Field("Always empty: an endpoint has no keys of its own", new string[0])]
    IReadOnlyList<string> ApiKeys,
    DateTimeOffset? LastTriggered, IReadOnlyList<string> WhatsappNumberIds, IReadOnlyList<string> WhatsappInstanceIds,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static EndpointResponse From(WebhookEndpoint endpoint, TenantMode mode)
    {
        IReadOnlyList<string> numbers = [.. endpoint.Numbers.Select(number => number.ToString())];
        return new(
            endpoint.Id.ToString(), endpoint.Tenant.ToString(), endpoint.Name, endpoint.Url, mode == TenantMode.Test ? "TEST" : "LIVE",
            endpoint.IsOfTenant ? KeyScope.Tenant : KeyScope.Number, endpoint.Active, endpoint.Events, [], endpoint.LastTriggered,
            numbers, numbers, endpoint.CreatedAt, endpoint.UpdatedAt);
    }
}
