using Microsoft.AspNetCore.Http;

namespace PilotPairing.Testing;

/// <summary>What a server, or whatever stands in front of it, does on a bad day.</summary>
public static class Faults
{
    public static Func<HttpContext, Task<bool>> Html(int status) =>
        Text(status, "text/html", "<html><body><h1>Something went wrong</h1></body></html>");

    public static Func<HttpContext, Task<bool>> Garbage => Text(200, "application/json", "{\"instance\":{\"state\":");

    public static Func<HttpContext, Task<bool>> Huge => Text(200, "application/json", "\"" + new string('x', 3 * 1024 * 1024) + "\"");

    public static Func<HttpContext, Task<bool>> Redirect => context =>
    {
        context.Response.Redirect("http://169.254.169.254/");
        return Task.FromResult(true);
    };

    public static Func<HttpContext, Task<bool>> CutShort => async context =>
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{\"instance\":");
        await context.Response.Body.FlushAsync();
        context.Abort();
        return true;
    };

    public static Func<HttpContext, Task<bool>> Dead => context =>
    {
        context.Abort();
        return Task.FromResult(true);
    };

    public static Func<HttpContext, Task<bool>> Never => async context =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    };

    public static Func<HttpContext, Task<bool>> Text(int status, string type, string body) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
        return true;
    };

    /// <summary>On these paths only.</summary>
    public static Func<HttpContext, Task<bool>> On(string path, Func<HttpContext, Task<bool>> fault) =>
        context => context.Request.Path.Value!.Contains(path, StringComparison.Ordinal) ? fault(context) : Task.FromResult(false);
}
