namespace PilotPairing.Application;

/// <summary>A member of a request that merges: left out keeps what is stored, null clears it.</summary>
public readonly record struct Optional<T>(bool IsSent, T? Value)
{
    /// <summary>Sent as null.</summary>
    public bool Clears => IsSent && Value is null;

    public static implicit operator Optional<T>(T? value) => new(true, value);

    /// <summary>What stands after the merge.</summary>
    public T? Over(T? stored) => IsSent ? Value : stored;
}
