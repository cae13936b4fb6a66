namespace PilotPairing.Infrastructure.Crypto;

/// <summary>
/// A table whose envelopes may outlive a day, declared by the module that owns it, so that what goes through all of them finds each.
/// </summary>
/// <param name="Row">The column whose id an envelope is bound to.</param>
internal sealed record EnvelopeTable(string Name, string Row, params string[] Columns)
{
    /// <summary>Of tables that belong to the installation and to no tenant.</summary>
    public const string NoTenant = "'00000000-0000-0000-0000-000000000000'::uuid";

    /// <summary>The column, or what stands for one, of the tenant that an envelope is bound to.</summary>
    public string Tenant { get; init; } = "tenant_id";

    public EnvelopePlace Place(Guid row, Guid tenant) => new(Name, row, tenant);
}
