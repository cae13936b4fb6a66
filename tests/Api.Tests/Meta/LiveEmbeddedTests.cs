using PilotPairing.FakeGraph;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>
/// Embedded Signup of a live tenant, over HTTP to Meta: what is asked there, in which order, and what is left when Meta fails half-way.
/// </summary>
public sealed class LiveEmbeddedTests(MetaHost host) : IClassFixture<MetaHost>, IAsyncLifetime
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
    public async Task A_signup_is_carried_out_at_Meta_in_the_order_that_it_documents()
    {
        var (account, number, phone) = host.NewBusiness();
        var link = await host.NewLink();

        var done = (await host.Api.CompleteEmbedded(link, host.Graph.NewCode(account), number.Id, account.Id)).Expect(200);

        (done.Text("number"), done.Text("state")).Should().Be((phone, "OPEN"));
        host.Graph.Calls.Should().Equal(
            "GET oauth/access_token", "GET debug_token", $"GET {account.Id}/phone_numbers", $"GET {number.Id}",
            $"POST {account.Id}/subscribed_apps", $"POST {number.Id}/register", $"GET {number.Id}");
        (account.IsSubscribed, number.IsRegistered, number.Tries).Should().Be((true, true, 1));
        number.Pin.Should().MatchRegex("^[0-9]{6}$");
        var item = (await host.Api.Get($"/v1/numbers/{done.NumberId()}", host.Key)).Expect(200);
        (item.Text("provider"), item.Text("state"), item.Text("name")).Should().Be(("META", "OPEN", "Fake Business"));
        await host.Api.ShouldKeepNowhere(number.Pin!);
    }

    [Fact]
    public async Task A_number_that_comes_without_its_ids_is_found_among_what_the_customer_gave()
    {
        var (account, number, phone) = host.NewBusiness();

        var done = (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), null, null)).Expect(200);

        done.Text("number").Should().Be(phone);
        host.Graph.Calls.Should().Contain($"GET {account.Id}/phone_numbers");
        number.IsRegistered.Should().BeTrue();
    }

    [Fact]
    public async Task A_number_of_the_Business_app_stays_there_and_one_that_is_registered_is_not_registered_again()
    {
        var (account, kept, _) = host.NewBusiness();
        kept.IsOnBusinessApp = true;
        (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), kept.Id, account.Id)).Expect(200);

        var (another, registered, _) = host.NewBusiness();
        (registered.IsRegistered, registered.Status) = (true, "CONNECTED");
        (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(another), registered.Id, another.Id)).Expect(200);

        (kept.Tries, registered.Tries).Should().Be((0, 0));
        (account.IsSubscribed, another.IsSubscribed).Should().Be((true, true));
    }

    [Fact]
    public async Task What_a_browser_claims_is_not_believed()
    {
        var (mine, number, _) = host.NewBusiness();
        var (other, others, _) = host.NewBusiness();
        var link = await host.NewLink();

        (await host.Api.CompleteEmbedded(link, host.Graph.NewCode(mine), others.Id, other.Id)).ShouldBeRefused(422, "META_REJECTED");
        (await host.Api.CompleteEmbedded(link, host.Graph.NewCode(mine), others.Id, mine.Id)).ShouldBeRefused(422, "META_REJECTED");

        (mine.IsSubscribed, other.IsSubscribed, number.Tries, others.Tries).Should().Be((false, false, 0, 0));
        (await host.Api.CompleteEmbedded(link, host.Graph.NewCode(mine), number.Id, mine.Id)).Expect(200);
    }

    [Theory]
    [InlineData("+1 555-010-0001")]
    [InlineData("Fake Business")]
    public async Task A_number_that_nobody_can_call_is_refused_before_anything_is_changed_at_Meta(string shown)
    {
        var account = host.Graph.NewAccount();
        var number = account.NewNumber(shown);

        var refused = await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), number.Id, account.Id);

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").Text("message").Should().Contain("cannot be called");
        (account.IsSubscribed, number.Tries).Should().Be((false, 0));
    }

    [Fact]
    public async Task A_code_that_came_late_or_twice_is_refused_in_Graphs_words()
    {
        var (account, number, _) = host.NewBusiness();
        var code = host.Graph.NewCode(account);
        (await host.Api.CompleteEmbedded(await host.NewLink(), code, number.Id, account.Id)).Expect(200);

        var refused = await host.Api.CompleteEmbedded(await host.NewLink(), code, number.Id, account.Id);

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").GetRawText().Should()
            .Be($$"""{"code":100,"subcode":36009,"message":"This authorization code has been used.","fbtraceId":"{{GraphErrors.Trace}}"}""");
    }

    [Fact]
    public async Task A_registration_that_Meta_refuses_keeps_the_link_usable()
    {
        var (account, number, phone) = host.NewBusiness();
        number.Pin = "000000";
        var link = await host.NewLink();

        var refused = await host.Api.CompleteEmbedded(link, host.Graph.NewCode(account), number.Id, account.Id);

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").GetProperty("code").GetInt32().Should().Be(133005);
        await ShouldHaveNothing(phone);
        number.Pin = null;
        (await host.Api.CompleteEmbedded(link, host.Graph.NewCode(account), number.Id, account.Id)).Expect(200);
    }

    [Fact]
    public async Task After_a_temporary_failure_the_same_code_continues_from_where_it_was()
    {
        var (account, number, phone) = host.NewBusiness();
        var code = host.Graph.NewCode(account);
        var link = await host.NewLink();
        host.Graph.Instead = Faults.On("/register", Faults.Html(503));

        var refused = await host.Api.CompleteEmbedded(link, code, number.Id, account.Id);
        refused.ShouldBeRefused(503, "META_UNREACHABLE");
        refused.Headers["retry-after"].Should().Be("5");
        await ShouldHaveNothing(phone);
        host.Graph.Calls.Count(call => call.EndsWith("/register", StringComparison.Ordinal)).Should().Be(1, "ten tries are all there are");

        host.Graph.AnswerAsUsual();
        (await host.Api.CompleteEmbedded(link, code, number.Id, account.Id)).Expect(200).Text("number").Should().Be(phone);
        host.Graph.Calls.Count(call => call == "GET oauth/access_token").Should().Be(1, "the code is good once");
    }

    [Fact]
    public async Task A_momentary_failure_is_not_noticed()
    {
        var (account, number, _) = host.NewBusiness();
        var failures = 2;
        host.Graph.Instead = Faults.On("/subscribed_apps", context =>
            Interlocked.Decrement(ref failures) >= 0 ? Faults.Html(500)(context) : Task.FromResult(false));

        (await host.Api.CompleteEmbedded(await host.NewLink(), host.Graph.NewCode(account), number.Id, account.Id)).Expect(200);

        host.Graph.Calls.Count(call => call.EndsWith("/subscribed_apps", StringComparison.Ordinal)).Should().Be(3);
    }

    [Fact]
    public async Task Of_twins_one_is_carried_out_and_all_are_answered_the_same()
    {
        var (account, number, phone) = host.NewBusiness();
        var code = host.Graph.NewCode(account);
        var link = await host.NewLink();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.Api.CompleteEmbedded(link, code, number.Id, account.Id)));

        answers.Select(answer => answer.Expect(200).GetRawText()).Distinct().Should().ContainSingle();
        number.Tries.Should().Be(1);
        host.Graph.Calls.Count(call => call == "GET oauth/access_token").Should().Be(1);
        (await host.Api.Query<long>("select count(*) from numbers where number = @phone", new { phone })).Should().Be(1);
        (await host.Api.Events(answers[0].Json.NumberId(), "number.connected")).Should().ContainSingle();
    }

    private async Task ShouldHaveNothing(string phone) =>
        (await host.Api.Query<long>(
            "select (select count(*) from numbers where number = @phone) + (select count(*) from meta_credentials where phone_number_id = @phone)", new { phone })).Should().Be(0);
}
