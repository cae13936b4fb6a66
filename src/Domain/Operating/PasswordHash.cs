using System.Globalization;
using System.Security.Cryptography;

namespace PilotPairing.Domain.Operating;

/// <summary>
/// What the settings hold of an operator's password: PBKDF2 with SHA-256, so that a copy of the settings is expensive to guess from. Its
/// text is <c>pbkdf2-sha256$iterations$salt$hash</c>, salt and hash in base64.
/// </summary>
public sealed class PasswordHash
{
    public const int ShortestPassword = 12;
    public const int LongestPassword = 200;
    private const string Scheme = "pbkdf2-sha256";
    private const char Separator = '$';
    private const int Iterations = 600_000;

    /// <summary>Fewer are guessed too fast; more would keep the server busy for every sign-in.</summary>
    private const int FewestIterations = 100_000;
    private const int MostIterations = 5_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Fits no password: checking against it takes as long as checking against one of a user.</summary>
    public static readonly PasswordHash OfNobody = new(Iterations, new byte[SaltBytes], new byte[HashBytes]);

    private readonly int _iterations;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) => (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>For the settings.</summary>
    public string Value => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scheme}{Separator}{_iterations}{Separator}{Convert.ToBase64String(_salt)}{Separator}{Convert.ToBase64String(_hash)}");

    public static PasswordHash Of(OperatorPassword password, RandomNumberGenerator random)
    {
        var salt = new byte[SaltBytes];
        random.GetBytes(salt);
        return new(Iterations, salt, Derive(password, salt, Iterations));
    }

    /// <summary>Null when the text is no hash that <c>pilotpairing ops hash-password</c> prints.</summary>
    public static PasswordHash? Parse(string? text)
    {
        if (text?.Split(Separator) is not [Scheme, var iterations, var salt, var hash]
            || !int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < FewestIterations or > MostIterations)
            return null;
        return Bytes(salt, SaltBytes) is { } saltBytes && Bytes(hash, HashBytes) is { } hashBytes ? new(count, saltBytes, hashBytes) : null;
    }

    public bool Fits(OperatorPassword password) => CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations), _hash);

    public override string ToString() => "[password hash]";

    private static byte[] Derive(OperatorPassword password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password.Value, salt, iterations, HashAlgorithmName.SHA256, HashBytes);

    private static byte[]? Bytes(string text, int length)
    {
        var bytes = new byte[length];
        return Convert.TryFromBase64String(text, bytes, out var read) && read == length ? bytes : null;
    }
}
