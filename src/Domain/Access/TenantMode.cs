namespace PilotPairing.Domain.Access;

/// <summary>A test-mode tenant's numbers live on the built-in simulator: no phone, no gateway.</summary>
public enum TenantMode
{
    Live,
    Test,
}

public enum KeyScope
{
    Tenant,
    Number,
}
