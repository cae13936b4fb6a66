using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>
/// Meta's Graph, called from server to server. Expected failures are refusals: <see cref="MetaRejected"/> and
/// <see cref="MetaUnreachable"/>.
/// </summary>
public interface IMetaGraph
{
    /// <summary>A code is good once and for seconds.</summary>
    Task<Result<MetaSecret>> ExchangeCode(MetaSecret code, CancellationToken cancellationToken);

    /// <summary>Asks Graph what a token issued to our app may access.</summary>
    Task<Result<MetaGrant>> Inspect(MetaSecret token, CancellationToken cancellationToken);

    /// <summary>
    /// A typed token usually belongs to another app, and ours may not inspect it, so it inspects itself. Where it may
    /// not, its grant is empty, and the next call with it decides.
    /// </summary>
    Task<Result<MetaGrant>> InspectTyped(MetaSecret token, CancellationToken cancellationToken);

    Task<Result<IReadOnlyList<MetaNumber>>> Numbers(MetaId account, MetaSecret token, CancellationToken cancellationToken);

    /// <summary>Refused for a number of another account.</summary>
    Task<Result<Done>> Belongs(MetaId number, MetaId account, MetaSecret token, CancellationToken cancellationToken);

    Task<Result<MetaNumber>> Number(MetaId number, MetaSecret token, CancellationToken cancellationToken);

    /// <summary>Has the account's events sent to our app. May be repeated.</summary>
    Task<Result<Done>> Subscribe(MetaId account, MetaSecret token, CancellationToken cancellationToken);

    /// <summary>Ten times per number in 72 hours, then Meta blocks it.</summary>
    Task<Result<Done>> Register(MetaId number, MetaSecret pin, MetaSecret token, CancellationToken cancellationToken);
}

/// <summary>What the hosted page needs to open Embedded Signup.</summary>
/// <param name="SdkUrl">Meta's script; a path of ours where signup is simulated.</param>
public sealed record MetaSignup(string AppId, string ConfigId, string GraphVersion, string SdkUrl);

public interface IMetaApps
{
    /// <summary>Test-mode tenants have a simulated Graph; null for live ones while no Meta app is configured.</summary>
    IMetaGraph? Graph(TenantMode mode);

    /// <summary>Null where Embedded Signup cannot be opened.</summary>
    MetaSignup? Signup(TenantMode mode);
}
