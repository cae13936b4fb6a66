using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Meta;
using PilotPairing.FakeGraph;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>Meta's webhooks: only signed ones are accepted, and each triggers a refresh from Graph.</summary>
public sealed class MetaHookTests(MetaHost host) : IClassFixture<MetaHost>
{
    private MetaHook AppHook => host.Api.App.Services.GetRequiredService<IMetaHooks>().OfApp();

    [Fact]
    public async Task An_address_that_was_entered_at_Meta_answers_its_challenge()
    {
        var (account, number, phone) = host.NewBusiness();
        var registered = (await host.Register(account, number, phone, host.Graph.NewToken(account).Value)).Expect(201);

        foreach (var (url, token) in new[] { (AppHook.Url, AppHook.VerifyToken),
            (registered.Text("webhookUrl"), registered.Text("verifyToken")) })
        {
            var answer = await Verify(PathOf(url), "subscribe", token, "1158201444");

            answer.Should().BeEquivalentTo(new { Status = 200, Text = "1158201444" });
            answer.Headers["content-type"].Should().StartWith("text/plain");
            (await Verify(PathOf(url), "subscribe", token, "<script>")).Text.Should().Be("<script>", "it is echoed raw, as text");
        }
    }

    [Fact]
    public async Task A_verification_with_a_wrong_token_is_refused()
    {
        var path = PathOf(AppHook.Url);

        (await Verify(path, "subscribe", AppHook.VerifyToken + "x", "1")).ShouldBeRefused(403, "HOOK_NOT_VERIFIED");
        (await Verify(path, "subscribe", "", "1")).ShouldBeRefused(403, "HOOK_NOT_VERIFIED");
        (await Verify(path, "unsubscribe", AppHook.VerifyToken, "1")).ShouldBeRefused(403, "HOOK_NOT_VERIFIED");
        (await Verify(path, "subscribe", AppHook.VerifyToken, "")).ShouldBeRefused(403, "HOOK_NOT_VERIFIED");
        (await Verify(path, "subscribe", AppHook.VerifyToken, new string('1', 257))).ShouldBeRefused(403, "HOOK_NOT_VERIFIED");
        (await host.Api.Get(path, key: "")).ShouldBeRefused(403, "HOOK_NOT_VERIFIED");
        (await Verify("/meta-hooks/guessed", "subscribe", AppHook.VerifyToken, "1")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task Notifications_not_signed_by_our_app_are_refused()
    {
        var body = Notification("account_update", "1");
        var signature = Sign(body, host.Graph.AppSecret);
        var path = PathOf(AppHook.Url);

        (await Notify(path, body, signature)).Status.Should().Be(200);
        (await Notify(path, body + " ", signature)).ShouldBeRefused(401, "INVALID_SIGNATURE");
        (await Notify(path, body, Sign(body, "another app's secret"))).ShouldBeRefused(401, "INVALID_SIGNATURE");
        foreach (var wrong in new[] { "", "sha256=", "sha256=" + new string('z', 64), signature[..^2], signature.Replace("sha256", "sha1"),
            signature["sha256=".Length..] })
            (await Notify(path, body, wrong)).ShouldBeRefused(401, "INVALID_SIGNATURE");
        (await host.Api.Post(path, body, key: "")).ShouldBeRefused(401, "INVALID_SIGNATURE");
        (await Notify("/meta-hooks/guessed", body, signature)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("""{"object":"page","entry":[{"id":"1","changes":[{"field":"account_update"}]}]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":{"id":7}}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[7,{"id":"; drop","changes":[{"field":"account_update","value":"\ud800"}]}]}""")]
    public async Task Whatever_Meta_says_is_answered_at_once(string body) =>
        (await Notify(PathOf(AppHook.Url), body, Sign(body, host.Graph.AppSecret))).Status.Should().Be(200);

    [Fact]
    public async Task What_is_too_long_to_be_about_an_account_is_not_read()
    {
        var body = new string(' ', (1024 * 1024) + 1);

        (await Notify(PathOf(AppHook.Url), body, Sign(body, host.Graph.AppSecret))).ShouldBeRefused(413, "TOO_LARGE");
    }

    [Theory]
    [InlineData("phone_number_quality_update", true)]
    [InlineData("account_update", true)]
    [InlineData("messages", false)]
    public async Task A_change_of_health_makes_Graph_be_asked_again(string field, bool isAsked)
    {
        var (account, number, id) = await Connected();
        (number.Quality, number.Status, number.MessagingLimit) = ("RED", "FLAGGED", "TIER_1K");

        var body = Notification(field, account.Id);
        (await Notify(PathOf(AppHook.Url), body, Sign(body, host.Graph.AppSecret))).Status.Should().Be(200);

        await host.Api.Send(new RefreshMetaNumbers());
        (await Quality(id)).Should().Be(isAsked ? "RED" : "GREEN");
        (await host.Query<bool>("select look_due_at is null from meta_credentials where number_id = @id", id)).Should()
            .BeTrue("it was looked at");
    }

    [Fact]
    public async Task An_account_that_is_named_within_a_business_is_found()
    {
        var (account, number, id) = await Connected();
        number.Quality = "YELLOW";
        var body = """{"object":"whatsapp_business_account","entry":[{"id":"777","changes":[{"field":"account_update","value":{"event":"PARTNER_ADDED","waba_info":{"waba_id":"WABA"}}}]}]}"""
            .Replace("WABA", account.Id, StringComparison.Ordinal);

        await Notify(PathOf(AppHook.Url), body, Sign(body, host.Graph.AppSecret));
        await host.Api.Send(new RefreshMetaNumbers());

        (await Quality(id)).Should().Be("YELLOW");
    }

    [Fact]
    public async Task A_refresh_that_Meta_does_not_answer_is_tried_four_times_in_all()
    {
        var (account, number, id) = await Connected();
        number.Quality = "RED";
        var body = Notification("account_update", account.Id);
        await Notify(PathOf(AppHook.Url), body, Sign(body, host.Graph.AppSecret));
        host.Graph.Instead = Testing.Faults.On(number.Id, Testing.Faults.Html(500));
        try
        {
            foreach (var (wait, tries) in new[] { ("5 minutes", 1), ("30 minutes", 2), ("3 hours", 3) })
            {
                (await host.Api.Send(new RefreshMetaNumbers())).Value.Should().Be(0);
                (await host.Query<bool>(
                    $"select look_tries = {tries} and look_due_at between now() + interval '{wait}' - interval '1 minute' and now() + interval '{wait}' from meta_credentials where number_id = @id", id)).Should().BeTrue(wait);
                await host.Api.Execute("update meta_credentials set look_due_at = now() where number_id = @id", new { id });
            }

            (await host.Api.Send(new RefreshMetaNumbers())).Value.Should().Be(0);
        }
        finally
        {
            host.Graph.AnswerAsUsual();
        }

        (await host.Query<bool>("select look_due_at is null from meta_credentials where number_id = @id", id)).Should()
            .BeTrue("it is not asked for ever");
        (await Quality(id)).Should().Be("GREEN");
    }

    private async Task<(FakeAccount Account, FakeNumber Number, Guid Id)> Connected()
    {
        var (account, number, phone) = host.NewBusiness();
        var registered = (await host.Register(account, number, phone, host.Graph.NewToken(account).Value)).Expect(201);
        return (account, number, Scene.Uuid(registered.GetProperty("instance").Text("id")));
    }

    private Task<string> Quality(Guid id) => host.Query<string>("select quality_rating from meta_credentials where number_id = @id", id);

    private Task<Answer> Verify(string path, string mode, string token, string challenge) =>
        host.Api.Get($"{path}?hub.mode={mode}&hub.verify_token={token}&hub.challenge={Uri.EscapeDataString(challenge)}", key: "");

    private Task<Answer> Notify(string path, string body, string signature) =>
        host.Api.Call("POST", path, body, "", ("X-Hub-Signature-256", signature));

    private static string PathOf(string url) => new Uri(url).AbsolutePath;

    private static string Notification(string field, string account) =>
        $$$"""{"object":"whatsapp_business_account","entry":[{"id":"{{{account}}}","time":1780000000,"changes":[{"field":"{{{field}}}","value":{"event":"FLAGGED","display_phone_number":"5511999999999"}}]}]}""";

    private static string Sign(string body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}
