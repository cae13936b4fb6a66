namespace PilotPairing.Application;

/// <summary>A row's place in a list: newest first, ties by id.</summary>
public readonly record struct PageKey(DateTimeOffset CreatedAt, Guid Id);

/// <param name="After">The last row that was returned; null begins with the newest.</param>
public sealed record PageRequest(int Limit, PageKey? After)
{
    public DateTimeOffset? AfterTime => After?.CreatedAt;

    public Guid? AfterId => After?.Id;

    /// <summary>Reads one row more than requested, to know whether the list goes on.</summary>
    public int Fetch => Limit + 1;
}

/// <param name="Next">Where the list goes on; null at its end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PageKey? Next)
{
    public Page<TOther> Select<TOther>(Func<T, TOther> item) => new([.. Items.Select(item)], Next);

    /// <param name="fetched">Up to <see cref="PageRequest.Fetch"/> rows.</param>
    public static Page<T> Of<TRow>(IReadOnlyList<TRow> fetched, PageRequest request, Func<TRow, PageKey> key, Func<TRow, T> item) => new(
        [.. fetched.Take(request.Limit).Select(item)],
        fetched.Count > request.Limit ? key(fetched[request.Limit - 1]) : null);
}
