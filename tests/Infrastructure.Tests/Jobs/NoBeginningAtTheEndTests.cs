using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using PilotPairing.Infrastructure.Jobs;

namespace PilotPairing.Infrastructure.Tests.Jobs;

public sealed class NoBeginningAtTheEndTests
{
    private readonly ApplicationLifetime _server = new(NullLogger<ApplicationLifetime>.Instance);
    private int _begun;

    [Fact]
    public async Task A_job_begins_while_the_server_runs()
    {
        await Fire();

        _begun.Should().Be(1);
    }

    [Fact]
    public async Task A_job_that_was_fired_before_the_end_does_not_begin_after_it()
    {
        _server.StopApplication();

        await Fire();

        _begun.Should().Be(0);
    }

    private ValueTask Fire() => new NoBeginningAtTheEnd(_server).Invoke(
        null!,
        (_, _) =>
        {
            _begun++;
            return default;
        },
        CancellationToken.None);
}
