namespace PilotPairing.Domain.Numbers;

public readonly record struct NumberId(Guid Value)
{
    public const string Prefix = "num_";
    private const string InstancePrefix = "pp-";

    /// <summary>
    /// What the gateway calls the number's session: a strict slug, since gateways accept names that they cannot delete again.
    /// </summary>
    public string InstanceName => WireId.Format(InstancePrefix, Value);

    public static NumberId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>The number that a gateway's session belongs to; null for a session that is not ours.</summary>
    public static NumberId? FromInstanceName(string name) => WireId.TryParse(InstancePrefix, name, out var id) ? new(id) : null;

    public override string ToString() => WireId.Format(Prefix, Value);
}
