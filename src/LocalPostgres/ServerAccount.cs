namespace PilotPairing.LocalPostgres;

/// <summary>PostgreSQL refuses to run as root: started by root, all that touches a cluster runs as another account.</summary>
internal sealed class ServerAccount
{
    private static readonly string[] Preferred = ["postgres", "nobody"];
    private readonly string? _user;
    private readonly string? _group;

    private ServerAccount(string? user, string? group) => (_user, _group) = (user, group);

    public static async Task<ServerAccount> Choose(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new(null, null);

        foreach (var name in Preferred)
        {
            var user = await Command.Run("id", ["-u", name], cancellationToken);
            if (user.Succeeded)
                return new(user.Output, await Command.Demand("id", ["-g", name], cancellationToken));
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root, and there is neither an account postgres nor nobody: run as an ordinary user.");
    }

    /// <summary>An ordinary user may have made the cluster that root starts today; only its owner can.</summary>
    public static async Task<ServerAccount> OwnerOf(string cluster, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new(null, null);

        var owner = (await Command.Demand("stat", ["-c", "%u %g", cluster], cancellationToken)).Split(' ');
        return new(owner[0], owner[1]);
    }

    public Task<CommandOutcome> Run(string file, string[] arguments, CancellationToken cancellationToken) => _user is null
        ? Command.Run(file, arguments, cancellationToken)
        : Command.Run("setpriv", [$"--reuid={_user}", $"--regid={_group}", "--clear-groups", file, .. arguments], cancellationToken);

    /// <summary>Asked of the system, as that account: modes alone would miss parents and access lists.</summary>
    public async Task<bool> CanEnter(string folder, CancellationToken cancellationToken) =>
        (await Run("test", ["-x", folder], cancellationToken)).Succeeded;

    public async Task Own(string path, CancellationToken cancellationToken)
    {
        if (_user is not null)
            await Command.Demand("chown", [$"{_user}:{_group}", path], cancellationToken);
    }
}
