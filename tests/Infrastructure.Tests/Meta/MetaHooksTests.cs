using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PilotPairing.Application;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Meta;

namespace PilotPairing.Infrastructure.Tests.Meta;

/// <summary>Addresses that nobody can guess, and the token that belongs to each.</summary>
public sealed class MetaHooksTests
{
    private static readonly NumberId Number = new(new Guid("01890000-0000-7000-8000-000000000001"));
    private static readonly NumberId Other = new(new Guid("01890000-0000-7000-8000-000000000002"));

    [Fact]
    public void An_address_leads_to_us_and_its_own_token_verifies_it()
    {
        var hooks = With("a");
        var hook = hooks.Of(Number);

        hook.Url.Should().StartWith("https://pair.example.com/meta-hooks/");
        hooks.Leads(PassOf(hook.Url)).Should().BeTrue();
        hooks.Verifies(PassOf(hook.Url), hook.VerifyToken).Should().BeTrue();
        hooks.Of(Number).Should().Be(hook);
        $"{hook}".Should().Be("[Meta hook]");
    }

    [Fact]
    public void Every_number_and_the_app_have_others()
    {
        var hooks = With("a");
        var all = new[] { hooks.OfApp(), hooks.Of(Number), hooks.Of(Other) };

        all.Select(hook => hook.Url).Should().OnlyHaveUniqueItems();
        all.Select(hook => hook.VerifyToken).Should().OnlyHaveUniqueItems();
        hooks.Verifies(PassOf(all[0].Url), all[1].VerifyToken).Should().BeFalse();
        hooks.Verifies(PassOf(all[1].Url), all[2].VerifyToken).Should().BeFalse();
    }

    [Fact]
    public void Guesses_lead_nowhere()
    {
        var hooks = With("a");
        var hook = hooks.Of(Number);
        var pass = PassOf(hook.Url);

        foreach (var guess in new[] { "", "x", "..", hook.VerifyToken, pass[..^1], pass + "A",
            PassOf(hooks.Of(Other).Url)[..22] + pass[22..], new string('A', 64), new string('A', 4000), "é" + pass[1..] })
            hooks.Leads(guess).Should().BeFalse(guess);
        foreach (var guess in new[] { null, "", "x", pass, hook.VerifyToken[..^2], "é" })
            hooks.Verifies(pass, guess).Should().BeFalse(guess);
        With("b").Leads(pass).Should().BeFalse("another installation has another key");
    }

    [Fact]
    public void A_rotated_key_keeps_the_addresses_that_Meta_knows()
    {
        var hook = With("a").Of(Number);
        var rotated = With("b", "a");

        rotated.Verifies(PassOf(hook.Url), hook.VerifyToken).Should().BeTrue();
        rotated.Of(Number).Should().NotBe(hook);
    }

    private static string PassOf(string url) => url[(url.LastIndexOf('/') + 1)..];

    private static MetaHooks With(params string[] keys) => new(
        new Envelopes(
            Options.Create(new EncryptionOptions
            {
                Keys = [.. keys.Select(key =>
                $"{key}:{Convert.ToBase64String(SHA256.HashData([(byte)key[0]]))}")]
            }), RandomNumberGenerator.Create()),
        new Address());

    private sealed class Address : IPublicAddress
    {
        public string PublicUrl => "https://pair.example.com";

        public string ConnectUrl => PublicUrl;

        public IReadOnlyList<string> ConnectUrls => [ConnectUrl];
    }
}
