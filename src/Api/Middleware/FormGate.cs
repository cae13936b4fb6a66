using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PilotPairing.Api.Errors;
using PilotPairing.Domain;

namespace PilotPairing.Api.Middleware;

/// <summary>
/// Marks a page that accepts any form: instead of refusing the request, <see cref="FormGate.IsUnreadable"/> tells the page that the form
/// could not be read.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesAnyFormAttribute : Attribute;

/// <summary>
/// Reads the forms of pages before the framework does: that would read more of them than a page has fields for, and where it cannot,
/// leave every parameter of the page without a value, those of the path included.
/// </summary>
internal static class FormGate
{
    private const int Longest = BodyLimit.UsualBytes;

    /// <summary>The longest field is a Meta access token.</summary>
    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 64,
        KeyLengthLimit = 256,
        ValueLengthLimit = 8 * 1024,
        MultipartHeadersCountLimit = 8,
        MultipartHeadersLengthLimit = 2 * 1024,
        MultipartBodyLengthLimit = Longest,
        MemoryBufferThreshold = Longest,
    };

    private sealed class Unreadable;

    public static bool IsUnreadable(HttpContext context) => context.Features.Get<Unreadable>() is not null;

    public static async Task Read(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata is not { } metadata || metadata.GetMetadata<PageActionDescriptor>() is null
            || !context.Request.HasFormContentType)
        {
            await next(context);
            return;
        }

        if (await Problem(context) is { } problem)
        {
            if (HttpMethods.IsPost(context.Request.Method) && metadata.GetMetadata<TakesAnyFormAttribute>() is null)
            {
                await RefusalResult.Write(context, problem);
                return;
            }

            context.Request.Form = FormCollection.Empty;
            context.Features.Set(new Unreadable());
        }

        await next(context);
    }

    private static async Task<Refusal?> Problem(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Longest;
        try
        {
            await context.Request.ReadFormAsync(Limits, context.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new BodyTooLarge();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Cut short, without a boundary, with too many fields, in an unsafe character set: each has another type, and all are the
            // client's doing.
            return new ValidationFailed([new("body", "must be a form of at most 64 fields that can be read")]);
        }
    }
}
