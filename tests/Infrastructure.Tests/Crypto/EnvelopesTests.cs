using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Tests.Crypto;

/// <summary>What opens an envelope and what does not, and how keys are rotated.</summary>
public sealed class EnvelopesTests
{
    private const string Secret = "whsec_something";
    private static readonly EnvelopePlace Place = new("webhook_endpoints", new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]));

    [Fact]
    public void A_sealed_value_opens_and_differs_every_time()
    {
        var envelopes = With(Key("a", 1));
        var envelope = envelopes.Seal(Place, Secret);

        envelopes.OpenText(Place, envelope).Should().Be(Secret);
        envelopes.Seal(Place, Secret).Should().NotEqual(envelope);
        Encoding.Latin1.GetString(envelope).Should().NotContain("whsec").And.StartWith("\u0001\u0001a");
        envelope.Should().HaveCount(2 + 1 + 12 + 16 + Secret.Length);
    }

    [Fact]
    public void Moved_to_another_table_row_or_tenant_it_does_not_open()
    {
        var envelopes = With(Key("a", 1));
        var envelope = envelopes.Seal(Place, Secret);

        foreach (var other in new[] { Place with { Table = "numbers" }, Place with { Row = Place.Tenant },
            Place with { Tenant = Place.Row } })
            Opening(envelopes, other, envelope).Should().Throw<CryptographicException>();
    }

    [Fact]
    public void No_byte_can_be_changed_or_cut_off()
    {
        var envelopes = With(Key("a", 1));
        var envelope = envelopes.Seal(Place, Secret);

        for (var i = 0; i < envelope.Length; i++)
        {
            var changed = (byte[])[.. envelope];
            changed[i] ^= 1;
            Opening(envelopes, Place, changed).Should().Throw<CryptographicException>();
            Opening(envelopes, Place, envelope[..i]).Should().Throw<CryptographicException>();
        }
    }

    [Fact]
    public void A_new_key_in_front_encrypts_and_the_old_one_still_opens()
    {
        var old = With(Key("a", 1)).Seal(Place, Secret);
        var rotated = With(Key("b", 2), Key("a", 1));

        rotated.OpenText(Place, old).Should().Be(Secret);
        Opening(With(Key("a", 1)), Place, rotated.Seal(Place, Secret)).Should().Throw<CryptographicException>();
        With(Key("b", 2)).OpenText(Place, rotated.Seal(Place, Secret)).Should().Be(Secret);
    }

    [Fact]
    public void A_mac_holds_for_its_purpose_and_message_under_any_configured_key()
    {
        byte[] message = [1, 2, 3];
        var mac = With(Key("a", 1)).Mac("nonce", message);

        With(Key("b", 2), Key("a", 1)).MacMatches("nonce", message, mac).Should().BeTrue();
        With(Key("b", 2)).MacMatches("nonce", message, mac).Should().BeFalse();
        With(Key("a", 1)).MacMatches("other", message, mac).Should().BeFalse();
        With(Key("a", 1)).MacMatches("nonce", [1, 2], mac).Should().BeFalse();
        With(Key("a", 1)).MacMatches("nonce", message, mac.AsSpan(0, 31)).Should().BeFalse();
    }

    [Fact]
    public void Every_broken_key_is_reported_at_once_and_none_is_shown()
    {
        var result = new EncryptionOptionsValidator()
            .Validate(null, new EncryptionOptions { Keys = [Key("a", 1), Key("a", 2), "hush", "b:c2hvcnQ=", Key("UPPER", 1)] });

        result.Failures.Should().HaveCount(4);
        result.FailureMessage.Should().NotContainAny("hush", "c2hvcnQ", "UPPER");
        new EncryptionOptionsValidator().Validate(null, new EncryptionOptions()).Failed.Should().BeTrue();
        MasterKey.Parse(Key("a", 1))!.ToString().Should().Be("[master key a]");
    }

    private static Action Opening(Envelopes envelopes, EnvelopePlace place, byte[] envelope) => () => envelopes.Open(place, envelope);

    private static string Key(string id, byte fill) => $"{id}:{Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray())}";

    private static Envelopes With(params string[] keys) =>
        new(Options.Create(new EncryptionOptions { Keys = keys }), RandomNumberGenerator.Create());
}
