using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Qr;

namespace PilotPairing.Api.Numbers;

[RequiredMembers("name", "number")]
internal sealed record NumberRequest
{
    public string? Name { get; set; }

    public string? Number { get; set; }

    public bool? LinkToApiKey { get; set; }

    public string? ExternalRef { get; set; }

    public Dictionary<string, string>? Metadata { get; set; }

    public static CreateNumber ToCommand(WireBody<NumberRequest> body, Caller caller, IPhoneNumberParser phones) => new(caller)
    {
        Faults = body.Faults,
        Name = DisplayName.Parse(body.Value.Name),
        Number = phones.Parse(body.Value.Number),
        LinkToApiKey = body.Value.LinkToApiKey ?? true,
        ExternalRef = body.Value.ExternalRef,
        Metadata = body.Value.Metadata,
    };
}

internal sealed record NumberPatch
{
    public Optional<string> Name { get; set; }

    public Optional<string> ExternalRef { get; set; }

    public Optional<Dictionary<string, string>> Metadata { get; set; }

    public NumberChange ToChange() => new() { Name = Name, ExternalRef = ExternalRef, Metadata = new(Metadata.IsSent, Metadata.Value) };
}

/// <summary>A number at its creation; <c>status</c> is the original API's second name of the state.</summary>
internal sealed record CreatedInstance(
    string Id, string InstanceName, string Number, string Name, InstanceState State, InstanceState Status);

internal sealed record PairingError(
    [property: Field("As in an error's code", "GATEWAY_UNAVAILABLE")]
    string Code,
    [property: Field("For people", "The WhatsApp gateway does not answer right now")]
    string Message);

internal sealed record NumberCreatedResponse(
    CreatedInstance Instance, string? QrcodeBase64, string? PairingCode, string? LinkedApiKeyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DuplicateOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairingError? PairingError)
{
    public static NumberCreatedResponse From(NumberCreated created)
    {
        var (instance, artifacts) = (created.Instance, created.Pairing?.Artifacts);
        var state = created.Pairing is null ? InstanceState.Close : InstanceState.Connecting;
        return new(
            new(instance.Id.ToString(), instance.Id.InstanceName, instance.Number.Digits, instance.Name.Value, state, state),
            artifacts?.Qr is { } qr ? QrImages.PngDataUri(qr.Payload) : null, artifacts?.Code?.Code.Written, created.LinkedKey?.ToString(),
            created.DuplicateOf?.ToString(),
            created.Failure is { } failure ? new(failure.Code, failure.Text) : null);
    }
}

internal sealed record NumberStatusResponse(
    string Id, InstanceState State, bool IsFullyConnected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? CheckedAt)
{
    public static NumberStatusResponse From(NumberStatus status) =>
        new(status.Number.ToString(), status.State, status.State == InstanceState.Open, status.CheckedAt);

    public static NumberStatusResponse From(Instance instance) =>
        new(instance.Id.ToString(), instance.State, instance.State == InstanceState.Open, instance.LastCheck.At);
}
