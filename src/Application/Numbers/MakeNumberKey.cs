using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Numbers;

/// <summary>Makes the key that reaches one number alone. Keys the number had live on for the grace period.</summary>
public sealed record MakeNumberKey(Caller Caller) : IRequest<Result<ApiKey>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    /// <summary>As it was sent; what is no id of ours is nobody's number.</summary>
    public NamedNumberId? Number { get; init; }

    public int? GraceSeconds { get; init; }
}

internal sealed class MakeNumberKeyValidator : AbstractValidator<MakeNumberKey>
{
    public MakeNumberKeyValidator()
    {
        RuleFor(request => request.Number).NotNull().OverridePropertyName("whatsappNumberId").WithMessage("is required");
        RuleFor(request => request.GraceSeconds).InclusiveBetween(0, RotateKey.LongestGraceSeconds).WithMessage("must be from 0 to 604800");
    }
}

internal sealed class MakeNumberKeyHandler(
    IStore store, IInstanceQueries instances, RandomNumberGenerator random, TimeProvider clock)
    : IRequestHandler<MakeNumberKey, Result<ApiKey>>
{
    public async Task<Result<ApiKey>> Handle(MakeNumberKey request, CancellationToken cancellationToken)
    {
        var (tenant, mode) = (request.Caller.Tenant, request.Caller.Mode);
        if (request.Number?.Id is not { } number || await instances.Find(tenant, number, cancellationToken) is null)
            return new NumberNotFound();

        var now = clock.GetUtcNow();
        var key = new ApiKey(KeyId.Draw(random), tenant, RawKey.Draw(mode, random), KeyScope.Number, number, now);
        await using var work = await store.Begin(cancellationToken);
        await work.Keys.RetireOf(tenant, number, now + TimeSpan.FromSeconds(request.GraceSeconds ?? 0), now);
        work.Keys.Add(key);
        await work.Commit(cancellationToken);
        return key;
    }
}
