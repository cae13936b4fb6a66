using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

/// <summary>
/// Replaces a key, once: of several callers the first gets the successor. The old one lives on for the grace period,
/// so that a deployment can change over without a gap.
/// </summary>
public sealed record RotateKey(KeyId Key) : IRequest<Result<ApiKey>>, IReadFromBody
{
    public const int LongestGraceSeconds = 604_800;

    public BodyFaults Faults { get; init; } = BodyFaults.None;

    /// <summary>0 to 604800; 0 where it is left out.</summary>
    public int? GraceSeconds { get; init; }
}

/// <summary>There is no such key, or it has a successor already.</summary>
public sealed record KeyNotFound() : Refusal(RefusalKind.NotFound, "NOT_FOUND", "Key not found");

internal sealed class RotateKeyValidator : AbstractValidator<RotateKey>
{
    public RotateKeyValidator() =>
        RuleFor(request => request.GraceSeconds).InclusiveBetween(0, RotateKey.LongestGraceSeconds).WithMessage("must be from 0 to 604800");
}

internal sealed class RotateKeyHandler(
    IStore store, RandomNumberGenerator random, TimeProvider clock) : IRequestHandler<RotateKey, Result<ApiKey>>
{
    public async Task<Result<ApiKey>> Handle(RotateKey request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        if (await work.Keys.Retire(request.Key, now + TimeSpan.FromSeconds(request.GraceSeconds ?? 0)) is not { } old)
            return new KeyNotFound();

        var key = new ApiKey(KeyId.Draw(random), old.Tenant, RawKey.Draw(old.Mode, random), old.Scope, old.Number,
            now)
        { NamedById = old.NamedById };
        work.Keys.Add(key);
        work.KeyMoves.Inherit(old.Id, key.Id);
        await work.Commit(cancellationToken);
        return key;
    }
}
