using Microsoft.AspNetCore.Diagnostics;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Errors;

/// <summary>Answers unhandled exceptions: 503 for an unreachable database; everything else is a bug and gets 500 without details.</summary>
internal sealed partial class Faults(IDatabaseHealth database, ILogger<Faults> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
            return true;
        RequestId.Stamp(httpContext);
        try
        {
            await Answer(httpContext, exception, cancellationToken);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The client left before its answer.
        }

        return true;
    }

    private async Task Answer(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // What could not be read to its end: too long, malformed, cut short, or so slow that the server gave up. First, since its cause may
        // be a socket's.
        if (exception is BadHttpRequestException unread)
        {
            await RefusalResult.Write(httpContext,
                unread.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? new BodyTooLarge() : new InvalidJson("the body did not arrive whole"));
            return;
        }

        if (database.Explain(exception) is not null)
        {
            Log.DatabaseUnavailable(log, RequestId.Of(httpContext), exception);
            await RefusalResult.Write(httpContext, new DatabaseUnavailable());
            return;
        }

        Log.Bug(log, RequestId.Of(httpContext), exception);
        httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
        if (HtmlErrorPages.WillShow(httpContext))
            return;
        await httpContext.Response.WriteAsJsonAsync(
            new ErrorEnvelope(
                "Something went wrong on our side", "INTERNAL_ERROR", null, RequestId.Of(httpContext)),
                EnvelopeJson.Readable.ErrorEnvelope, cancellationToken: cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1901, LogLevel.Error, "Request {RequestId} was answered DATABASE_UNAVAILABLE")]
        public static partial void DatabaseUnavailable(ILogger log, string requestId, Exception exception);

        [LoggerMessage(1902, LogLevel.Error, "Request {RequestId} failed: this is a bug")]
        public static partial void Bug(ILogger log, string requestId, Exception exception);
    }
}
