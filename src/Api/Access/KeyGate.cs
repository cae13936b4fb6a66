using PilotPairing.Api.Transport;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Access;

/// <summary>Marks the routes that need a key.</summary>
internal sealed class NeedsKey;

/// <summary>Runs before anything of the request is read, so that a stranger learns nothing but 401.</summary>
internal sealed class KeyGate(RequestDelegate next, IKeyRing keys)
{
    private const string Header = "x-api-key";

    public async Task Invoke(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsKey>() is null)
        {
            await next(context);
            return;
        }

        var sent = context.Request.Headers[Header].ToString();
        if (!sent.StartsWith(RawKey.LivePrefix, StringComparison.Ordinal) || await keys.Find(new(sent), context.RequestAborted) is not { } caller)
        {
            await RefusalResult.Write(context, new Unauthorized());
            return;
        }

        context.Features.Set(caller);
        await next(context);
    }
}

/// <summary>The caller of a keyed route, as a handler's parameter.</summary>
internal sealed record Keyed(Caller Caller)
{
    public static ValueTask<Keyed> BindAsync(HttpContext context) => ValueTask.FromResult(new Keyed(context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route does not ask for a key")));
}
