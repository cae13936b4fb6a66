using System.Text.Json.Serialization;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Numbers;

internal sealed record KeyTraceResponse(
    [property: Field("Always Default", "Default")]
    string Name, string KeyPrefix, string KeyLast4);

internal sealed record NumberItemResponse(
    string Id, string InstanceName, string Number, string Name, Provider Provider, InstanceState State, bool IsFullyConnected,
    IReadOnlyList<KeyTraceResponse> ApiKeys,
    string? ExternalRef, IReadOnlyDictionary<string, string> Metadata, string? ConnectedNumber, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static NumberItemResponse From(NumberItem item)
    {
        var instance = item.Instance;
        return new(
            instance.Id.ToString(), instance.Id.InstanceName, instance.Number.Digits, instance.Name.Value, instance.Provider,
            instance.State, instance.State == InstanceState.Open,
            [.. item.Keys.Select(key => new KeyTraceResponse("Default", key.Prefix, key.Last4))], instance.Labels.ExternalRef,
            instance.Labels.Metadata,
            instance.ConnectedNumber?.Digits, instance.CreatedAt, instance.UpdatedAt);
    }
}

internal sealed record DisconnectResponse(DisconnectReason Reason, DateTimeOffset At);

internal sealed record NumberHealthResponse(string? QualityRating, string? MessagingLimitTier, string? MetaStatus, bool Sendable)
{
    public static NumberHealthResponse From(NumberDetail detail)
    {
        var isOpen = detail.Item.Instance.State == InstanceState.Open;
        return detail.Meta is { Record: var record }
            ? new(record.QualityRating, record.MessagingLimitTier, record.Status, isOpen && record.MaySend)
            : new(null, null, null, isOpen);
    }
}

internal sealed record MetaPhoneResponse(
    [property: Field("The official API's id of the number", "106540352242922")]
    string Id, bool OnBusinessApp, DateTimeOffset? AccessEndsAt);

internal sealed record MetaProfileResponse(string? VerifiedName);

internal sealed record MetaAccountResponse(
    [property: Field("The official API's id of the business account", "102290129340398")]
    string Id);

/// <summary>What Meta has of a number, as it said at <paramref name="AskedAt"/>.</summary>
internal sealed record NumberMetaResponse(
    [property: Field("The number at Meta")]
    MetaPhoneResponse Phone, MetaProfileResponse Profile, MetaAccountResponse Waba, DateTimeOffset AskedAt)
{
    public static NumberMetaResponse? From(MetaRecord? record) => record is null ? null : new(
        new(record.PhoneNumberId.Value, record.OnBusinessApp, record.TokenEndsAt), new(record.VerifiedName), new(record.Account.Value),
        record.AskedAt);
}

/// <summary>A list's item and what is only asked for one by one.</summary>
internal sealed record NumberDetailResponse(
    string Id, string InstanceName, string Number, string Name, Provider Provider, InstanceState State, bool IsFullyConnected,
    IReadOnlyList<KeyTraceResponse> ApiKeys,
    string? ExternalRef, IReadOnlyDictionary<string, string> Metadata, string? ConnectedNumber, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ConnectedAt, DisconnectResponse? LastDisconnect, IReadOnlyList<string> LinkIds, NumberHealthResponse Health,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] NumberMetaResponse? Meta,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Stale)
{
    public static NumberDetailResponse From(NumberDetail detail)
    {
        var (item, instance) = (NumberItemResponse.From(detail.Item), detail.Item.Instance);
        return new(
            item.Id, item.InstanceName, item.Number, item.Name, item.Provider, item.State, item.IsFullyConnected, item.ApiKeys,
            item.ExternalRef, item.Metadata, item.ConnectedNumber,
            item.CreatedAt, item.UpdatedAt, instance.ConnectedAt, instance.LastDisconnect is { } last ? new(last.Reason, last.At) : null,
            [.. detail.Links.Select(link => link.ToString())], NumberHealthResponse.From(detail),
            NumberMetaResponse.From(detail.Meta?.Record), detail.Meta is { IsStale: true } ? true : null);
    }
}
