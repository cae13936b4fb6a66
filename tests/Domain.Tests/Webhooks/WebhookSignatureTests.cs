using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Domain.Tests.Webhooks;

/// <summary>
/// Standard Webhooks by the published vectors and by what its libraries refuse; what goes over the wire is the Node receiver's part.
/// </summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long At = 1614265330;
    private const string Good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Junk = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Theory]
    [InlineData(Secret, Id, At, """{"test": 2432232314}""", Good)]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1649367553,
        """{"email":"test@example.com","username":"test_user"}""", "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=")]
    public void Signs_the_published_vectors(string secret, string id, long at, string body, string expected) =>
        WebhookSignature.Sign(id, at, Encoding.UTF8.GetBytes(body), Parse(secret)).Should().Be(expected);

    [Theory]
    [InlineData(Good, SignatureVerdict.Valid)]
    [InlineData($"{Junk} v1,junk {Good} {Junk}", SignatureVerdict.Valid)]
    [InlineData($"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw {Good}", SignatureVerdict.Valid)]
    [InlineData($"nocomma {Good}", SignatureVerdict.Valid)]
    [InlineData($"{Junk} {Junk} {Junk}", SignatureVerdict.NoMatch)]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", SignatureVerdict.NoMatch)]
    [InlineData("v1,", SignatureVerdict.NoMatch)]
    [InlineData("v1,g0hM9SsE", SignatureVerdict.NoMatch)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", SignatureVerdict.NoMatch)]
    [InlineData("", SignatureVerdict.MissingHeader)]
    public void Accepts_any_matching_item_of_its_own_scheme(string signatures, SignatureVerdict verdict) =>
        Verify(signature: signatures).Should().Be(verdict);

    [Theory]
    [InlineData(WebhookSignature.IdHeader)]
    [InlineData(WebhookSignature.TimestampHeader)]
    [InlineData(WebhookSignature.SignatureHeader)]
    public void Each_header_is_needed(string missing) =>
        WebhookSignature.Verify(Headers().Where(header => header.Key != missing), Body, Parse(Secret), Now(At)).Should()
            .Be(SignatureVerdict.MissingHeader);

    [Theory]
    [InlineData("hello", SignatureVerdict.BadTimestamp)]
    [InlineData("1614265330.0", SignatureVerdict.BadTimestamp)]
    [InlineData("-1614265330", SignatureVerdict.BadTimestamp)]
    [InlineData("99999999999999999999", SignatureVerdict.BadTimestamp)]
    [InlineData("9223372036854775807", SignatureVerdict.TooNew)]
    public void A_timestamp_is_whole_seconds(string timestamp, SignatureVerdict verdict) =>
        Verify(timestamp: timestamp).Should().Be(verdict);

    [Theory]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(301, SignatureVerdict.TooOld)]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.TooNew)]
    public void Clocks_may_differ_by_five_minutes(int secondsLater, SignatureVerdict verdict) =>
        Verify(now: At + secondsLater).Should().Be(verdict);

    [Fact]
    public void Header_names_ignore_case() =>
        WebhookSignature.Verify(Headers().Select(header => KeyValuePair.Create(header.Key.ToUpperInvariant(), header.Value)), Body,
            Parse(Secret), Now(At))
            .Should().Be(SignatureVerdict.Valid);

    [Fact]
    public void A_reserialised_body_does_not_verify() =>
        WebhookSignature.Verify(Headers(), Encoding.UTF8.GetBytes("""{"test":2432232314}"""), Parse(Secret), Now(At)).Should()
            .Be(SignatureVerdict.NoMatch);

    [Fact]
    public void An_empty_body_is_signed_and_verified() =>
        WebhookSignature.Verify(Headers(signature: WebhookSignature.Sign(Id, At, [], Parse(Secret))), [], Parse(Secret), Now(At)).Should()
            .Be(SignatureVerdict.Valid);

    [Fact]
    public void A_timestamp_moved_into_the_id_is_refused()
    {
        Verify(id: $"{Id}.{At}").Should().Be(SignatureVerdict.NoMatch);
        var sign = () => WebhookSignature.Sign($"{Id}.{At}", At, Body, Parse(Secret));
        sign.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void While_a_secret_is_rotated_both_verify_and_the_new_one_comes_first()
    {
        using var random = RandomNumberGenerator.Create();
        var fresh = WebhookSecret.Draw(random);
        var signatures = WebhookSignature.Sign(Id, At, Body, fresh, Parse(Secret));

        signatures.Should().EndWith(" " + Good).And.StartWith(WebhookSignature.Sign(Id, At, Body, fresh));
        WebhookSignature.Verify(Headers(signature: signatures), Body, fresh, Now(At)).Should().Be(SignatureVerdict.Valid);
        WebhookSignature.Verify(Headers(signature: signatures), Body, Parse(Secret), Now(At)).Should().Be(SignatureVerdict.Valid);
    }

    [Fact]
    public void Whatever_is_signed_verifies_and_one_flipped_bit_does_not() =>
        Prop.ForAll<byte[], NonNegativeInt, int>((body, at, flip) =>
        {
            using var random = RandomNumberGenerator.Create();
            var secret = WebhookSecret.Draw(random);
            var headers = Headers(timestamp: $"{at.Get}", signature: WebhookSignature.Sign(Id, at.Get, body, secret));
            var changed = (byte[])[.. body];
            if (changed.Length > 0)
                changed[(flip & int.MaxValue) % changed.Length] ^= 1;
            return WebhookSignature.Verify(headers, body, secret, Now(at.Get)) == SignatureVerdict.Valid
                && (body.Length == 0 || WebhookSignature.Verify(headers, changed, secret, Now(at.Get)) == SignatureVerdict.NoMatch);
        }).QuickCheckThrowOnFailure();

    private static SignatureVerdict Verify(string id = Id, string? timestamp = null, string signature = Good, long now = At) =>
        WebhookSignature.Verify(Headers(id, timestamp, signature), Body, Parse(Secret), Now(now));

    private static KeyValuePair<string, string>[] Headers(string id = Id, string? timestamp = null, string signature = Good) =>
    [
        new(WebhookSignature.IdHeader, id), new(WebhookSignature.TimestampHeader, timestamp ?? $"{At}"),
        new(WebhookSignature.SignatureHeader, signature),
    ];

    private static DateTimeOffset Now(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static WebhookSecret Parse(string text) => WebhookSecret.Parse(text)!;
}
