namespace PilotPairing.Domain.Connections;

/// <summary>
/// How often one phone may be shown something to pair with, QR codes and pairing codes each: WhatsApp shuts out who tries too often, for
/// long.
/// </summary>
public sealed record PairingBudget(int PerQuarterHour, int PerDay)
{
    public static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
}
