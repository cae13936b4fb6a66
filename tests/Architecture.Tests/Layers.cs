using System.Reflection;

namespace PilotPairing.Architecture.Tests;

/// <summary>The four assemblies, and what each may reference beyond the base library.</summary>
internal static class Layers
{
    public static readonly Assembly Domain = typeof(Domain.Refusal).Assembly;
    public static readonly Assembly Application = typeof(Application.ApplicationModule).Assembly;
    public static readonly Assembly Infrastructure = typeof(Infrastructure.InfrastructureModule).Assembly;
    public static readonly Assembly Api = Assembly.Load("pilotpairing");

    /// <summary>Beside the layers: only the API's start and the tests know it, and an installation may leave it out.</summary>
    public static readonly Assembly LocalPostgres = typeof(LocalPostgres.EmbeddedPostgres).Assembly;

    public static readonly IReadOnlyList<Assembly> All = [Domain, Application, Infrastructure, LocalPostgres, Api];

    private static readonly string BaseLibrary = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly string AspNetCore = Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location)!;

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["PilotPairing.Domain"] = [],
        ["PilotPairing.Application"] =
            ["PilotPairing.Domain", "MediatR", "FluentValidation", "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions"],
        ["PilotPairing.Infrastructure"] =
        [
            "PilotPairing.Domain", "PilotPairing.Application", "MediatR", "Dapper", "Npgsql", "PhoneNumbers", "QRCoder", "Hangfire.*",
            "Microsoft.Extensions.*",
        ],
        ["PilotPairing.LocalPostgres"] = ["Npgsql", "Microsoft.Extensions.Logging.Abstractions"],
        ["pilotpairing"] =
        [
            "PilotPairing.Domain", "PilotPairing.Application", "PilotPairing.Infrastructure", "PilotPairing.LocalPostgres",
            "PilotPairing.Client", "MediatR", "Npgsql", "System.CommandLine", "Microsoft.Extensions.*", "Microsoft.AspNetCore",
            "Microsoft.AspNetCore.*", "Microsoft.Net.Http.Headers", "System.Threading.RateLimiting", "Microsoft.OpenApi",
            "Microsoft.IdentityModel.*", "System.IdentityModel.Tokens.Jwt", "NSwag.AspNetCore", "Markdig",
            "Hangfire.Core", "Hangfire.AspNetCore", "OpenTelemetry", "OpenTelemetry.*", "Npgsql.OpenTelemetry",
        ],
    };

    /// <summary>What an assembly references and must not.</summary>
    public static IReadOnlyList<string> Forbidden(string assembly, IEnumerable<string> referenced) =>
        [.. referenced.Where(name => !IsBaseLibrary(name) && !Allowed[assembly].Any(allowed => Fits(name, allowed)))];

    private static bool IsBaseLibrary(string name) =>
        File.Exists(Path.Combine(BaseLibrary, name + ".dll")) && !File.Exists(Path.Combine(AspNetCore, name + ".dll"));

    private static bool Fits(string name, string allowed) =>
        allowed.EndsWith('*') ? name.StartsWith(allowed[..^1], StringComparison.Ordinal) : name == allowed;
}
