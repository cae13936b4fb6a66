using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>What is entered at Meta so that it calls us.</summary>
/// <param name="VerifyToken">Meta sends it once, to verify that the address expects it.</param>
public sealed record MetaHook(string Url, string VerifyToken)
{
    public override string ToString() => "[Meta hook]";
}

/// <summary>
/// The webhook addresses that Meta calls. Addresses and tokens are derived under a key of ours, so that nothing is stored: they live as
/// long as the key is configured.
/// </summary>
public interface IMetaHooks
{
    /// <summary>The operator's app has one for everything it is subscribed to.</summary>
    MetaHook OfApp();

    MetaHook Of(NumberId number);

    bool Leads(string pass);

    bool Verifies(string pass, string? verifyToken);
}
