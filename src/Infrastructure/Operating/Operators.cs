using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>The one user of the setting <c>Ops:Password</c>.</summary>
internal sealed class Operators(IOptions<OpsOptions> options) : IOperators
{
    private const string User = "ops";
    private readonly byte[]? _hash = options.Value.Password is { Length: > 0 } password ? Hash(password) : null;

    public bool Exists(string user) => user == User && _hash is not null;

    public Operator? Find(string user, OperatorPassword password) =>
        CryptographicOperations.FixedTimeEquals(Hash(password.Value), _hash ?? new byte[SHA256.HashSizeInBytes]) && Exists(user) ? new(User, OperatorRole.Operator) : null;

    public string? StampOf(string user) => Exists(user) ? Convert.ToHexStringLower(SHA256.HashData(_hash!)) : null;

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
