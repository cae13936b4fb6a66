using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using PilotPairing.Api.Errors;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>A form without its anti-forgery token is refused in the envelope, where the framework would answer a bare 400.</summary>
internal sealed class AntiforgeryFailureFilter : IAsyncAlwaysRunResultFilter
{
    public Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
            return next();

        context.Cancel = true;
        return RefusalResult.Write(context.HttpContext, new AntiforgeryFailed());
    }
}
