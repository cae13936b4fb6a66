using MediatR;
using PilotPairing.Domain;

namespace PilotPairing.Application.Operating;

/// <summary>Writes into the audit log what an operator is about to do, one entry for each thing it is done to.</summary>
public sealed record RecordAction(
    OperatorSession Session, AuditAction Action, IReadOnlyList<string?> Subjects, string? Detail = null) : IRequest<Result<Done>>;

/// <summary>Who acts, in which session and from where.</summary>
public sealed record OperatorSession(Operator Operator, Guid Id, string Address);

internal sealed class RecordActionHandler(IStore store, TimeProvider clock) : IRequestHandler<RecordAction, Result<Done>>
{
    public async Task<Result<Done>> Handle(RecordAction request, CancellationToken cancellationToken)
    {
        var (session, user) = (request.Session, request.Session.Operator);
        await using var work = await store.Begin(cancellationToken);
        foreach (var subject in request.Subjects)
            work.AuditLog.Add(new(clock.GetUtcNow(), user.Name, user.Role, request.Action, subject, session.Address,
                session.Id)
            { Detail = request.Detail });
        await work.Commit(cancellationToken);
        return new Done();
    }
}
