using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PilotPairing.Client;

namespace PilotPairing.AspNetCore;

public static class WebhookEndpoint
{
    private const int LongestBody = 1024 * 1024;

    /// <summary>
    /// Receives deliveries: 204 when every handler ended well, 400 for what was not signed with the secret; a handler's exception is a 500,
    /// and the delivery comes again.
    /// </summary>
    public static IEndpointConventionBuilder MapPilotPairingWebhook(
        this IEndpointRouteBuilder routes, string pattern, Action<WebhookDispatcher> configure)
    {
        var dispatcher = new WebhookDispatcher();
        configure(dispatcher);
        return routes.MapPost(pattern, (HttpContext context, WebhookVerifier verifier) => Receive(context, verifier, dispatcher));
    }

    private static async Task<Results<NoContent, BadRequest<string>, StatusCodeHttpResult>> Receive(
        HttpContext context, WebhookVerifier verifier, WebhookDispatcher dispatcher)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestBody;
        using var body = new MemoryStream();
        IPilotPairingEvent received;
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var headers = context.Request.Headers;
            received = verifier.Verify(headers[WebhookVerifier.IdHeader], headers[WebhookVerifier.TimestampHeader],
                headers[WebhookVerifier.SignatureHeader], body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (BadHttpRequestException tooLong)
        {
            return TypedResults.StatusCode(tooLong.StatusCode);
        }
        catch (WebhookVerificationException refused)
        {
            return TypedResults.BadRequest(refused.Problem.ToString());
        }

        await dispatcher.Dispatch(received, context);
        return TypedResults.NoContent();
    }
}
