using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>Section <c>Ops</c>.</summary>
public sealed class OpsOptions
{
    public const string Section = "Ops";

    /// <summary>
    /// The password of the user <c>ops</c> of the operations pages: 12 to 200 characters. No default; required in Production.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>Further people, at most 200. None by default.</summary>
    public IList<OpsUser> Users { get; init; } = [];
}

/// <summary>One person who may sign in to the operations pages. Everything is required.</summary>
public sealed class OpsUser
{
    /// <summary>
    /// What is typed to sign in, and what the audit log names: 1 to 64 letters, digits and <c>. _ @ -</c>; not <c>ops</c>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary><c>viewer</c> or <c>operator</c>.</summary>
    public string? Role { get; init; }

    /// <summary>What <c>pilotpairing ops hash-password</c> prints.</summary>
    public string? PasswordHash { get; init; }

    internal OperatorRole? ParsedRole => Role switch
    {
        "viewer" => OperatorRole.Viewer,
        "operator" => OperatorRole.Operator,
        _ => null,
    };
}

/// <param name="isProduction">Elsewhere nobody can sign in without a password, and nothing keeps the server from starting.</param>
internal sealed partial class OpsOptionsValidator(bool isProduction) : IValidateOptions<OpsOptions>
{
    private const int MostUsers = 200;

    public ValidateOptionsResult Validate(string? name, OpsOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(OpsOptions options)
    {
        const int Shortest = PasswordHash.ShortestPassword;
        const int Longest = PasswordHash.LongestPassword;
        if (options.Password is null or "")
        {
            if (isProduction)
                yield return $"Ops:Password is required: it is what the user ops signs in with at /ops. {Shortest} to {Longest} characters.";
        }
        else if (options.Password.Length is < Shortest or > Longest)
        {
            yield return $"Ops:Password must have {Shortest} to {Longest} characters.";
        }

        if (options.Users.Count > MostUsers)
            yield return $"Ops:Users must be at most {MostUsers}.";
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Operators.Main };
        foreach (var (index, user) in options.Users.Index())
        {
            if (!Fit().IsMatch(user.Name ?? ""))
                yield return $"Ops:Users:{index}:Name must be 1 to 64 letters, digits, dots, hyphens, underscores or @.";
            else if (!taken.Add(user.Name!))
                yield return $"Ops:Users:{index}:Name is taken: every user needs a name of its own, and ops is the user of Ops:Password.";
            if (user.ParsedRole is null)
                yield return $"Ops:Users:{index}:Role must be viewer or operator.";
            if (PasswordHash.Parse(user.PasswordHash) is null)
                yield return $"Ops:Users:{index}:PasswordHash must be what pilotpairing ops hash-password prints.";
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex Fit();
}
