using Dapper;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Api.Tests.Connections;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>A stopping server does not wait for work that can be done later.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_job_that_waits_for_its_beginning_does_not_hold_up_the_end()
    {
        var host = new ApiHost { RunsJobs = true };
        // A round begins late by chance, up to a tenth of its interval: six minutes.
        host.Settings["Reconciliation:IntervalSeconds"] = "3600";
        await host.InitializeAsync();
        await Scene.Eventually(() =>
            Task.FromResult(host.App.Services.GetRequiredService<IRecurringJobManagerV2>().TriggerJob("reconcile-numbers") is not null));
        await using (var connection = await host.Database.Source.OpenConnectionAsync())
            await Scene.Eventually(async () =>
                await connection.QuerySingleAsync<bool>(
                    "select exists (select from jobs.job where statename = 'Processing' and invocationdata ->> 'Type' like '%ReconcileNumbersJob%')"));

        await host.DisposeAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Open_streams_do_not_delay_the_stop_and_do_not_report_their_link_as_ended()
    {
        var host = new ApiHost();
        await host.InitializeAsync();
        var link = await host.NewLink();
        await using (var stream = await EventReader.Open(host, link.Token()))
        {
            (await stream.Next()).Name.Should().Be("snapshot");

            await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

            (await stream.Rest()).Should().BeEmpty();
        }

        await host.DisposeAsync();
    }
}
