using PilotPairing.Domain.Operating;

namespace PilotPairing.Application.Operating;

public enum OperatorRole
{
    Viewer,
    Operator,
}

/// <summary>A person who may use the operations pages.</summary>
public sealed record Operator(string Name, OperatorRole Role);

public interface IOperators
{
    /// <summary>Null for a user that does not exist and for a wrong password, after the same time.</summary>
    Operator? Find(string user, OperatorPassword password);

    bool Exists(string user);

    /// <summary>
    /// Changes with the user's password and role, so that its sessions end with them; null when there is no such user any more.
    /// </summary>
    string? StampOf(string user);
}

/// <summary>Who may sign in by the identity provider.</summary>
public interface IProviderRoles
{
    /// <summary>Null for a person without a role, and where no provider is configured.</summary>
    OperatorRole? RoleOf(IReadOnlyList<string> values);

    /// <summary>Changes with the settings of the provider, so that sessions end with them; null where none is configured.</summary>
    string? Stamp { get; }
}

/// <summary>What the sessions' cookies are encrypted with. Shared by all nodes through the database, and stored in envelopes.</summary>
public interface ISessionKeys
{
    IReadOnlyList<string> Read();

    void Add(string name, string xml);
}
