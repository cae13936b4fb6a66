using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Operating;

/// <summary>Where a form of the number still stands, as <c>table.column</c>, and in how many rows.</summary>
public sealed record PersonTrace(string Place, long Rows);

/// <summary>How many rows of each kind were deleted.</summary>
public sealed record PersonRows(
    int Numbers, int Links, int Attempts, int Messages, int Events, int Deliveries, int Others)
{
    public bool IsNone => this == new PersonRows(0, 0, 0, 0, 0, 0, 0);
}

/// <summary>What is stored of the person who has a phone, over all tenants and removed numbers too.</summary>
public interface IPersonQueries
{
    /// <summary>Numbers that were asked for or connected under any form of the phone's number.</summary>
    Task<IReadOnlyList<NumberId>> Numbers(PhoneNumber phone, CancellationToken cancellationToken);

    /// <summary>Everything as one JSON object, without secrets.</summary>
    Task<string> Export(IReadOnlyCollection<NumberId> numbers, PhoneNumber phone, CancellationToken cancellationToken);

    /// <summary>Looks for every written form of the number in every text of the database.</summary>
    Task<IReadOnlyList<PersonTrace>> Traces(PhoneNumber phone, CancellationToken cancellationToken);
}

public interface IPersons
{
    /// <summary>Deletes what hangs on these numbers and what names the phone. The numbers must have been removed before.</summary>
    Task<PersonRows> Erase(IReadOnlyCollection<NumberId> numbers, PhoneNumber phone);
}
