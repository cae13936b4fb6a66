using PilotPairing.Application;
using PilotPairing.Infrastructure;

namespace PilotPairing.Api.Hosting;

/// <summary>Which half of the work a process does; they may share a machine or not.</summary>
internal enum Role
{
    All,
    Web,
    Worker,
}

/// <summary>The web application of a process, by its role.</summary>
internal static class WebHost
{
    private const long LongestBody = 3 * 1024 * 1024;

    public static WebApplication Build(
        string[] args, string connectionString, Role role, IReadOnlyDictionary<string, string?> settings, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(WebHost).Assembly.GetName().Name
            });
        builder.Configuration.AddInMemoryCollection(settings);
        // From a build's output the assets would be found by a route that catches every GET, and a wrong method would look like a missing
        // route.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });
        // The host's own request log would print whole URLs, and links carry their secret there.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Hangfire", LogLevel.Warning);
        // What keeps it from starting reaches the command, which says it in a sentence; the host would print it with its stack before.
        var hasStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Warning);

        builder.Services.BoundStopping(builder.Configuration);
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration, connectionString);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        if (role is Role.All or Role.Worker)
            builder.Services.AddBackgroundWork(builder.Configuration);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddApi(builder.Configuration, builder.Environment);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        app.UseApi(role);
        app.MapHealth();
        if (role is Role.All or Role.Web)
            app.MapApi();
        return app;
    }
}
