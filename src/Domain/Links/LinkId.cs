namespace PilotPairing.Domain.Links;

public readonly record struct LinkId(Guid Value)
{
    public const string Prefix = "lnk_";

    public static LinkId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}
