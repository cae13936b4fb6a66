using PilotPairing.FakeGraph;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>
/// Credentials that somebody has already, of a live tenant, over HTTP to Meta: by the page's form and by <c>POST /v1/numbers/meta</c>.
/// </summary>
public sealed class LiveCredentialsTests(MetaHost host) : IClassFixture<MetaHost>, IAsyncLifetime
{
    public Task InitializeAsync()
    {
        host.Graph.Calls.Clear();
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        host.Graph.AnswerAsUsual();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Typed_credentials_connect_the_number_with_its_own_PIN()
    {
        var (account, number, phone) = host.NewBusiness();
        number.Pin = "483920";
        var link = await host.NewLink(new { metaFlow = "credentials" });

        var done = (await Complete(link.Token(), account, number, host.Graph.NewToken(account).Value, "483920")).Expect(200);

        done.Text("number").Should().Be(phone);
        host.Graph.Calls.Should().Equal(
            "GET debug_token", $"GET {account.Id}/phone_numbers", $"GET {number.Id}", $"POST {account.Id}/subscribed_apps",
            $"POST {number.Id}/register", $"GET {number.Id}");
    }

    [Fact]
    public async Task A_number_is_taken_over_by_the_API_and_its_token_is_kept_sealed()
    {
        var (account, number, phone) = host.NewBusiness();
        var token = host.Graph.NewToken(account).Value;

        var made = (await host.Register(account, number, phone, token)).Expect(201);

        made.GetProperty("instance").Text("state").Should().Be("OPEN");
        made.Text("webhookUrl").Should().Contain("/meta-hooks/");
        made.Text("verifyToken").Should().HaveLength(43);
        (account.IsSubscribed, number.IsRegistered).Should().Be((true, true));
        await host.Api.ShouldKeepNowhere(token);
    }

    public static TheoryData<string, int?, int?, string> Refusals => new()
    {
        { "expired", 190, 463, "Session has expired" },
        { "revoked", 190, 458, "not authorized" },
        { "unknown", 190, null, "Invalid OAuth access token" },
        { "without permission", null, null, "whatsapp_business_management" },
        { "of another account", null, null, "was not given" },
        { "of an unknown account", 100, 33, "does not exist" },
        { "unverified", 133006, null, "verified" },
        { "wrong PIN", 133005, null, "PIN" },
        { "blocked", 133016, null, "too many" },
        { "another phone", null, null, "another number" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Every_refusal_of_Meta_is_returned_and_nothing_is_stored(string what, int? code, int? subcode, string message)
    {
        var (account, number, phone) = host.NewBusiness();
        var (other, _, _) = host.NewBusiness();
        var token = host.Graph.NewToken(what switch { "of another account" => [other], "of an unknown account" => [], _ => [account] });
        (token.ExpiresAt, token.IsRevoked) =
            (what == "expired" ? new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) : null, what == "revoked");
        token.Scopes = what == "without permission" ? ["whatsapp_business_messaging"] : token.Scopes;
        number.IsVerified = what != "unverified";
        number.Pin = what == "wrong PIN" ? "000000" : null;
        if (what == "blocked")
            number.Block(TimeProvider.System.GetUtcNow());

        var refused = await host.Api.Post(
            "/v1/numbers/meta",
            new
            {
                name = "Loja",
                number = "+" + (what == "another phone" ? MetaScene.NewPhone() : phone),
                metaPhoneId = number.Id,
                wabaId = what == "of an unknown account" ? "404" : account.Id,
                accessToken = what == "unknown" ? "EAAunknown" : token.Value,
                pin = "123456",
            },
            host.Key);

        refused.ShouldBeRefused(422, "META_REJECTED");
        var details = refused.Json.GetProperty("details");
        (details.GetProperty("code").GetRawText(), details.GetProperty("subcode").GetRawText()).Should()
            .Be((code?.ToString() ?? "null", subcode?.ToString() ?? "null"));
        details.Text("message").Should().Contain(message).And.NotContain("EAA");
        details.Has("fbtraceId").Should().BeTrue();
        await ShouldHaveNothing(phone);
    }

    [Theory]
    [InlineData("debug_token")]
    [InlineData("phone_numbers")]
    [InlineData("subscribed_apps")]
    [InlineData("register")]
    public async Task After_a_failure_of_Graph_at_any_step_nothing_is_stored_and_a_retry_works(string step)
    {
        var (account, number, phone) = host.NewBusiness();
        var token = host.Graph.NewToken(account).Value;
        host.Graph.Instead = Faults.On(step, Faults.Html(502));

        (await host.Register(account, number, phone, token)).ShouldBeRefused(503, "META_UNREACHABLE");
        await ShouldHaveNothing(phone);

        host.Graph.AnswerAsUsual();
        (await host.Register(account, number, phone, token)).Expect(201);
    }

    [Fact]
    public async Task A_limit_at_Meta_is_returned_with_its_end()
    {
        var (account, number, phone) = host.NewBusiness();
        host.Graph.Instead = context =>
        {
            context.Response.Headers["X-Business-Use-Case-Usage"] = """{"1":[{"estimated_time_to_regain_access":7}]}""";
            return Faults.Text(400, "application/json",
                GraphErrors.Of(400, "OAuthException", 80007, "(#80007) There have been too many calls").Item2.ToJsonString())(context);
        };

        var refused = await host.Register(account, number, phone, host.Graph.NewToken(account).Value);

        refused.ShouldBeRefused(503, "META_UNREACHABLE");
        refused.Headers["retry-after"].Should().Be("420");
        host.Graph.Calls.Should().ContainSingle("it is left alone");
    }

    [Fact]
    public async Task Health_is_what_Graph_says_when_it_is_asked_and_what_it_said_when_it_is_away()
    {
        var (account, number, phone) = host.NewBusiness();
        var id = (await host.Register(account, number, phone, host.Graph.NewToken(account).Value)).Expect(201).GetProperty("instance")
            .Text("id");
        (number.Quality, number.MessagingLimit) = ("YELLOW", "TIER_10K");

        (await host.Api.Get($"/v1/numbers/{id}", host.Key)).Expect(200).GetProperty("health").Text("qualityRating").Should().Be("GREEN");
        var health = (await host.Api.Get($"/v1/numbers/{id}?refresh=1", host.Key)).Expect(200).GetProperty("health");
        (health.Text("qualityRating"), health.Text("messagingLimitTier"), health.Text("metaStatus")).Should()
            .Be(("YELLOW", "TIER_10K", "CONNECTED"));

        host.Graph.Instead = Faults.Html(502);
        var stale = (await host.Api.Get($"/v1/numbers/{id}?refresh=1", host.Key)).Expect(200);
        stale.GetProperty("stale").GetBoolean().Should().BeTrue();
        stale.GetProperty("health").Text("qualityRating").Should().Be("YELLOW");
    }

    private Task<Answer> Complete(string link, FakeAccount account, FakeNumber number, string token, string pin) =>
        host.Api.Post($"/v1/meta-credentials/{link}/complete",
            new { phoneNumberId = number.Id, wabaId = account.Id, accessToken = token, pin }, "");

    private async Task ShouldHaveNothing(string phone) =>
        (await host.Api.Query<long>("select count(*) from numbers where number = @phone", new { phone })).Should().Be(0);
}
