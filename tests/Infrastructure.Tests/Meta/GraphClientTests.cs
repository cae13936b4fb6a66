using PilotPairing.Domain.Meta;
using PilotPairing.FakeGraph;
using PilotPairing.Testing;
using static PilotPairing.Infrastructure.Tests.Meta.GraphRig;

namespace PilotPairing.Infrastructure.Tests.Meta;

/// <summary>What Graph answers when it is well: what we ask, and how its words are understood.</summary>
public sealed class GraphClientTests : IAsyncLifetime
{
    private static readonly MetaSecret Pin = new("123456");
    private GraphServer _server = null!;
    private GraphRig _rig = null!;

    public async Task InitializeAsync()
    {
        _server = await GraphServer.Start();
        _rig = GraphRig.On(_server);
    }

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_code_leads_to_a_registered_number_by_the_calls_that_Meta_documents()
    {
        var account = _server.NewAccount();
        var number = account.NewNumber("+55 11 98888-7777");

        var token = (await _rig.Graph.ExchangeCode(new(_server.NewCode(account)), default)).Value;
        var grant = (await _rig.Graph.Inspect(token, default)).Value;
        var found = (await _rig.Graph.Numbers(grant.Accounts.Single(), token, default)).Value.Single();
        (await _rig.Graph.Subscribe(Id(account.Id), token, default)).Refusal.Should().BeNull();
        (await _rig.Graph.Register(found.Id, Pin, token, default)).Refusal.Should().BeNull();
        var after = (await _rig.Graph.Number(found.Id, token, default)).Value;

        grant.ExpiresAt.Should().BeNull();
        found.Should().BeEquivalentTo(
            new
            {
                Id = Id(number.Id),
                VerifiedName = "Fake Business",
                Status = "PENDING",
                QualityRating = "UNKNOWN",
                MessagingLimitTier = "TIER_250",
                OnBusinessApp = false,
                Registered = false
            });
        found.Number!.Value.Digits.Should().Be("5511988887777");
        after.Should().BeEquivalentTo(new { Status = "CONNECTED", QualityRating = "GREEN", Registered = true });
        (account.IsSubscribed, number.Pin).Should().Be((true, "123456"));
        _server.Calls.Should().Equal(
            "GET oauth/access_token", "GET debug_token", $"GET {account.Id}/phone_numbers", $"POST {account.Id}/subscribed_apps",
            $"POST {number.Id}/register", $"GET {number.Id}");
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        var code = new MetaSecret(_server.NewCode(_server.NewAccount()));
        await _rig.Graph.ExchangeCode(code, default);

        (await _rig.Graph.ExchangeCode(code, default)).Refusal.Should()
            .Be(new MetaRejected(100, 36009, "This authorization code has been used.", GraphErrors.Trace));
    }

    [Fact]
    public async Task What_a_token_may_do_is_what_Graph_says()
    {
        var end = new DateTimeOffset(2099, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var (mine, other) = (_server.NewAccount(), _server.NewAccount());
        var tied = _server.NewToken(mine, other);
        tied.ExpiresAt = end;

        (await _rig.Graph.Inspect(Secret(tied), default)).Value.Should().BeEquivalentTo(new MetaGrant(end, [Id(mine.Id), Id(other.Id)]));
        (await _rig.Graph.Inspect(Secret(_server.NewToken()), default)).Value.Should().BeEquivalentTo(new MetaGrant(null, []));
    }

    [Fact]
    public async Task A_token_that_is_over_another_apps_or_without_permission_is_refused()
    {
        var (expired, revoked, foreign, limited) = (_server.NewToken(), _server.NewToken(), _server.NewToken(), _server.NewToken());
        expired.ExpiresAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        revoked.IsRevoked = true;
        foreign.AppId = "700000000000002";
        limited.Scopes = ["whatsapp_business_messaging"];

        (await Refused(expired)).Should().BeEquivalentTo(new { Number = 190, Subcode = 463 });
        (await Refused(revoked)).Should().BeEquivalentTo(new { Number = 190, Subcode = 458 });
        (await Refused(foreign)).Should()
            .BeEquivalentTo(new { Number = 100, Message = "(#100) The App_id in the input_token did not match the Viewing App" });
        (await Refused(limited)).Message.Should().Be("The access token lacks the permission whatsapp_business_management");

        async Task<MetaRejected> Refused(FakeToken token) => (MetaRejected)(await _rig.Graph.Inspect(Secret(token), default)).Refusal!;
    }

    [Fact]
    public async Task A_typed_token_inspects_itself_for_any_app()
    {
        var account = _server.NewAccount();
        var (foreign, expired, limited) = (_server.NewToken(account), _server.NewToken(), _server.NewToken());
        foreign.AppId = limited.AppId = "700000000000002";
        expired.ExpiresAt = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        limited.Scopes = ["whatsapp_business_messaging"];

        (await _rig.Graph.InspectTyped(Secret(foreign), default)).Value.Should().BeEquivalentTo(new MetaGrant(null, [Id(account.Id)]));
        (await _rig.Graph.InspectTyped(Secret(expired), default)).Refusal.Should().BeEquivalentTo(new { Number = 190, Subcode = 463 });
        (await _rig.Graph.InspectTyped(new("no-token"), default)).Refusal.Should().BeEquivalentTo(new { Number = 190 });
        (await _rig.Graph.InspectTyped(Secret(limited), default)).Refusal.Should()
            .BeEquivalentTo(new { Message = "The access token lacks the permission whatsapp_business_management" });
    }

    [Fact]
    public async Task A_typed_token_that_may_not_inspect_itself_is_checked_by_using_it()
    {
        _server.Instead = Faults.Text(403, "application/json", """{"error":{"message":"(#200) No","type":"OAuthException","code":200}}""");

        (await _rig.Graph.InspectTyped(Secret(_server.NewToken()), default)).Value.Should().BeEquivalentTo(new MetaGrant(null, []));
    }

    [Fact]
    public async Task A_number_belongs_to_the_account_that_lists_it()
    {
        var (account, other) = (_server.NewAccount(), _server.NewAccount());
        var number = account.NewNumber();
        var token = Secret(_server.NewToken());

        (await _rig.Graph.Belongs(Id(number.Id), Id(account.Id), token, default)).Refusal.Should().BeNull();
        (await _rig.Graph.Belongs(Id(number.Id), Id(other.Id), token, default)).Refusal.Should()
            .BeEquivalentTo(new { Message = "The phone number id is not one of this business account" });
    }

    [Fact]
    public async Task An_app_that_Meta_refuses_is_reported_as_the_operator_s_fault()
    {
        await using var misconfigured = GraphRig.On(_server, appSecret: "another-secret");

        var refusal = (MetaRejected)(await misconfigured.Graph.Inspect(Secret(_server.NewToken()), default)).Refusal!;

        refusal.Number.Should().Be(190);
        refusal.Message.Should().StartWith("Meta refuses the app of this server");
    }

    [Fact]
    public async Task A_wrong_secret_is_distinguished_from_a_temporary_failure_before_a_code_is_used()
    {
        await using var misconfigured = GraphRig.On(_server, appSecret: "another-secret");

        var refusal = (MetaRejected)(await misconfigured.Graph.ExchangeCode(new(_server.NewCode(_server.NewAccount())), default)).Refusal!;

        refusal.Number.Should().Be(190);
        refusal.Message.Should().StartWith("Meta refuses the app of this server").And.NotContain("another-secret");
        misconfigured.Log.Lines.Should().ContainSingle(line => line.StartsWith("Error 7004 ", StringComparison.Ordinal)).Which.Should()
            .Contain("Meta:AppSecret");
    }

    [Theory]
    [InlineData("+55 11 99999-9999", "5511999999999")]
    [InlineData("+49 (30) 1234.567", "49301234567")]
    [InlineData("+1 555-012-3456", null)]
    [InlineData("15550123456", null)]
    [InlineData("+1 655-012-3456", "16550123456")]
    [InlineData("Fake Business", null)]
    [InlineData("", null)]
    public async Task Numbers_that_nobody_can_call_have_none(string shown, string? digits)
    {
        var account = _server.NewAccount();
        var number = account.NewNumber(shown);

        (await _rig.Graph.Number(Id(number.Id), Secret(_server.NewToken(account)), default)).Value.Number?.Digits.Should().Be(digits);
    }

    [Fact]
    public async Task A_number_of_the_Business_app_is_recognized()
    {
        var account = _server.NewAccount();
        account.NewNumber().IsOnBusinessApp = true;

        (await _rig.Graph.Numbers(Id(account.Id), Secret(_server.NewToken(account)), default)).Value.Single().Should()
            .BeEquivalentTo(new { OnBusinessApp = true, Registered = true });
    }

    [Theory]
    [InlineData("""{"id":"1","platform_type":"CLOUD_API"}""", true)]
    [InlineData("""{"id":"1","platform_type":"CLOUD_API","throughput":{"level":"STANDARD"}}""", true)]
    [InlineData("""{"id":"1","platform_type":"CLOUD_API","throughput":{"level":"NOT_APPLICABLE"}}""", false)]
    [InlineData("""{"id":"1","platform_type":"NOT_APPLICABLE","throughput":{"level":"STANDARD"}}""", false)]
    [InlineData("""{"id":"1","platform_type":"ON_PREMISE"}""", false)]
    [InlineData("""{"id":"1","throughput":{"level":"HIGH"}}""", true)]
    [InlineData("""{"id":"1"}""", false)]
    [InlineData("""{"id":"1","status":7,"is_on_biz_app":"yes","throughput":[],"verified_name":"\ud800","display_phone_number":null}""",
        false)]
    public async Task What_is_registered_says_so_and_odd_members_are_nothing(string json, bool registered)
    {
        _server.Instead = Testing.Faults.Text(200, "application/json", json);

        (await _rig.Graph.Number(Id("1"), new("token"), default)).Value.Should()
            .BeEquivalentTo(new
            {
                Number = default(object),
                VerifiedName = default(string),
                Status = default(string),
                OnBusinessApp = false,
                Registered = registered
            });
    }

    [Fact]
    public async Task An_account_or_number_that_the_token_does_not_reach_is_refused()
    {
        var (mine, other) = (_server.NewAccount(), _server.NewAccount());
        var token = Secret(_server.NewToken(mine));

        (await _rig.Graph.Numbers(Id(other.Id), token, default)).Refusal.Should().BeEquivalentTo(new { Number = 100, Subcode = 33 });
        (await _rig.Graph.Number(Id(other.NewNumber().Id), token, default)).Refusal.Should()
            .BeEquivalentTo(new { Number = 100, Subcode = 33 });
        (await _rig.Graph.Subscribe(Id(other.Id), token, default)).Refusal.Should().BeOfType<MetaRejected>();
        other.IsSubscribed.Should().BeFalse();
    }

    [Fact]
    public async Task Registering_is_refused_for_a_wrong_PIN_an_unverified_number_and_after_ten_tries()
    {
        var account = _server.NewAccount();
        var token = Secret(_server.NewToken(account));
        var (number, unverified) = (account.NewNumber(), account.NewNumber());
        number.Pin = "654321";
        unverified.IsVerified = false;

        (await _rig.Graph.Register(Id(unverified.Id), Pin, token, default)).Refusal.Should().BeEquivalentTo(new { Number = 133006 });
        for (var i = 0; i < 10; i++)
            (await _rig.Graph.Register(Id(number.Id), Pin, token, default)).Refusal.Should()
                .BeEquivalentTo(new
                {
                    Number = 133005,
                    Message = "(#133005) Two step verification PIN Mismatch: The PIN does not match the one of this number"
                });
        (await _rig.Graph.Register(Id(number.Id), new("654321"), token, default)).Refusal.Should().BeEquivalentTo(new { Number = 133016 });
    }
}
