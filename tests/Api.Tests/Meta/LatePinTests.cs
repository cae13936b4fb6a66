using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.FakeGraph;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>
/// A completion that broke off after Meta had done its part: what was set there is not lost here, and a late repeat changes nothing.
/// </summary>
public sealed class LatePinTests(MetaHost host) : IClassFixture<MetaHost>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        host.Graph.AnswerAsUsual();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_PIN_of_a_signup_is_kept_when_Meta_s_confirmation_was_lost()
    {
        var (account, number, _) = host.NewBusiness();
        var code = host.Graph.NewCode(account);
        var link = await host.NewLink();
        host.Graph.Instead = RegisteredUnheard(number);

        (await host.Api.CompleteEmbedded(link, code, number.Id, account.Id)).ShouldBeRefused(503, "META_UNREACHABLE");
        host.Graph.AnswerAsUsual();
        var done = (await host.Api.CompleteEmbedded(link, code, number.Id, account.Id)).Expect(200);

        number.Pin.Should().MatchRegex("^[0-9]{6}$");
        (await StoredPin(done.NumberId())).Should().Be(number.Pin);
        number.Tries.Should().Be(0, "it is not registered a second time");
    }

    [Fact]
    public async Task So_is_the_PIN_of_credentials_that_came_without_one()
    {
        var (account, number, _) = host.NewBusiness();
        var credentials = new { phoneNumberId = number.Id, wabaId = account.Id, accessToken = host.Graph.NewToken(account).Value };
        var link = await host.NewLink(new { metaFlow = "credentials" });
        host.Graph.Instead = RegisteredUnheard(number);

        (await host.Api.Post($"/v1/meta-credentials/{link.Token()}/complete", credentials, "")).ShouldBeRefused(503, "META_UNREACHABLE");
        host.Graph.AnswerAsUsual();
        var done = (await host.Api.Post($"/v1/meta-credentials/{link.Token()}/complete", credentials, "")).Expect(200);

        (await StoredPin(done.NumberId())).Should().Be(number.Pin).And.NotBeNull();
        await host.Api.ShouldKeepNowhere(number.Pin!);
    }

    [Fact]
    public async Task A_completion_that_took_too_long_does_not_stop_the_one_that_has_the_link_since()
    {
        var link = await Stored(await host.NewLink());
        var (slow, other, now) = (CompletionMark.Of("slow"), CompletionMark.Of("other"), TimeProvider.System.GetUtcNow());
        (await Begin(link, slow, now)).Should().BeTrue();
        (await Begin(link, other, now + MetaStep.LongestRegistration)).Should().BeTrue();
        await Within(work => work.MetaCompletions.Hold(link, other, new(new("token of the other"), null), now));

        await Within(work => work.MetaCompletions.Hold(link, slow, new(new("token of the slow one"), null), now));
        await Within(work => work.MetaCompletions.Stop(link, slow, keepsGrant: false));

        (await Begin(link, slow, now + MetaStep.LongestRegistration)).Should().BeFalse("the other one runs");
        await Within(work => work.MetaCompletions.Stop(link, other, keepsGrant: true));
        await using var scope = host.Api.App.Services.CreateAsyncScope();
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(CancellationToken.None);
        (await work.MetaCompletions.Begin(link, other, now))!.Held!.Token.Value.Should().Be("token of the other");
    }

    [Fact]
    public async Task Repeating_the_completion_that_spent_the_link_gets_its_answer()
    {
        var link = await Stored(await host.NewLink());
        var (slow, other, now) = (CompletionMark.Of("slow"), CompletionMark.Of("other"), TimeProvider.System.GetUtcNow());
        await Begin(link, slow, now);
        await Begin(link, other, now + MetaStep.LongestRegistration);

        await Within(work => work.MetaCompletions.Complete(link, slow, now));

        var reads = host.Api.App.Services.GetRequiredService<Application.Meta.IMetaCompletionQueries>();
        (await reads.CompletedBy(link.Id, slow, CancellationToken.None)).Should().BeTrue();
        (await reads.CompletedBy(link.Id, other, CancellationToken.None)).Should().BeFalse();
    }

    /// <summary>Meta sets the PIN, and from then on nothing comes back from there.</summary>
    private static Func<HttpContext, Task<bool>> RegisteredUnheard(FakeNumber number) => async context =>
    {
        if (context.Request.Path.Value!.EndsWith("/register", StringComparison.Ordinal))
        {
            var body = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
            (number.Pin, number.IsRegistered, number.Status) = (body["pin"]!.GetValue<string>(), true, "CONNECTED");
        }

        return number.IsRegistered && await Faults.Html(502)(context);
    };

    private async Task<string?> StoredPin(string number)
    {
        var id = Scene.Uuid(number);
        var envelope = await host.Query<byte[]?>("select pin_envelope from meta_credentials where number_id = @id", id);
        return envelope is null
            ? null : host.Api.App.Services.GetRequiredService<Envelopes>()
                .OpenText(MetaNumberRepository.Secrets.Place(id, host.Tenant.Tenant.Id.Value), envelope);
    }

    private async Task<PairingLink> Stored(System.Text.Json.JsonElement link) =>
        (await host.Api.App.Services.GetRequiredService<ILinkQueries>()
            .Find(new LinkId(Scene.Uuid(link.LinkId())), CancellationToken.None))!;

    private async Task<bool> Begin(PairingLink link, CompletionMark mark, DateTimeOffset now)
    {
        var begun = false;
        await using var scope = host.Api.App.Services.CreateAsyncScope();
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(CancellationToken.None);
        begun = await work.MetaCompletions.Begin(link, mark, now) is not null;
        await work.Commit(CancellationToken.None);
        return begun;
    }

    private async Task Within(Action<IWork> act)
    {
        await using var scope = host.Api.App.Services.CreateAsyncScope();
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(CancellationToken.None);
        act(work);
        await work.Commit(CancellationToken.None);
    }
}
