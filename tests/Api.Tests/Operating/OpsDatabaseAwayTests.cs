namespace PilotPairing.Api.Tests.Operating;

/// <summary>The operations pages while the database is away: a page that says so, and no sign-in is lost by it.</summary>
public sealed class OpsDatabaseAwayTests
{
    [Fact]
    public async Task A_page_says_so_and_the_session_goes_on_when_it_is_back()
    {
        await using var server = await StoppableServer.Begin();
        var host = await ApiHost.On(server.ConnectionString);
        try
        {
            using var browser = await host.Operator();
            (await browser.Get("/ops/links")).Status.Should().Be(200);
            var token = await browser.Token("/ops/tenants");
            using var reader = new OpsBrowser(host.App.Urls.First(), browser.Cookies);
            using var live = await reader.Open("/ops/live");
            await using var figures = await live.Content.ReadAsStreamAsync();
            await figures.ReadExactlyAsync(new byte[16]);

            await server.Stop();
            foreach (var path in new[] { "/ops", "/ops/links", "/ops/tenants", "/ops/audit", "/ops/jobs" })
            {
                var page = await browser.Get(path);
                page.Status.Should().Be(503, path);
                page.Text.Should().Contain("The database does not answer").And.Contain("http-equiv=\"refresh\"")
                    .And.Contain("DATABASE_UNAVAILABLE");
                page.Headers["content-security-policy"].Should().StartWith("default-src 'none'; style-src 'self' 'nonce-");
                page.Headers["cache-control"].Should().Be("no-store");
            }

            (await browser.Get("/ops/links", "application/json")).ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
            (await browser.Post("/ops/tenants?handler=Create", null, ("name", "x"), ("mode", "test"),
                ("__RequestVerificationToken", token))).Status.Should().Be(503);

            // The stream of a page that is left open ends, before its minute; its browser asks again and is answered as above.
            await figures.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(45));

            await server.Start();
            await Scene.Eventually(async () => (await browser.Get("/ops/links")).Status == 200);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
