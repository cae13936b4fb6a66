using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>A new token for the same link; the old one dies. An expired link lives again.</summary>
public sealed record RotateLink(Caller Caller, LinkId Link) : IRequest<Result<LinkRotated>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public int? ExpiresInSeconds { get; init; }
}

public sealed record LinkRotated(LinkId Link, PairingToken Token, DateTimeOffset ExpiresAt);

internal sealed class RotateLinkValidator : AbstractValidator<RotateLink>
{
    public RotateLinkValidator() => RuleFor(link => link.ExpiresInSeconds).SetValidator(new LinkLife<RotateLink>());
}

internal sealed class RotatedLink(OwnLinks links) : IExistence<RotateLink>
{
    public async Task<Refusal?> Missing(RotateLink request, CancellationToken cancellationToken) =>
        await links.Find(request.Caller, request.Link, cancellationToken) is null ? new LinkNotFound() : null;
}

internal sealed class RotateLinkHandler(IStore store, OwnLinks links, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<RotateLink, Result<LinkRotated>>
{
    public async Task<Result<LinkRotated>> Handle(RotateLink request, CancellationToken cancellationToken)
    {
        if (await links.Find(request.Caller, request.Link, cancellationToken) is not { } link)
            return new LinkNotFound();

        var token = PairingToken.Draw(random);
        var now = clock.GetUtcNow();
        var expiresAt = now + LinkLife.Of(request.ExpiresInSeconds);
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Links.Rotate(link, token, now, expiresAt))
            return new LinkNotActive();
        await work.Commit(cancellationToken);
        return new LinkRotated(link.Id, token, expiresAt);
    }
}

internal sealed class RotatedLinkAnswer(OwnLinks links, ILinkUrls urls) : IRebuild<RotateLink, Result<LinkRotated>>
{
    public async Task<Result<LinkRotated>?> Rebuild(RotateLink request, MadeResource? made, CancellationToken cancellationToken) =>
        await links.Find(request.Caller, request.Link, cancellationToken) is { } link && await urls.Token(link, cancellationToken) is { } token
            ? new LinkRotated(link.Id, token, link.ExpiresAt)
            : (Result<LinkRotated>?)null;
}
