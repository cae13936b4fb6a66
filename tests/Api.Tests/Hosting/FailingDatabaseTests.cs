using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>Failures of the server itself, in the midst of a statement that is not at fault.</summary>
public sealed class FailingDatabaseTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("XX000", "could not write init file", "its own log says why. (XX000: could not write init file)")]
    [InlineData("XX001", "invalid page in block 7", "its own log says why. (XX001: invalid page in block 7)")]
    [InlineData("F0000", "could not open configuration file", "cannot use its configuration. (F0000)")]
    [InlineData("25P03", "terminating connection", "was idle for too long. (25P03)")]
    [InlineData("25P04", "terminating connection", "took too long. (25P04)")]
    public async Task It_is_unavailable_and_the_log_says_why(string state, string message, string logged)
    {
        using var log = new LogText();
        host.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await host.Execute(
            $$"""
            create or replace function fail() returns trigger language plpgsql as
                $$ begin raise exception '{{message}}' using errcode = '{{state}}'; end $$;
            create trigger fail before insert on numbers execute function fail();
            """);

        var refused = await host.Post("/v1/numbers/remote-pairing", new { name = "Loja", number = Scene.Phone });

        await host.Execute("drop trigger fail on numbers; drop function fail()");
        refused.ShouldBeRefused(503, "DATABASE_UNAVAILABLE");
        log.Text.Should().Contain(logged).And.NotContain("   at ");
        (await host.Get("/health/ready")).Status.Should().Be(200);
    }
}
