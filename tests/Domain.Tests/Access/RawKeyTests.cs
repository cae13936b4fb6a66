using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Access;

namespace PilotPairing.Domain.Tests.Access;

/// <summary>What a drawn API key looks like and what it shows of itself.</summary>
public sealed class RawKeyTests
{
    [Theory]
    [InlineData(TenantMode.Live, "ps_")]
    [InlineData(TenantMode.Test, "ps_test_")]
    public void Is_its_mode_s_prefix_and_43_letters_and_digits(TenantMode mode, string prefix)
    {
        using var random = RandomNumberGenerator.Create();
        var drawn = Enumerable.Range(0, 200).Select(_ => RawKey.Draw(mode, random)).ToList();

        drawn.Should().OnlyHaveUniqueItems();
        drawn.Should().AllSatisfy(key =>
        {
            key.Value.Should().MatchRegex($"^{prefix}[0-9A-Za-z]{{43}}$");
            key.Prefix.Should().Be(prefix);
            key.Last4.Should().HaveLength(4).And.Be(key.Value[^4..]);
        });
    }

    [Fact]
    public void Every_one_of_its_256_bits_counts()
    {
        var drawn = Enumerable.Range(0, 256).Select(bit => RawKey.Draw(TenantMode.Live, new OneBit(bit)).Value).ToList();

        drawn.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void The_store_s_hash_is_of_the_whole_text() =>
        Prop.ForAll<NonEmptyString>(text =>
            new RawKey(
                text.Get).Hash().AsSpan().SequenceEqual(SHA256.HashData(Encoding.UTF8.GetBytes(text.Get)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Hides_in_text()
    {
        var key = RawKey.Draw(TenantMode.Live, new CountingRandom());

        $"{key}".Should().Be("[api key]");
    }

    private sealed class OneBit(int bit) : RandomNumberGenerator
    {
        public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

        public override void GetBytes(Span<byte> data)
        {
            data.Clear();
            data[bit / 8] = (byte)(1 << (bit % 8));
        }
    }
}
