using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Application.Operating;

/// <summary>Begins the session of a person whom the identity provider has identified.</summary>
public sealed record SignInWithProvider(ProviderIdentity Identity, string Address) : IRequest<Result<SignedIn>>;

/// <summary>What a valid ID token says of a person.</summary>
/// <param name="Subject">The provider's own id of the person, which never changes.</param>
/// <param name="Name">Null where the token has none.</param>
/// <param name="Roles">The values of the claim that carries roles.</param>
public sealed record ProviderIdentity(string Subject, string? Name, IReadOnlyList<string> Roles)
{
    /// <summary>No user of the settings has such a name: an account at the provider that is called ops is not the user ops.</summary>
    private const string Prefix = "oidc:";

    private const int LongestName = 200;

    /// <summary>As whom the person acts.</summary>
    public string Actor => Prefix + (Fits(Name) ? Name : Subject);

    public bool IsUsable => Fits(Subject);

    /// <summary>Whether somebody acts as a person of the provider.</summary>
    public static bool IsActor(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool Fits(string? name) => name is { Length: > 0 and <= LongestName } && !name.Any(char.IsControl);
}

internal sealed class SignInWithProviderHandler(IStore store, IProviderRoles roles, TimeProvider clock)
    : IRequestHandler<SignInWithProvider, Result<SignedIn>>
{
    public async Task<Result<SignedIn>> Handle(SignInWithProvider request, CancellationToken cancellationToken)
    {
        var (identity, now) = (request.Identity, clock.GetUtcNow());
        if (!identity.IsUsable)
            return new ProviderSignInRefused();

        var role = roles.RoleOf(identity.Roles);
        var session = Guid.CreateVersion7(now);
        await using var work = await store.Begin(cancellationToken);
        var action = role is null ? AuditAction.SignInWithoutRole : AuditAction.SignedIn;
        work.AuditLog.Add(new(now, identity.Actor, role, action, null, request.Address, role is null ? null : session)
        { Detail = $"sub {identity.Subject}" });
        await work.Commit(cancellationToken);
        return role is { } known ? new SignedIn(new(identity.Actor, known), session, now) : new OperatorRoleMissing();
    }
}
