using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Hosting;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>What <c>/health/ready</c> reports of background work, and what a server that is about to stop answers.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    // Without workers of its own, which report their heartbeat at any time.
    private readonly ApiHost _host = new() { Role = Role.Web, Settings = { ["Stopping:DrainSeconds"] = "300" } };

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Ready_reports_the_heartbeat_of_workers_and_how_late_the_oldest_row_of_each_kind_is()
    {
        await _host.Execute(
            """
            insert into outbox (id, kind, tenant_id, endpoint_id, run_at) values
                (gen_random_uuid(), 'delivery', @tenant, gen_random_uuid(), now() - interval '1 hour'),
                (gen_random_uuid(), 'delivery', @tenant, gen_random_uuid(), now() - interval '1 minute'),
                (gen_random_uuid(), 'send', @tenant, null, now() + interval '1 hour')
            """, new { tenant = _host.Tenant.Tenant.Id.Value });
        await _host.Execute("delete from jobs.server; insert into jobs.server (id, data, lastheartbeat) values ('away', '{}', now() - interval '90 seconds')");

        var ready = (await _host.Get("/health/ready", "")).Expect(200);

        ready.Text("status").Should().Be("ready");
        ready.GetProperty("heartbeatAgeSeconds").GetDouble().Should().BeInRange(90, 120);
        var ages = ready.GetProperty("outboxAgeSeconds");
        ages.GetProperty("delivery").GetDouble().Should().BeInRange(3600, 3630, "a receiver that is dead takes no server out of service");
        ages.GetProperty("send").GetDouble().Should().Be(0, "it is not due yet");
        ages.GetProperty("cleanup").GetDouble().Should().Be(0);
    }

    [Fact]
    public async Task Without_any_worker_there_is_no_heartbeat()
    {
        await _host.Execute("delete from jobs.server");
        (await _host.Get("/health/ready", "")).Expect(200).GetProperty("heartbeatAgeSeconds").ValueKind.Should()
            .Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_cannot_be_read_in_time_is_left_out_and_the_server_is_ready_all_the_same()
    {
        await using var connection = await _host.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand("lock table jobs.server in access exclusive mode", connection, transaction);
        await command.ExecuteNonQueryAsync();

        var ready = (await _host.Get("/health/ready", "")).Expect(200);

        ready.GetProperty("outboxAgeSeconds").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_is_not_ready_at_once_and_still_serves_without_keeping_connections()
    {
        using var signal = new CancellationTokenSource();
        var stopping = _host.App.Services.GetRequiredService<Drain>().Wait(signal.Token);
        (await _host.Get("/health/ready", "")).Headers.Should().NotContainKey("connection");

        await signal.CancelAsync();
        await Scene.Eventually(async () => (await _host.Get("/health/ready", "")).Status != 200);

        (await _host.Get("/health/ready", "")).ShouldBeRefused(503, "SERVER_STOPPING");
        var answer = await _host.Get("/v1/numbers");
        answer.Status.Should().Be(200);
        answer.Headers["connection"].Should().Be("close");
        (await _host.Get("/health/live", "")).Status.Should().Be(200);
        stopping.IsCompleted.Should().BeFalse("the delay is not over");
        await _host.App.StopAsync();
        await stopping.WaitAsync(Patience.Longest);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("301")]
    [InlineData("soon")]
    public async Task A_delay_that_is_none_is_refused_at_the_start(string seconds)
    {
        var (code, output) = await Served.Run(_host.Database.ConnectionString, [("Stopping__DrainSeconds", seconds)], "serve");

        code.Should().Be(1);
        output.Should().Contain("Stopping:DrainSeconds must be").And.NotContain("   at ");
    }
}
