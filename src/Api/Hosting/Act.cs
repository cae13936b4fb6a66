using MediatR;
using PilotPairing.Application;
using PilotPairing.Domain;
using PilotPairing.Infrastructure;

namespace PilotPairing.Api.Hosting;

/// <summary>One use case from the command line, against the same database and with the same rules as over HTTP.</summary>
internal static class Act
{
    /// <param name="warning">What the operator must know although it was done; it goes to standard error, so that scripts can read the
    /// output.</param>
    /// <param name="isDone">Where not every answer is what was wanted, which the exit code says.</param>
    public static Task<int> Run<T>(
        Func<IMediator, Task<Result<T>>> act, Func<T, string> text, CancellationToken cancellationToken, Func<T, bool>? isDone = null,
        Func<T, string?>? warning = null) =>
        RunOn(act, text, cancellationToken, isDone, warning);

    /// <summary>The same for what needs no use case, since it is one call of a port.</summary>
    public static async Task<int> RunOn<TPort, T>(
        Func<TPort, Task<Result<T>>> act, Func<T, string> text, CancellationToken cancellationToken, Func<T, bool>? isDone = null,
        Func<T, string?>? warning = null)
        where TPort : notnull
    {
        await using var setup = await Setup.ForCommand(cancellationToken);
        if (setup.Configuration.GetValue("MigrateAtStart", true))
            await setup.Migrate(cancellationToken);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddApplication()
            .AddInfrastructure(setup.Configuration, setup.ConnectionString)
            .AddPublicAddress(setup.Configuration)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var result = await act(scope.ServiceProvider.GetRequiredService<TPort>());
        if (result.Refusal is { } refusal)
        {
            await Console.Error.WriteLineAsync($"{refusal.Code}: {refusal.Text}{Fields(refusal)}");
            return 1;
        }

        await Console.Out.WriteLineAsync(text(result.Value));
        if (warning?.Invoke(result.Value) is { } warned)
            await Console.Error.WriteLineAsync(warned);
        return isDone is null || isDone(result.Value) ? 0 : 1;
    }

    private static string Fields(Refusal refusal) =>
        refusal is ValidationFailed failed ? string.Concat(failed.Fields.Select(error => $"\n  {error.Field} {error.Problem}")) : "";
}
