using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Operating;

/// <summary>
/// Puts what is stored encrypted under the first key, so that older ones can go a day later: by then, what is not worth encrypting
/// anew (kept answers, grants that are held, signed passes) is over. May run beside the server, and again.
/// </summary>
public sealed record Reencrypt : IRequest<Result<Reencrypted>>;

/// <param name="Unreadable">Secrets that no configured key opens; they are left as they are.</param>
public sealed record Reencrypted(int Renewed, int Unreadable);

internal sealed class ReencryptHandler(IStoredSecrets secrets) : IRequestHandler<Reencrypt, Result<Reencrypted>>
{
    public async Task<Result<Reencrypted>> Handle(Reencrypt request, CancellationToken cancellationToken) => await secrets.Reencrypt(cancellationToken);
}
