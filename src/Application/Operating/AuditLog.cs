using PilotPairing.Domain.Operating;

namespace PilotPairing.Application.Operating;

public enum AuditAction
{
    SignedIn,
    SignInFailed,
    SignedOut,

    /// <summary>The identity provider knows the person, and nothing gives that person a role here.</summary>
    SignInWithoutRole,
    JobRequeued,
    JobDeleted,
    JobTriggered,
    RecurringJobRemoved,
    ServerRemoved,
    LogoUploaded,

    /// <summary>A viewer tried to change something.</summary>
    ChangeRefused,
    LinkRevoked,
    LinkRotated,
    LinkExtended,
    LinkSent,
    LinkOpenedAsCustomer,
    NumberLoggedOut,
    ReconnectLinkCreated,
    EndpointEnabled,
    EndpointTested,
    EndpointReplayed,
    DeliveryReplayed,
    TenantCreated,
    TenantSuspended,
    TenantResumed,
    TenantDeletionScheduled,
    TenantKept,
    TenantDeleted,
    KeyCreated,
    KeyRotated,
    KeyRevoked,
    PersonErased,
}

/// <param name="Actor">The user; <see cref="Unknown"/> where a name was typed that no user has: people type passwords there by
/// mistake.</param>
/// <param name="Subject">What it was done to, by its id.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Session">Which session did it; of a failed sign-in, the last session of the known browser; null where there was
/// none.</param>
public sealed record AuditEntry(
    DateTimeOffset At, string Actor, OperatorRole? Role, AuditAction Action, string? Subject, string Address, Guid? Session)
{
    public const string Unknown = "(unknown)";

    /// <summary>A job of the server acts, not a person.</summary>
    public const string Server = "(server)";

    /// <summary>Somebody with a shell on the machine of the server acts.</summary>
    public const string CommandLine = "(command line)";

    /// <summary>The address of what is done on the machine itself.</summary>
    public const string Here = "-";

    /// <summary>What the action was given, as a short sentence without secrets; null where there is nothing to add.</summary>
    public string? Detail { get; init; }
}

/// <summary>Who did what, when and from where. Entries are added and never changed.</summary>
public interface IAuditLog
{
    void Add(AuditEntry entry);

    /// <summary>
    /// What failed until <paramref name="now"/> and counts. Other sign-ins wait until this unit of work ends, so that many at once are
    /// counted one after the other.
    /// </summary>
    /// <param name="browser">The last session in a known browser; null in another.</param>
    Task<FailedSignIns> FailedSignIns(string actor, string address, Guid? browser, DateTimeOffset now);
}

public interface IAuditQueries
{
    Task<bool> HasSignedOut(Guid session, CancellationToken cancellationToken);
}
