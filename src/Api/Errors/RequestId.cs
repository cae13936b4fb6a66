using System.Text.RegularExpressions;

namespace PilotPairing.Api.Errors;

/// <summary>Every response names its request, by the client's own id where it is fit to be echoed.</summary>
internal sealed partial class RequestId(RequestDelegate next, TimeProvider clock)
{
    private const string Header = "x-request-id";

    public static string Of(HttpContext context) => context.TraceIdentifier;

    public Task Invoke(HttpContext context)
    {
        var sent = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = Fit().IsMatch(sent) ? sent : "req_" + Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        Stamp(context);
        return next(context);
    }

    /// <summary>Again where the headers of an answer were thrown away.</summary>
    public static void Stamp(HttpContext context) => context.Response.Headers[Header] = context.TraceIdentifier;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex Fit();
}
