using MediatR;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;

namespace PilotPairing.Application.Operating;

/// <summary>Checks everything an installation depends on and advises on each problem. Changes nothing, and needs valid settings.</summary>
/// <param name="PublicUrl">The address that clients use.</param>
/// <param name="IsPublicUrlSet">False when that is only where we listen.</param>
/// <param name="ConnectUrls">Where customers open the hosted page, the default first.</param>
/// <param name="KnownProxies">The networks whose proxies say who calls; null when none is asked.</param>
public sealed record Diagnose(string PublicUrl, bool IsPublicUrlSet, IReadOnlyList<string> ConnectUrls, IReadOnlyList<string>? KnownProxies)
    : IRequest<Result<IReadOnlyList<Finding>>>;

public enum Verdict
{
    Ok,

    /// <summary>It works, and may not for long or not for everybody.</summary>
    Warning,
    Problem,
}

/// <param name="Advice">What to do about it; null where there is nothing to do.</param>
public sealed record Finding(string Check, Verdict Verdict, string Text, string? Advice = null);

internal sealed class DiagnoseHandler(
    IDatabaseCheck database, IStoredSecrets secrets, IWorkHealth work, ITenantCheck tenants, IGateways gateways, IReachability reachability,
    IMetaCheck meta, SenderFindings senders, INodes nodes, Retention retention, EventHistory history)
    : IRequestHandler<Diagnose, Result<IReadOnlyList<Finding>>>
{
    private const int MostShown = 5;
    private static readonly TimeSpan SmallSkew = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LargeSkew = TimeSpan.FromSeconds(30);

    public async Task<Result<IReadOnlyList<Finding>>> Handle(Diagnose request, CancellationToken cancellationToken)
    {
        var state = await database.Check(cancellationToken);
        var findings = Database(state).ToList();
        var isUsable = state is { Failure: null, Unfit: null, Pending.Count: 0, MissingRights.Count: 0 };
        if (isUsable)
        {
            findings.Add(Secrets(await secrets.Check(cancellationToken)));
            findings.AddRange(WorkFindings.Of(await work.Read(cancellationToken)));
            findings.Add(WorkFindings.Of(retention, history, await work.MayDeleteAudit(cancellationToken)));
            findings.Add(SettingDifferences.Finding(nodes.Own, await nodes.Others(cancellationToken)));
        }

        findings.Add(await Public(request, cancellationToken));
        foreach (var url in request.ConnectUrls.Where(url => url != request.PublicUrl))
            findings.Add(await Connect(url, cancellationToken));
        findings.Add(Proxies(request.KnownProxies));
        foreach (var gateway in gateways.Configured)
        {
            findings.Add(GatewayFindings.Of(gateway, await gateway.Gateway.Probe(cancellationToken)));
            if (gateway.CallbackUrl is { } callback)
                findings.Add(await Callback(gateway.Name, callback, cancellationToken));
        }

        findings.AddRange(GatewayFindings.Missing(gateways.Configured, isUsable ? await tenants.LiveByGateway(cancellationToken) : null));
        if (isUsable)
            findings.AddRange(await senders.Read(request.ConnectUrls, cancellationToken));
        findings.AddRange(MetaFindings.Of(await meta.Check(cancellationToken), request.PublicUrl, request.ConnectUrls[0]));
        return findings;
    }

    private static IEnumerable<Finding> Database(DatabaseState state)
    {
        if (state.Failure is { } failure)
        {
            yield return new("database", Verdict.Problem, failure, "Start PostgreSQL, or correct ConnectionStrings:Postgres.");
            yield break;
        }

        yield return state switch
        {
            { Unfit: { } unfit } => new("database", Verdict.Problem, unfit),
            { IsReadOnly: true } => new(
                "database", Verdict.Problem, "The database is read-only: it answers, and every change fails.",
                "Let ConnectionStrings:Postgres lead to the primary, or end default_transaction_read_only."),
            { LacksRoom: true } => new(
                "database", Verdict.Problem, "The disk of the database is full: it answers, and changes fail.",
                "Make room on it; the servers go on by themselves then."),
            { MissingRights: { Count: > 0 } rights } => new(
                "database", Verdict.Problem, $"Our user lacks rights on {rights.Count} tables: {Shown(rights)}.",
                "Grant them to the users of ConnectionStrings:Postgres and ConnectionStrings:Direct: select, insert, update and "
                    + "delete on all tables of ours."),
            _ => new("database", Verdict.Ok, $"PostgreSQL {state.MajorVersion} answers and takes changes."),
        };
        // An unfit database refuses migrations: to run them would be wrong advice.
        if (state.Unfit is null)
        {
            yield return state.Pending.Count == 0
                ? new("migrations", Verdict.Ok, "The database is at this version.")
                : new("migrations", Verdict.Problem, $"{state.Pending.Count} migrations are missing, the first is {state.Pending[0]}.",
                    "Run pilotpairing migrate.");
        }

        var skew = state.Skew.Duration();
        yield return skew <= SmallSkew
            ? new("clock", Verdict.Ok, "This machine and the database agree on the time.")
            : new(
                "clock", skew <= LargeSkew ? Verdict.Warning : Verdict.Problem,
                $"This machine is {skew.TotalSeconds:0} s {(state.Skew > TimeSpan.Zero ? "behind" : "ahead of")} the database.",
                "Let both keep time by NTP: expiry, leases and webhook signatures go by their clocks.");
    }

    private static string Shown(IReadOnlyList<string> rights) =>
        string.Join("; ", rights.Take(MostShown)) + (rights.Count > MostShown ? $"; and {rights.Count - MostShown} more" : "");

    private static Finding Secrets(SecretState state) => state switch
    {
        { Unreadable: > 0 } => new(
            "encryption", Verdict.Problem,
            $"{state.Unreadable} of {state.Examined} stored secrets do not open with the keys of Encryption:Keys.",
            "Add the key under which they were encrypted behind the present one; without it they are lost."),
        { Older: > 0 } => new(
            "encryption", Verdict.Warning,
            $"The encryption keys open what was looked at ({state.Examined}), {state.Older} with an older key than the first.",
            "Run pilotpairing reencrypt before that key is taken away."),
        { Examined: 0 } => new("encryption", Verdict.Ok, "The encryption keys can be used; nothing is encrypted yet."),
        _ => new("encryption", Verdict.Ok, $"The first encryption key opens what was looked at ({state.Examined})."),
    };

    private async Task<Finding> Public(Diagnose request, CancellationToken cancellationToken)
    {
        if (await reachability.Check(request.PublicUrl, cancellationToken) is { } failure)
        {
            return new(
                "public url", Verdict.Problem, $"{request.PublicUrl} {failure.Text}",
                failure.Advice ?? "Start the server, and see that DNS, reverse proxy and certificate lead from PublicUrl to it. Behind some networks a machine cannot reach its own public address: then ask from elsewhere.");
        }

        return request.IsPublicUrlSet
            ? new("public url", Verdict.Ok, $"{request.PublicUrl} answers.")
            : new("public url", Verdict.Warning, $"PublicUrl is not set: links lead to {request.PublicUrl}.",
                "Set PublicUrl to the https address at which customers reach this server.");
    }

    private async Task<Finding> Connect(string url, CancellationToken cancellationToken) =>
        await reachability.Check(url, cancellationToken) is { } failure
            ? new("connect url", Verdict.Problem, $"{url} {failure.Text}",
                failure.Advice ?? "See that DNS, reverse proxy and certificate lead from there to this server, or take it out of ConnectUrl and ConnectUrls.")
            : new("connect url", Verdict.Ok, $"{url} answers.");

    private static Finding Proxies(IReadOnlyList<string>? known) => known switch
    {
        null => new("proxies", Verdict.Ok, "Callers are known by the address they connect from; X-Forwarded-For is not taken."),
        _ when known.Any(network => network.EndsWith("/0", StringComparison.Ordinal)) => new(
            "proxies", Verdict.Warning,
            "X-Forwarded-For is taken from anyone: callers say themselves who they are, and no limit of an address holds.",
            "Name the proxy's own address or network in KnownProxies."),
        _ => new("proxies", Verdict.Ok, $"X-Forwarded-For is taken from {string.Join(", ", known)} (KnownProxies)."),
    };

    private async Task<Finding> Callback(string gateway, string url, CancellationToken cancellationToken)
    {
        var check = $"callback of {gateway}";
        if (await reachability.Check(url, cancellationToken) is { } failure)
        {
            return new(
                check, Verdict.Problem, $"{url} {failure.Text}",
                failure.Advice ?? $"Set Gateways:{gateway}:CallbackUrl to an address of this server that the gateway reaches. Without its calls pairing works and is slower.");
        }

        return new Uri(url).IsLoopback
            ? new(
                check, Verdict.Warning,
                $"{url} answers here, and leads nowhere from a gateway on another machine or in a container.",
                $"Unless the gateway runs right here, set Gateways:{gateway}:CallbackUrl.")
            : new(check, Verdict.Ok, $"{url} answers, asked from here.");
    }
}
