using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>The users of the settings: <c>ops</c> with <c>Ops:Password</c>, and those of <c>Ops:Users</c>.</summary>
internal sealed class Operators(IOptions<OpsOptions> options, IProviderRoles provider) : IOperators
{
    public const string Main = "ops";
    private readonly byte[]? _hash = options.Value.Password is { Length: > 0 } password ? Sha256(password) : null;

    private readonly FrozenDictionary<string, Person> _people = options.Value.Users.ToFrozenDictionary(
        user => user.Name!, user =>
            new Person(new(user.Name!, user.ParsedRole!.Value), PasswordHash.Parse(user.PasswordHash)!), StringComparer.Ordinal);

    public bool Exists(string user) => user == Main ? _hash is not null : _people.ContainsKey(user);

    public Operator? Find(string user, OperatorPassword password)
    {
        if (user == Main)
            return CryptographicOperations.FixedTimeEquals(Sha256(password.Value), _hash ?? new byte[SHA256.HashSizeInBytes])
                && _hash is not null
                ? new(Main, OperatorRole.Operator)
                : null;

        var person = _people.GetValueOrDefault(user);
        // Only where a name could be one of these: an installation without them pays for no slow hash.
        var fits = _people.Count > 0 && (person?.Password ?? PasswordHash.OfNobody).Fits(password);
        return fits ? person?.Operator : null;
    }

    public string? StampOf(string user) => ProviderIdentity.IsActor(user) ? provider.Stamp
        : user == Main
        ? _hash is null ? null : Convert.ToHexStringLower(SHA256.HashData(_hash))
        : _people.TryGetValue(user, out var person)
        ? Convert.ToHexStringLower(Sha256($"{person.Password.Value} {person.Operator.Role}")) : null;

    private static byte[] Sha256(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));

    private sealed record Person(Operator Operator, PasswordHash Password);
}
