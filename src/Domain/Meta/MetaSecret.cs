namespace PilotPairing.Domain.Meta;

/// <summary>What opens a business account at Meta: an access token, an authorization code or a PIN.</summary>
public readonly record struct MetaSecret(string Value)
{
    public override string ToString() => "[Meta secret]";
}
