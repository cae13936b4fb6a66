namespace PilotPairing.Domain.Numbers;

public readonly record struct NumberId(Guid Value)
{
    public const string Prefix = "num_";

    /// <summary>What the gateway calls the number's session: a strict slug, since gateways accept names that they cannot delete again.</summary>
    public string InstanceName => WireId.Format("pp-", Value);

    public static NumberId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}
