namespace PilotPairing.Infrastructure.Crypto;

/// <summary>A table whose envelopes may outlive a day, declared by the module that owns it, so that what goes through all of them finds each.</summary>
/// <param name="Row">The column whose id an envelope is bound to.</param>
internal sealed record EnvelopeTable(string Name, string Row, params string[] Columns)
{
    public EnvelopePlace Place(Guid row, Guid tenant) => new(Name, row, tenant);
}
