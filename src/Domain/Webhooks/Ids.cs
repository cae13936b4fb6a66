namespace PilotPairing.Domain.Webhooks;

public readonly record struct EventId(Guid Value)
{
    public const string Prefix = "evt_";

    public static EventId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}

public readonly record struct EndpointId(Guid Value)
{
    public const string Prefix = "wh_";

    public static EndpointId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}

/// <summary>One event for one endpoint; its row leaves the outbox when its result is final, its attempts stay.</summary>
public readonly record struct DeliveryId(Guid Value)
{
    public const string Prefix = "dlv_";

    public static DeliveryId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}
