using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>What the values of the provider's claim make of a person.</summary>
internal sealed class OidcRoles(IOptions<OidcOptions> options) : IProviderRoles
{
    private readonly OidcOptions? _oidc = OidcOptions.Configured(options);

    public OperatorRole? RoleOf(IReadOnlyList<string> values) =>
        _oidc is null ? null
        : values.Intersect(_oidc.OperatorValues, StringComparer.Ordinal).Any() ? OperatorRole.Operator
        : values.Intersect(_oidc.ViewerValues, StringComparer.Ordinal).Any() ? OperatorRole.Viewer
        : null;

    public string? Stamp => _oidc is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', [
            _oidc.Authority!, _oidc.ClientId!, _oidc.NameClaim, _oidc.RoleClaim, .. _oidc.OperatorValues, "", .. _oidc.ViewerValues,
        ]))));
}
