using System.Security.Cryptography;
using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application;

namespace PilotPairing.Infrastructure.Postgres;

/// <summary>How many units of work of this scope were committed.</summary>
internal sealed class CommittedWork
{
    public int Count { get; set; }
}

/// <summary>
/// Runs a use case again when the database rolled it back for the sake of another: after a deadlock or a serialization failure nothing of
/// it happened. A use case that has committed, or that calls outside before it commits, is not run again.
/// </summary>
internal sealed class Repetition<TRequest, TResponse>(
    CommittedWork committed, TimeProvider clock, ILogger<CommittedWork> log) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private const int MostRuns = 5;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                return await next();
            }
            catch (Exception exception) when (run < MostRuns && committed.Count == 0 && request is not ICallOutside
                && DatabaseFailure.Of(exception) is { IsRepeated: true })
            {
                RepetitionLog.RunsAgain(log, typeof(TRequest).Name, DatabaseFailure.Short(exception), run);
            }

            // Those who met are to come back at different moments.
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(10, 50) * run), clock, cancellationToken);
        }
    }
}

internal static partial class RepetitionLog
{
    [LoggerMessage(4904, LogLevel.Information, "{Request} was rolled back ({State}) and runs again; run {Run} failed")]
    public static partial void RunsAgain(ILogger log, string request, string state, int run);
}
