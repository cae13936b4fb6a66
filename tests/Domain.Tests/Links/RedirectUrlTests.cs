using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Domain.Tests.Links;

/// <summary>Where a customer is sent and with which parameters; who may send one there is validated elsewhere.</summary>
public sealed class RedirectUrlTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly NumberId Number = new(Guid.Parse("019bc196-f42e-7e06-9d4c-0feda0fd817a"));
    private static readonly LinkId Link = new(Guid.Parse("019bc196-f42e-7e06-9d4c-0feda0fd817b"));
    private static readonly string Ours = $"status=success&numberId={Number}&linkId={Link}";

    [Theory]
    [InlineData("https://app.example.com", "https://app.example.com/?")]
    [InlineData("https://app.example.com/done", "https://app.example.com/done?")]
    [InlineData("https://app.example.com:8443/done?a=1&b=x%20y", "https://app.example.com:8443/done?a=1&b=x%20y&")]
    [InlineData("https://app.example.com/?status=open&a=1&numberId=num_x&linkId=", "https://app.example.com/?a=1&")]
    [InlineData("https://app.example.com/?%73tatus=open&status&status=1&status=2", "https://app.example.com/?")]
    [InlineData("https://app.example.com/?Status=kept&mystatus=kept", "https://app.example.com/?Status=kept&mystatus=kept&")]
    [InlineData("https://app.example.com/a%2Fb?x=%26y=z", "https://app.example.com/a%2Fb?x=%26y=z&")]
    [InlineData("https://app.example.com/?", "https://app.example.com/?")]
    [InlineData("http://localhost:3000/", "http://localhost:3000/?")]
    public void Sets_its_parameters_replaces_the_same_and_keeps_the_others(string url, string before) =>
        Success(new() { RedirectUrl = url }).Should().Be(before + Ours);

    [Fact]
    public void Keeps_the_fragment_behind_the_parameters() =>
        Success(new() { RedirectUrl = "https://app.example.com/#/done?x" }).Should().Be($"https://app.example.com/?{Ours}#/done?x");

    [Fact]
    public void Encodes_the_state_it_hands_back()
    {
        var url = Success(new() { RedirectUrl = "https://app.example.com/?state=theirs", RedirectState = "a&status=error#é +/%" });

        url.Should().Be($"https://app.example.com/?{Ours}&state=a%26status%3Derror%23%C3%A9%20%2B%2F%25");
        Uri.UnescapeDataString(new Uri(url!).Query.Split("state=")[1]).Should().Be("a&status=error#é +/%");
    }

    [Fact]
    public void Without_a_state_of_ours_leaves_theirs_alone() =>
        Success(new() { RedirectUrl = "https://app.example.com/?state=theirs" }).Should()
            .Be($"https://app.example.com/?state=theirs&{Ours}");

    [Fact]
    public void Prefers_the_link_then_its_branding_then_the_tenant_and_goes_nowhere_otherwise()
    {
        var branded = new LinkTerms { Branding = new() { DefaultRedirectUrl = "https://branding.example.com/" } };

        Success(branded with { RedirectUrl = "https://link.example.com/" }, "https://tenant.example.com/").Should()
            .StartWith("https://link.example.com/");
        Success(branded, "https://tenant.example.com/").Should().StartWith("https://branding.example.com/");
        Success(new(), "https://tenant.example.com/").Should().StartWith("https://tenant.example.com/");
        Success(new()).Should().BeNull();
    }

    [Fact]
    public void A_failure_has_its_own_address_and_no_number()
    {
        var terms = new LinkTerms
        {
            RedirectUrl = "https://app.example.com/ok",
            FailureRedirectUrl = "https://app.example.com/no?status=x",
            RedirectState = "s1"
        };

        RedirectUrl.Failure(Of(terms), "expired").Should().Be($"https://app.example.com/no?status=expired&linkId={Link}&state=s1");
        RedirectUrl.Failure(Of(new() { RedirectUrl = "https://app.example.com/ok" }), "error").Should().BeNull();
    }

    private static string? Success(LinkTerms terms, string? tenant = null) => RedirectUrl.Success(Of(terms), tenant, Number);

    private static PairingLink Of(LinkTerms terms) =>
        PairingLink.ForPhone(Link, TenantId.New(Now), Number, new(new byte[32]), terms, Labels.None, PairingLink.DefaultLife, Now);
}
