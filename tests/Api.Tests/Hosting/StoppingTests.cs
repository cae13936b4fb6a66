using Dapper;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Pairing;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>Whoever restarts the server does not wait for what can be done later.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_job_that_waits_for_its_beginning_does_not_hold_up_the_end()
    {
        var host = new ApiHost { RunsJobs = true };
        // A round begins late by chance, up to a tenth of its interval: six minutes.
        host.Settings["Reconciliation:IntervalSeconds"] = "3600";
        await host.InitializeAsync();
        await Scene.Eventually(() => Task.FromResult(host.App.Services.GetRequiredService<IRecurringJobManagerV2>().TriggerJob("reconcile-numbers") is not null));
        await using (var connection = await host.Database.Source.OpenConnectionAsync())
            await Scene.Eventually(async () => await connection.QuerySingleAsync<bool>("select exists (select from jobs.job where statename = 'Processing' and invocationdata ->> 'Type' like '%ReconcileNumbersJob%')"));

        await host.DisposeAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Pages_that_listen_do_not_hold_up_the_end_and_are_not_told_that_their_link_is_over()
    {
        var host = new ApiHost();
        await host.InitializeAsync();
        var link = await host.NewLink();
        await using (var stream = await EventReader.Open(host, link.Token()))
        {
            (await stream.Next()).Name.Should().Be("snapshot");

            await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

            (await stream.Rest()).Should().BeEmpty();
        }

        await host.DisposeAsync();
    }
}
