namespace PilotPairing.Domain.Messaging;

public readonly record struct TemplateId(Guid Value)
{
    public const string Prefix = "tpl_";

    public static TemplateId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}

public readonly record struct SendId(Guid Value)
{
    public const string Prefix = "snd_";

    public static SendId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}
