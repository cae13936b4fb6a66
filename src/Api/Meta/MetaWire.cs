using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Api.Numbers;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Meta;

[RequiredMembers("name", "number", "wabaId", "accessToken")]
[ShownMembers("name", "number", "metaPhoneId", "wabaId", "accessToken")]
internal sealed record MetaNumberRequest
{
    public string? Name { get; set; }

    public string? Number { get; set; }

    public string? MetaPhoneId { get; set; }

    public string? PhoneNumberId { get; set; }

    public string? WabaId { get; set; }

    public string? AccessToken { get; set; }

    public string? Pin { get; set; }

    public bool? LinkToApiKey { get; set; }

    public string? ExternalRef { get; set; }

    public Dictionary<string, string>? Metadata { get; set; }

    public static RegisterMetaNumber ToCommand(WireBody<MetaNumberRequest> body, Caller caller, IPhoneNumberParser phones) => new(caller)
    {
        Faults = body.Faults,
        Name = DisplayName.Parse(body.Value.Name),
        Number = phones.Parse(body.Value.Number, PhoneNumber.FewestAtMeta),
        MetaPhoneId = Written.Of(body.Value.MetaPhoneId, MetaId.Parse),
        PhoneNumberId = Written.Of(body.Value.PhoneNumberId, MetaId.Parse),
        WabaId = Written.Of(body.Value.WabaId, MetaId.Parse),
        AccessToken = MetaSecrets.Of(body.Value.AccessToken),
        Pin = MetaSecrets.Of(body.Value.Pin),
        LinkToApiKey = body.Value.LinkToApiKey ?? true,
        ExternalRef = body.Value.ExternalRef,
        Metadata = body.Value.Metadata,
    };

    public override string ToString() => "[number of the official API]";
}

[RequiredMembers("code")]
[ShownMembers("code", "phoneNumberId", "wabaId")]
internal sealed record EmbeddedCompletionRequest
{
    [Field("What the official API's dialog returned", "AQBx…")]
    public string? Code { get; set; }

    public string? PhoneNumberId { get; set; }

    public string? WabaId { get; set; }

    [Field("What the dialog reported", "FINISH")]
    public string? Event { get; set; }

    public static CompleteEmbeddedSignup ToCommand(WireBody<EmbeddedCompletionRequest> body, string token) =>
        new(PairingToken.Parse(token)?.Hash())
        {
            Faults = body.Faults,
            Code = MetaSecrets.Of(body.Value.Code),
            PhoneNumberId = Written.Of(body.Value.PhoneNumberId, MetaId.Parse),
            WabaId = Written.Of(body.Value.WabaId, MetaId.Parse),
            Event = body.Value.Event,
        };

    public override string ToString() => "[embedded signup]";
}

[RequiredMembers("phoneNumberId", "wabaId", "accessToken")]
[ShownMembers("phoneNumberId", "wabaId", "accessToken")]
internal sealed record CredentialsCompletionRequest
{
    public string? PhoneNumberId { get; set; }

    public string? WabaId { get; set; }

    public string? AccessToken { get; set; }

    public string? Pin { get; set; }

    public string? Name { get; set; }

    public static CompleteCredentials ToCommand(WireBody<CredentialsCompletionRequest> body, string token) =>
        new(PairingToken.Parse(token)?.Hash())
        {
            Faults = body.Faults,
            PhoneNumberId = Written.Of(body.Value.PhoneNumberId, MetaId.Parse),
            WabaId = Written.Of(body.Value.WabaId, MetaId.Parse),
            AccessToken = MetaSecrets.Of(body.Value.AccessToken),
            Pin = MetaSecrets.Of(body.Value.Pin),
            Name = Written.Of(body.Value.Name, DisplayName.Parse),
        };

    public override string ToString() => "[credentials]";
}

internal sealed record MetaNumberResponse(CreatedInstance Instance, string WebhookUrl, string VerifyToken, string? LinkedApiKeyId)
{
    public static MetaNumberResponse From(MetaNumberRegistered registered)
    {
        var instance = registered.Instance;
        return new(
            new(instance.Id.ToString(), instance.Id.InstanceName, instance.Number.Digits, instance.Name.Value, instance.State,
                instance.State),
            registered.Hook.Url, registered.Hook.VerifyToken, registered.LinkedKey?.ToString());
    }

    public override string ToString() => "[registered number]";
}

internal sealed record MetaCompletionResponse(
    string NumberId, string Number, InstanceState State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectUrl)
{
    public static MetaCompletionResponse From(MetaCompleted completed) =>
        new(completed.Number.ToString(), completed.Phone.Digits, InstanceState.Open, completed.RedirectUrl);
}

internal static class MetaSecrets
{
    public static MetaSecret? Of(string? sent) => sent is null ? null : new MetaSecret(sent);
}
