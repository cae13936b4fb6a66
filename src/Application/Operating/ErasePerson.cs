using MediatR;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Operating;

/// <summary>
/// Removes the numbers of a phone and deletes all that is stored of them. No webhook is sent: its body would name the number again. What
/// the gateway has of them is cleaned up behind. Doing it again deletes what has come since.
/// </summary>
public sealed record ErasePerson(PhoneNumber Phone) : IRequest<Result<PersonErased>>;

/// <param name="Traces">Where the number still stands afterwards.</param>
public sealed record PersonErased(PersonRows Rows, IReadOnlyList<PersonTrace> Traces);

internal sealed class ErasePersonHandler(
    IStore store, IPersonQueries persons, IInstanceQueries instances, TimeProvider clock)
        : IRequestHandler<ErasePerson, Result<PersonErased>>
{
    public async Task<Result<PersonErased>> Handle(ErasePerson request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var numbers = await persons.Numbers(request.Phone, cancellationToken);
        var living = await instances.Find(numbers, cancellationToken);
        await using var work = await store.Begin(cancellationToken);
        // One that somebody else removes at this moment is removed all the same.
        foreach (var instance in living)
            await NumberRemoval.End(work, instance, now);
        var rows = await work.Persons.Erase(numbers, request.Phone);
        foreach (var number in numbers)
            work.AuditLog.Add(new(now, AuditEntry.CommandLine, null, AuditAction.PersonErased, number.ToString(), AuditEntry.Here, null));
        await work.Commit(cancellationToken);
        return new PersonErased(rows, await persons.Traces(request.Phone, cancellationToken));
    }
}
