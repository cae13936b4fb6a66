using Dapper;

namespace PilotPairing.Api.Tests.Hosting;

/// <summary>Whoever restarts the server does not wait for what can be done later.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task A_job_that_waits_for_its_beginning_does_not_hold_up_the_end()
    {
        var host = new ApiHost();
        // A round begins late by chance, up to a tenth of its interval: six minutes.
        host.Settings["Reconciliation:IntervalSeconds"] = "3600";
        await host.InitializeAsync();
        await using (var connection = await host.Database.Source.OpenConnectionAsync())
            await Scene.Eventually(async () => await connection.QuerySingleAsync<bool>("select exists (select from qrtz_fired_triggers where trigger_name = 'reconcile-numbers' and state = 'EXECUTING')"));

        await host.DisposeAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }
}
