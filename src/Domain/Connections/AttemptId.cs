namespace PilotPairing.Domain.Connections;

public readonly record struct AttemptId(Guid Value)
{
    public static AttemptId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format("att_", Value);
}
