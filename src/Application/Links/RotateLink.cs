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

internal sealed class RotatedLink(OwnLinks links) : Subject<RotateLink, PairingLink>
{
    public override Task<Result<PairingLink>> Find(RotateLink request, CancellationToken cancellationToken) =>
        links.Get(request.Caller, request.Link, cancellationToken);
}

internal sealed class RotateLinkHandler(
    IStore store, RotatedLink links, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<RotateLink, Result<LinkRotated>>
{
    public async Task<Result<LinkRotated>> Handle(RotateLink request, CancellationToken cancellationToken)
    {
        var found = await links.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;

        var token = PairingToken.Draw(random);
        var now = clock.GetUtcNow();
        var expiresAt = now + LinkLife.Of(request.ExpiresInSeconds);
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Links.Rotate(found.Value, token, now, expiresAt))
            return new LinkNotActive();
        await work.Commit(cancellationToken);
        return new LinkRotated(found.Value.Id, token, expiresAt);
    }
}

internal sealed class RotatedLinkAnswer(OwnLinks links, ILinkUrls urls) : IRebuild<RotateLink, Result<LinkRotated>>
{
    public async Task<Result<LinkRotated>?> Rebuild(RotateLink request, MadeResource? made, CancellationToken cancellationToken) =>
        await links.Find(request.Caller, request.Link, cancellationToken) is { } link
            && await urls.Token(link, cancellationToken) is { } token
            ? new LinkRotated(link.Id, token, link.ExpiresAt)
            : (Result<LinkRotated>?)null;
}
