using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PilotPairing.Api.Tests.Errors;

/// <summary>A server of its own that really stops and starts again under the running application.</summary>
public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task An_unreachable_database_is_reported_and_its_return_needs_no_restart()
    {
        await using var server = await StoppableServer.Begin();
        var host = await ApiHost.On(server.ConnectionString);
        try
        {
            var link = await host.NewLink();

            await server.Stop();
            foreach (var answer in (Answer[])[await Make(host), await host.Connect(link.Token())])
            {
                answer.ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
                answer.Headers["retry-after"].Should().Be("2");
            }

            var page = await host.Call("GET", "/connect/rp_" + new string('A', 43), null, "", ("Accept", "text/html"),
                ("Accept-Language", "en"));
            page.Status.Should().Be(503);
            page.Headers["content-type"].Should().StartWith("text/html");
            page.Text.Should().Contain("We cannot connect right now").And.Contain("http-equiv=\"refresh\" content=\"2\"")
                .And.NotContain("data-dead");

            (await host.Get("/health/live")).Status.Should().Be(200);
            (await host.Get("/health/ready")).Status.Should().Be(503);

            await server.Start();
            await Scene.Eventually(async () => (await Make(host)).Status == 201);
            (await host.Get("/health/ready")).Status.Should().Be(200);
            (await host.Connect(link.Token())).Expect(200);
            (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task While_it_is_away_two_hundred_pairings_write_one_line_per_kind_and_not_one_stack()
    {
        const int Pairings = 200;
        using var log = new LogText();
        await using var server = await StoppableServer.Begin();
        var host = await ApiHost.On(server.ConnectionString, runsJobs: true, ("Logging:LogLevel:Default", "Information"));
        try
        {
            host.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
            await Parallel.ForEachAsync(Enumerable.Range(0, Pairings), async (_, _) => await host.StartedLink());

            log.Clear();
            await server.Stop();
            // An interval is over, and everything that failed in it was counted.
            await Scene.Eventually(async () =>
            {
                (await Make(host)).Status.Should().Be(503);
                return log.Text.Contains("Event 3001", StringComparison.Ordinal);
            });

            var lines = log.Text.Split('\n').Where(line => !line.Contains("Information", StringComparison.Ordinal)).ToList();
            log.Text.Should().NotContain("   at ");
            string.Concat(lines).Length.Should().BeLessThan(32 * 1024, string.Join('\n', lines.Take(40)));
            lines.Should().Contain(line =>
                line.Contains("Event 3001", StringComparison.Ordinal) && line.Contains("more times within 10 s", StringComparison.Ordinal));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static Task<Answer> Make(ApiHost host) => host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone });
}
