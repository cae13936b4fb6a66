namespace PilotPairing.Infrastructure.Tests.Postgres;

internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "Only root has privileges to give up";
    }
}
