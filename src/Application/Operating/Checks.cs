namespace PilotPairing.Application.Operating;

/// <param name="Failure">Why nothing else is known: the database does not answer.</param>
/// <param name="Pending">Migrations of this build that the database lacks, in their order.</param>
/// <param name="Skew">How far its clock is ahead of ours.</param>
public sealed record DatabaseState(string? Failure, int MajorVersion, IReadOnlyList<string> Pending, TimeSpan Skew)
{
    public const int OldestVersion = 14;

    /// <summary>Why no work can be done on it as it is, and what helps; null when it can.</summary>
    public string? Unfit { get; init; }

    public bool IsReadOnly { get; init; }

    /// <summary>Its disk is full: it answers, and changes fail.</summary>
    public bool LacksRoom { get; init; }

    /// <summary>Rights on its tables that our user lacks, such as <c>insert on public.numbers</c>.</summary>
    public IReadOnlyList<string> MissingRights { get; init; } = [];

    public static DatabaseState Away(string failure) => new(failure, 0, [], TimeSpan.Zero);
}

public interface IDatabaseCheck
{
    Task<DatabaseState> Check(CancellationToken cancellationToken);
}

/// <param name="Older">How many of all there are wait for an older key to be opened.</param>
public sealed record SecretState(int Examined, int Unreadable, long Older);

/// <param name="Unreadable">Secrets that no configured key opens; they are left as they are.</param>
public sealed record Reencrypted(int Renewed, int Unreadable);

public interface IStoredSecrets
{
    /// <summary>Tries the configured keys on some of what is stored.</summary>
    Task<SecretState> Check(CancellationToken cancellationToken);

    /// <summary>
    /// Puts what is stored encrypted under the first key, so that older ones can go a day later: by then, what is not worth encrypting
    /// anew (kept answers, grants that are held, signed passes) is over. May run beside the server, and again.
    /// </summary>
    Task<Reencrypted> Reencrypt(CancellationToken cancellationToken);
}

/// <param name="Text">The end of a sentence that begins with the address.</param>
/// <param name="Advice">What to do about this in particular; null where the place that asks knows better.</param>
public sealed record AddressFailure(string Text, string? Advice = null);

/// <param name="Gateway">The gateway that they were given, configured or not.</param>
public sealed record LiveTenants(string Gateway, int Count);

public interface ITenantCheck
{
    Task<IReadOnlyList<LiveTenants>> LiveByGateway(CancellationToken cancellationToken);
}

public interface IReachability
{
    /// <summary>In which a server of ours says over which version of HTTP it was asked: behind a proxy, the proxy's.</summary>
    const string ProtocolHeader = "x-received-over";

    /// <summary>In which it names the header of a proxy that it did not take.</summary>
    const string IgnoredHeader = "x-ignored";

    /// <summary>What is wrong with an address of ours; null when this server answers there.</summary>
    Task<AddressFailure?> Check(string url, CancellationToken cancellationToken);
}

/// <param name="Refused">Why Meta does not accept the app; null when it does, or could not be asked.</param>
/// <param name="Away">Why Meta could not be asked.</param>
/// <param name="HasSignup">Whether Embedded Signup has a configuration to open.</param>
public sealed record MetaState(string? Refused, string? Away, bool HasSignup);

public interface IMetaCheck
{
    /// <summary>Null where no Meta app is configured.</summary>
    Task<MetaState?> Check(CancellationToken cancellationToken);
}
