using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PilotPairing.Domain.Access;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>What becomes of a delivery by what the receiver does: pauses, final answers, late and oversized ones.</summary>
public sealed class DeliveryAnswersTests : DeliveryTestsBase
{
    [Theory]
    [InlineData("7200", 7200, 7200)]
    [InlineData("1", 4, 6)]
    [InlineData("-5", 4, 6)]
    [InlineData("1000000000", 86400, 86400)]
    [InlineData("99999999999999999999", 4, 6)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 4, 6)]
    public async Task Retry_after_is_honoured_up_to_a_day(string retryAfter, double least, double most)
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        Sink.Answer = WebhookSink.Status(StatusCodes.Status429TooManyRequests, ("Retry-After", retryAfter));

        await Rig.SendOnce(Sink, endpoint);

        (await Rig.Attempts()).Single().Pause.Should().BeInRange(least, most);
    }

    [Fact]
    public async Task After_the_tenth_failure_nothing_is_pending_any_more()
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        Sink.Answer = WebhookSink.Status(StatusCodes.Status500InternalServerError);
        await Rig.Enqueue(endpoint);
        await Rig.Run("update outbox set attempt = 9");

        await Rig.SendOnce(Sink);

        (await Rig.Attempts()).Single().Should().Match<DeliveryRig.AttemptRow>(a => a.Attempt == 10 && !a.Succeeded && a.Pause == null);
        (await Rig.Outbox()).Pending.Should().Be(0);
    }

    [Fact]
    public async Task Gone_switches_the_endpoint_off_and_drops_its_pending_deliveries()
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        await Rig.Enqueue(endpoint);
        await Rig.Run("update outbox set run_at = now() + interval '1 hour'");
        Sink.Answer = WebhookSink.Status(StatusCodes.Status410Gone);

        await Rig.SendOnce(Sink, endpoint);

        (await Rig.Read<bool>("select active from webhook_endpoints")).Should().Equal(false);
        (await Rig.Outbox()).Pending.Should().Be(0);
        (await Rig.Attempts()).Single().Should().Match<DeliveryRig.AttemptRow>(a => a.StatusCode == 410 && a.Pause == null);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        Sink.Answer = WebhookSink.Status(StatusCodes.Status307TemporaryRedirect, ("Location", "/elsewhere"));

        await Rig.SendOnce(Sink, endpoint);

        Sink.All.Should().ContainSingle();
        (await Rig.Attempts()).Single().Should()
            .Match<DeliveryRig.AttemptRow>(a =>
                !a.Succeeded && a.StatusCode == 307 && a.Problem == "Redirects are not followed" && a.Pause > 0);
    }

    [Theory]
    [InlineData(false, 200, false, null)]
    [InlineData(true, 200, true, 200)]
    [InlineData(true, 500, false, 500)]
    public async Task Fifteen_seconds_cover_the_headers_and_a_dripping_body(bool dripping, int answer, bool succeeded, int? status)
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        var stuck = new TaskCompletionSource();
        Sink.Answer = async context =>
        {
            context.Response.StatusCode = answer;
            if (dripping)
            {
                await context.Response.WriteAsync("drip");
                await context.Response.Body.FlushAsync();
            }

            stuck.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var worker = await Rig.Work();
        await Rig.Enqueue(endpoint);
        await stuck.Task.WaitAsync(Patience.Longest);

        Rig.Clock.Advance(WebhookSender.Deadline - TimeSpan.FromMilliseconds(1));
        (await Rig.Outbox()).Should().Be((1, 1));
        Rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await worker.StopAsync(CancellationToken.None);

        (await Rig.Attempts()).Single().Should().Match<DeliveryRig.AttemptRow>(a => a.Succeeded == succeeded && a.StatusCode == status);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_and_its_beginning_kept()
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        var junk = new byte[8192];
        Array.Fill(junk, (byte)0xff);
        junk[1] = 0;
        Sink.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(junk, context.RequestAborted);
        };

        await Rig.SendOnce(Sink, endpoint);

        var attempt = (await Rig.Attempts()).Single();
        attempt.Succeeded.Should().BeTrue();
        attempt.Response.Should().HaveLength(4096).And.MatchRegex(@"^\?+\z");
    }

    [Theory]
    [InlineData("https://10.0.0.1/hook")]
    [InlineData("http://localhost/hook")]
    public async Task A_refused_address_is_final(string url)
    {
        var (endpoint, _) = await Rig.Endpoint(url);
        await Rig.Enqueue(endpoint);

        await DrainOutbox();

        (await Rig.Attempts()).Single().Should()
            .Match<DeliveryRig.AttemptRow>(a =>
                !a.Succeeded && a.Problem == "The URL leads to an address that is not allowed" && a.Pause == null);
        (await Rig.Outbox()).Pending.Should().Be(0);
        (await Rig.Read<bool>("select active from webhook_endpoints")).Should().Equal(true);
    }

    [Fact]
    public async Task Every_host_of_a_tenant_is_looked_up_in_the_share_of_the_tenant()
    {
        var shares = new ConcurrentBag<(string Host, LookupShare Share)>();
        Rig.Lookup = (host, share, _) =>
        {
            shares.Add((host, share));
            throw new SocketException((int)SocketError.HostNotFound);
        };
        var (first, _) = await Rig.Endpoint("https://dead1.example/hook");
        var (second, _) = await Rig.Endpoint("https://dead2.example/hook");
        await Rig.Enqueue(first, second);

        var worker = await Rig.Work(Rig.Process());
        while ((await Rig.Attempts()).Count < 2)
            await Task.Yield();
        await worker.StopAsync(CancellationToken.None);

        var share = LookupShare.Of(new TenantId(DeliveryRig.Tenant));
        shares.Should().BeEquivalentTo([("dead1.example", share), ("dead2.example", share)]);
    }

    private async Task DrainOutbox()
    {
        var worker = await Rig.Work();
        while (await Rig.Outbox() is ( > 0, _))
            await Task.Yield();
        await worker.StopAsync(CancellationToken.None);
    }
}
