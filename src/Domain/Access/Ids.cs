using System.Security.Cryptography;

namespace PilotPairing.Domain.Access;

public readonly record struct TenantId(Guid Value)
{
    public const string Prefix = "ten_";

    public static TenantId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => WireId.Format(Prefix, Value);
}

/// <summary>128 random bits instead of a time-sortable id: where <c>x-api-key-id</c> is honoured, it names a key by itself.</summary>
public readonly record struct KeyId(Guid Value)
{
    public const string Prefix = "key_";

    public static KeyId Draw(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        return new(new Guid(bytes, bigEndian: true));
    }

    public override string ToString() => WireId.Format(Prefix, Value);
}
