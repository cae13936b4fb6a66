using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>
/// From a committed row to a real receiver and back into the database; the SQL's own races are DeliveryQueueTests' part, bad answers
/// DeliveryAnswersTests'.
/// </summary>
public sealed class DeliveryDrainTests : DeliveryTestsBase
{
    [Fact]
    public async Task The_first_attempt_is_made_without_the_clock_and_is_what_the_contract_says()
    {
        var (endpoint, secret) = await Rig.Endpoint(Sink.Url);
        var worker = await Rig.Work();

        // The clock stands still: no round comes.
        var id = await Rig.Enqueue(endpoint);
        var request = await Sink.Next();

        request.Method.Should().Be("POST");
        request.Headers.Should().Contain("webhook-id", id.ToString())
            .And.Contain("webhook-timestamp", $"{Rig.Clock.GetUtcNow().ToUnixTimeSeconds()}")
            .And.Contain("Content-Type", "application/json")
            .And.Contain("User-Agent", $"PilotPairing/{typeof(WebhookSignature).Assembly.GetName().Version!.ToString(3)}")
            .And.NotContainKey("traceparent");
        WebhookSignature.Verify(request.Headers, request.Body, secret, Rig.Clock.GetUtcNow()).Should().Be(SignatureVerdict.Valid);
        Encoding.UTF8.GetString(request.Body).Should().Be((await Rig.Read<string>("select body from events")).Single());

        await worker.StopAsync(CancellationToken.None);
        (await Rig.Attempts()).Should().ContainSingle().Which.Should()
            .Match<DeliveryRig.AttemptRow>(a => a.Attempt == 1 && a.Succeeded && a.StatusCode == 200 && a.Pause == null);
        (await Rig.Outbox()).Should().Be((0, 0));
        (await Rig.Read<bool>("select last_triggered is not null and failing_since is null from webhook_endpoints")).Should().Equal(true);
    }

    [Fact]
    public async Task A_retry_follows_the_schedule_with_the_same_id_and_a_new_timestamp()
    {
        var (endpoint, secret) = await Rig.Endpoint(Sink.Url);
        Sink.Answer = WebhookSink.Status(StatusCodes.Status503ServiceUnavailable);
        var first = await Rig.SendOnce(Sink, endpoint);

        (await Rig.Attempts()).Single().Pause.Should().BeInRange(4, 6);
        (await Rig.Outbox()).Should().Be((1, 0));
        (await Rig.Read<bool>("select failing_since is not null from webhook_endpoints")).Should().Equal(true);

        Rig.Clock.Advance(TimeSpan.FromSeconds(7));
        await Rig.LetTimePass();
        Sink.Answer = WebhookSink.Status(StatusCodes.Status204NoContent);
        var second = await Rig.SendOnce(Sink);

        second.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        long.Parse(second.Headers["webhook-timestamp"], null).Should().Be(long.Parse(first.Headers["webhook-timestamp"], null) + 7);
        second.Body.Should().Equal(first.Body);
        WebhookSignature.Verify(second.Headers, second.Body, secret, Rig.Clock.GetUtcNow()).Should().Be(SignatureVerdict.Valid);
        (await Rig.Attempts()).Select(attempt => (attempt.Attempt, attempt.Succeeded)).Should().Equal((1, false), (2, true));
        (await Rig.Outbox()).Should().Be((0, 0));
        (await Rig.Read<bool>("select failing_since is null from webhook_endpoints")).Should().Equal(true);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    public async Task After_a_rotation_the_old_secret_signs_along_until_its_time_is_up(int hours, bool oldVerifies)
    {
        var (endpoint, old) = await Rig.Endpoint(Sink.Url);
        var fresh = Rig.Draw();
        await Rig.Run(
            """
            update webhook_endpoints
               set previous_secret_envelope = secret_envelope, secret_envelope = @fresh, previous_valid_until = now() + make_interval(hours => @hours)
            """,
            new { fresh = Rig.Seal(endpoint, fresh), hours });

        var request = await Rig.SendOnce(Sink, endpoint);

        WebhookSignature.Verify(request.Headers, request.Body, fresh, Rig.Clock.GetUtcNow()).Should().Be(SignatureVerdict.Valid);
        WebhookSignature.Verify(request.Headers, request.Body, old, Rig.Clock.GetUtcNow()).Should()
            .Be(oldVerifies ? SignatureVerdict.Valid : SignatureVerdict.NoMatch);
        request.Headers["webhook-signature"].Split(' ').Should().HaveCount(oldVerifies ? 2 : 1);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_gets_four_requests_and_the_others_everything()
    {
        await using var slow = await WebhookSink.Start();
        var release = new TaskCompletionSource();
        slow.Answer = _ => release.Task;
        var (slowEndpoint, _) = await Rig.Endpoint(slow.Url);
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        for (var i = 0; i < 10; i++)
            await Rig.Enqueue(slowEndpoint);
        var worker = await Rig.Work();

        for (var i = 0; i < 4; i++)
            await slow.Next();
        await Rig.Enqueue(endpoint);
        await Sink.Next();
        slow.All.Should().HaveCount(4);

        release.SetResult();
        for (var i = 4; i < 10; i++)
            await slow.Next();
        await worker.StopAsync(CancellationToken.None);
        (await Rig.Outbox()).Pending.Should().Be(0);
    }

    [Fact]
    public async Task A_database_that_fails_before_the_request_costs_the_delivery_no_attempt()
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        await Rig.Enqueue(endpoint);
        await Rig.Run(
            """
            update events set link_id = gen_random_uuid(), body = '{"data":{"reconnectUrl":"[redacted]"}}';
            create function full_disk() returns boolean stable language plpgsql as $$ begin raise exception using errcode = '53100', message = 'a full disk'; end $$;
            alter table pairing_links rename to kept_links;
            create view pairing_links as select * from kept_links where full_disk();
            """);

        var outcome = await Rig.Services.GetRequiredService<DeliveryDrain>()
            .Run(endpoint, isBulkhead: false, evenEarly: false, CancellationToken.None);

        outcome.Broken.Should().Be(0);
        outcome.NextIn.Should().BePositive("it is not asked again at once").And.BeLessThanOrEqualTo(Delivery.DatabasePause);
        (await Rig.Attempts()).Should().BeEmpty();
        (await Rig.Outbox()).Should().Be((1, 0));
        await Rig.Run("drop view pairing_links; alter table kept_links rename to pairing_links");
        await Rig.LetTimePass();
        await Rig.SendOnce(Sink);
        (await Rig.Attempts()).Single().Attempt.Should().Be(1);
    }

    [Fact]
    public async Task A_shutdown_lets_requests_finish_for_a_while_and_gives_the_others_back()
    {
        var (endpoint, _) = await Rig.Endpoint(Sink.Url);
        Sink.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var worker = await Rig.Work();
        await Rig.Enqueue(endpoint);
        await Sink.Next();

        var stop = worker.StopAsync(CancellationToken.None);
        // The request's deadline and the heartbeat of its lease, and now both parts of the grace.
        await Rig.Clock.UntilWaiting(timers: 4).WaitAsync(Patience.Longest);
        stop.IsCompleted.Should().BeFalse();
        Rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await stop.WaitAsync(Patience.Longest);

        (await Rig.Outbox()).Should().Be((1, 0));
        (await Rig.Attempts()).Should().BeEmpty();
        Sink.Answer = WebhookSink.Status(StatusCodes.Status200OK);
        await Rig.SendOnce(Sink);
        (await Rig.Attempts()).Single().Attempt.Should().Be(1);
    }
}
