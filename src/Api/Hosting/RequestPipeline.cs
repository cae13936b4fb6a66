using Microsoft.AspNetCore.Diagnostics;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.Operating;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Domain;

namespace PilotPairing.Api.Hosting;

/// <summary>The way of a request to its endpoint.</summary>
internal static class RequestPipeline
{
    public static void UseApi(this WebApplication app, Role role)
    {
        app.Use(app.Services.GetRequiredService<Drain>().EndConnections);
        app.UseMiddleware<RequestId>();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<HeadAsGet>();
        app.Use(ReadableBody.Wrap);
        app.Use(SafeHeaders.Add);
        app.Use(HtmlErrorPages.KeepLinks);
        app.UseStatusCodePages(Bare);
        app.UseExceptionHandler(
            new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true, ExceptionHandler = _ => Task.CompletedTask });
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/api/v1", out var rest))
                context.Request.Path = "/v1" + rest;
            return next(context);
        });
        app.UseWhen(context =>
            context.Request.Path.StartsWithSegments("/connect") || context.Request.Path.StartsWithSegments("/docs"), page =>
            page.UseResponseCompression());
        app.UseRouting();
        app.UseMiddleware<AddressLimitGate>();
        // Without their routes nobody would be asked to sign in before an act.
        if (role is Role.All or Role.Web)
            app.UseOps();
        app.UseMiddleware<TokenCors>();
        app.UseMiddleware<KeyGate>();
        app.UseMiddleware<RateLimitGate>();
        app.UseMiddleware<ScopeGate>();
        app.UseMiddleware<IdempotencyGate>();
        app.Use(FormGate.Read);
    }

    /// <summary>What routing refuses by itself gets the envelope too.</summary>
    private static async Task Bare(StatusCodeContext status)
    {
        var context = status.HttpContext;
        if (HtmlErrorPages.WillShow(context))
        {
            await HtmlErrorPages.Show(status);
            return;
        }

        Refusal? refusal = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new NothingHere(),
            StatusCodes.Status405MethodNotAllowed => new MethodNotAllowed(),
            StatusCodes.Status413PayloadTooLarge => new BodyTooLarge(),
            StatusCodes.Status415UnsupportedMediaType => new UnsupportedMediaType(),
            _ => null,
        };
        if (refusal is not null)
            await RefusalResult.Write(context, refusal);
    }
}
