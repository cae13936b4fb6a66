namespace PilotPairing.Api.Middleware;

/// <summary>Every GET answers HEAD too: the server keeps the body to itself, since it knows what was asked.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    private sealed class Asked;

    /// <summary>What would never end by itself must end with its headers.</summary>
    public static bool Is(HttpContext context) => context.Features.Get<Asked>() is not null;

    public Task Invoke(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Features.Set(new Asked());
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }
}
