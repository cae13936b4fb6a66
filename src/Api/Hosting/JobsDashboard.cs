using Hangfire;
using Hangfire.Dashboard;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// Hangfire's dashboard among the operations pages. Who may see it, and the record of what is done on it, is <see cref="JobsGate"/>'s.
/// </summary>
internal static class JobsDashboard
{
    public static void MapJobsDashboard(this WebApplication app)
    {
        // With the first request: the storage needs settings that are checked, all together, after the routes are mapped.
        var dashboard = new Lazy<RequestDelegate>(() => Build(app));
        app.Map(JobsGate.Path + "/{**page}", context => dashboard.Value(context)).RequireAuthorization();
    }

    private static RequestDelegate Build(IApplicationBuilder app)
    {
        var options = new DashboardOptions
        {
            AppPath = OpsModule.Path,
            DashboardTitle = "PilotPairing jobs",
            // It names the database's host and role.
            DisplayStorageConnectionString = false,
            // Its own would let in everyone on this machine.
            Authorization = [],
            IsReadOnlyFunc = context => !context.GetHttpContext().User.IsInRole(nameof(OperatorRole.Operator)),
        };
        return app.New().UseHangfireDashboard(JobsGate.Path, options, app.ApplicationServices.GetRequiredService<JobStorage>()).Build();
    }
}
