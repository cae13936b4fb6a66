using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Application.Operating;

/// <param name="Browser">The last session of the user in this browser, where it is known; null in another.</param>
public sealed record SignIn(string User, OperatorPassword Password, string Address, Guid? Browser) : IRequest<Result<SignedIn>>;

public sealed record SignedIn(Operator Operator, Guid Session, DateTimeOffset At);

internal sealed class SignInHandler(IStore store, IOperators operators, TimeProvider clock) : IRequestHandler<SignIn, Result<SignedIn>>
{
    public async Task<Result<SignedIn>> Handle(SignIn request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var actor = operators.Exists(request.User) ? request.User : AuditEntry.Unknown;
        await using var work = await store.Begin(cancellationToken);
        var failed = await work.AuditLog.FailedSignIns(actor, request.Address, request.Browser, now);
        // A right password does not help while it lasts: the answer would confirm a guess.
        if (SignInLimits.LockedUntil(failed) is { } until && until > now)
            return new SignInLocked(until - now);

        // Behind the limits, which so bound what the slow hashes of passwords can be made to cost.
        var found = operators.Find(request.User, request.Password);
        var session = Guid.CreateVersion7(now);
        work.AuditLog.Add(found is null
            ? new(now, actor, null, AuditAction.SignInFailed, null, request.Address, request.Browser)
            : new(now, actor, found.Role, AuditAction.SignedIn, null, request.Address, session));
        await work.Commit(cancellationToken);
        return found is null ? new SignInRefused() : new SignedIn(found, session, now);
    }
}
