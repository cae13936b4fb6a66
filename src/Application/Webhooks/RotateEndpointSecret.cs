using System.Security.Cryptography;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>
/// Draws a new secret; the old one signs along for a day, behind the new one, so that a receiver can change over without a gap.
/// Rotating again ends the oldest at once, which is how a leaked secret is put out of use.
/// </summary>
public sealed record RotateEndpointSecret(Caller Caller, EndpointId Endpoint) : IRequest<Result<EndpointSecret>>;

internal sealed class RotateEndpointSecretHandler(IStore store, RandomNumberGenerator random, TimeProvider clock)
    : IRequestHandler<RotateEndpointSecret, Result<EndpointSecret>>
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    public async Task<Result<EndpointSecret>> Handle(RotateEndpointSecret request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var fresh = new EndpointSecret(WebhookSecret.Draw(random), now + Overlap);
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Endpoints.Rotate(request.Caller, request.Endpoint, fresh.Secret, now + Overlap, now))
            return new WebhookNotFound();

        await work.Commit(cancellationToken);
        return fresh;
    }
}

internal sealed class RotatedSecretAnswer(
    IEndpointQueries endpoints, TimeProvider clock) : IRebuild<RotateEndpointSecret, Result<EndpointSecret>>
{
    public async Task<Result<EndpointSecret>?> Rebuild(
        RotateEndpointSecret request, MadeResource? made, CancellationToken cancellationToken) =>
        await endpoints.Secret(request.Caller, request.Endpoint, clock.GetUtcNow(), cancellationToken) is { } secret
            ? secret : (Result<EndpointSecret>?)null;
}
