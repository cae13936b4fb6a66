using System.CommandLine;
using System.Text.Json;
using MediatR;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;
using PilotPairing.Application;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Cli;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("doctor",
            "Checks settings, database, addresses, gateways, senders of links and the Meta app, and says what to correct; "
                + "fails when something must be")
        { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = await Findings(cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(findings) : Text(findings));
            return findings.Any(finding => finding.Verdict == Verdict.Problem) ? 1 : 0;
        });
        return command;
    }

    public static async Task<IReadOnlyList<Finding>> Findings(CancellationToken cancellationToken)
    {
        try
        {
            return await Check(cancellationToken);
        }
        catch (NoDatabaseException missing)
        {
            return [new("database", Verdict.Problem, missing.Message, missing.Advice)];
        }
    }

    /// <summary>Uses the services of <c>serve</c> without starting any of them.</summary>
    private static async Task<IReadOnlyList<Finding>> Check(CancellationToken cancellationToken)
    {
        await using var setup = await Setup.ForChecking(cancellationToken);
        await using var app = WebHost.Build([], setup.ConnectionString, Role.All, Quiet(setup.Settings));
        await using var scope = app.Services.CreateAsyncScope();
        if (Broken(app.Services) is { Count: > 0 } problems)
            return [.. problems.Select(problem =>
                new Finding("settings", Verdict.Problem, problem, "Correct the setting; the rest is looked at after that."))];

        var address = scope.ServiceProvider.GetRequiredService<IPublicAddress>();
        var isPublicUrlSet = setup.Configuration["PublicUrl"] is not null;
        var request = new Diagnose(address.PublicUrl, isPublicUrlSet, address.ConnectUrls, KnownProxies.Of(app.Services));
        return [new("settings", Verdict.Ok, "Every setting can be used."),
            .. (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken)).Value];
    }

    /// <summary>What is printed is the findings; they say all that a log would.</summary>
    public static Dictionary<string, string?> Quiet(IReadOnlyDictionary<string, string?> settings) =>
        new(settings) { ["Logging:LogLevel:Default"] = "None", ["Logging:Console:LogToStandardErrorThreshold"] = "Trace" };

    private static IReadOnlyList<string> Broken(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (Exception exception) when (CliErrors.Broken(exception) is { } problems)
        {
            return problems;
        }
    }

    public static string Json(IReadOnlyList<Finding> findings) => JsonSerializer.Serialize(
        new(findings.All(finding => finding.Verdict != Verdict.Problem),
            [.. findings.Select(finding =>
                new FindingOutput(finding.Check, finding.Verdict.ToString().ToLowerInvariant(), finding.Text, finding.Advice))]),
        CliJson.Readable.DoctorOutput);

    private static string Text(IReadOnlyList<Finding> findings) => string.Join('\n', findings.Select(finding =>
        $"{finding.Verdict.ToString().ToLowerInvariant(),-8} {finding.Check}: {finding.Text}{(finding.Advice is null ? "" : $"\n         -> {finding.Advice}")}"));
}
