using System.Text;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Api.Access;

/// <summary>
/// A keyed POST that may be sent again: the same request under the same key gets the first one's answer,
/// and never does its work twice.
/// </summary>
internal sealed partial class IdempotencyGate(RequestDelegate next, IIdempotencyKeys keys, TimeProvider clock, ILogger<IdempotencyGate> log)
{
    private const string Header = "Idempotency-Key";
    private const string Replayed = "idempotent-replayed";
    private const int Longest = 255;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task Invoke(HttpContext context, CurrentClaim current)
    {
        var sent = context.Request.Headers[Header].ToString();
        if (sent.Length == 0 || !HttpMethods.IsPost(context.Request.Method) || context.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
            return;
        }

        if (sent.Length > Longest || sent.Any(character => character is < ' ' or > '~'))
        {
            await RefusalResult.Write(context, new ValidationFailed([new(Header, "must be 1 to 255 printable ASCII characters")]));
            return;
        }

        var limit = BodyLimit.Of(context);
        if (await BodyLimit.Read(context.Request, limit.Bytes, context.RequestAborted) is not { } body)
        {
            await RefusalResult.Write(context, limit.TooLarge);
            return;
        }

        context.Request.Body = new MemoryStream(body.ToArray(), writable: false);
        var request = Fingerprinted(context, caller, body);
        var outcome = await Claim(caller, sent, request, context.RequestAborted);
        switch (outcome)
        {
            case ClaimOutcome.Ours ours:
                (current.Claim, current.Committed) = (ours.Claim, ours.Committed);
                await Run(context, ours);
                break;
            case ClaimOutcome.Answered answered:
                await Replay(context, answered.Answer);
                break;
            case ClaimOutcome.Reused:
                await RefusalResult.Write(context, new IdempotencyKeyReused());
                break;
            case ClaimOutcome.UnderWay underWay:
                await RefusalResult.Write(context, new IdempotencyInProgress(underWay.Resource));
                break;
        }
    }

    private async Task<ClaimOutcome> Claim(Caller caller, string key, byte[] request, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var outcome = await keys.Claim(caller.Tenant, key, request, cancellationToken);
            if (outcome is not ClaimOutcome.UnderWay || clock.GetElapsedTime(start) >= LongestWait)
                return outcome;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async Task Run(HttpContext context, ClaimOutcome.Ours ours)
    {
        var claim = ours.Claim;
        var outside = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        if (ours.Committed is not null)
            context.Response.Headers[Replayed] = "true";
        try
        {
            await next(context);
        }
        catch (IdempotencyClaimLostException)
        {
            context.Response.Body = outside;
            await RefusalResult.Write(context, new IdempotencyInProgress(null));
            return;
        }
        catch
        {
            await Release(claim);
            throw;
        }
        finally
        {
            context.Response.Body = outside;
        }

        // The client may be gone: what was done is remembered all the same.
        var response = context.Response;
        if (IsKept(response.StatusCode, ours))
            await Keep(claim, new(response.StatusCode, response.ContentType, response.Headers.Location, kept.ToArray()));
        else
            await Release(claim);

        kept.Position = 0;
        await kept.CopyToAsync(outside, context.RequestAborted);
    }

    /// <summary>Of committed work there is one more answer that does not last: that it cannot be shown again.</summary>
    private static bool IsKept(int status, ClaimOutcome.Ours ours) =>
        status is < 500 and not StatusCodes.Status401Unauthorized and not StatusCodes.Status429TooManyRequests
        && (ours.Committed is null || status != StatusCodes.Status409Conflict);

    /// <summary>A client whose work is committed gets its answer, stored or not: the next request under the key makes it again.</summary>
    private async Task Keep(IdempotencyClaim claim, StoredAnswer answer)
    {
        try
        {
            await keys.Answer(claim, answer, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Log.NotStored(log, exception);
            await Release(claim);
        }
    }

    /// <summary>The client gets the first failure as its answer; the claim expires by itself.</summary>
    private async Task Release(IdempotencyClaim claim)
    {
        try
        {
            await keys.Release(claim, CancellationToken.None);
        }
        catch (Exception exception)
        {
            Log.NotReleased(log, exception);
        }
    }

    private static async Task Replay(HttpContext context, StoredAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers[Replayed] = "true";
        if (answer.Location is not null)
            response.Headers.Location = answer.Location;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>
    /// The caller belongs to it as well: an answer may hold a secret that another key must not see. A number key is known by its own id,
    /// since the first request may have moved it to another number.
    /// </summary>
    private static byte[] Fingerprinted(HttpContext context, Caller caller, ReadOnlyMemory<byte> body)
    {
        var asker = caller.Number is null ? caller.Tenant.ToString() : caller.Key.ToString();
        return [.. Encoding.UTF8.GetBytes($"{asker}\n{context.Request.Path}\n"), .. body.Span];
    }

    private static partial class Log
    {
        [LoggerMessage(1903, LogLevel.Warning, "An Idempotency-Key could not be released; it is free again within a minute")]
        public static partial void NotReleased(ILogger log, Exception exception);

        [LoggerMessage(1904, LogLevel.Warning, "The answer under an Idempotency-Key could not be stored; it is rebuilt when it is requested")]
        public static partial void NotStored(ILogger log, Exception exception);
    }
}
