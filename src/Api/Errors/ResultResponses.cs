using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Domain;

namespace PilotPairing.Api.Errors;

internal static class ResultResponses
{
    /// <summary>200 with the wire form of what was asked for, or the refusal.</summary>
    public static Results<Ok<TWire>, RefusalResult> As<T, TWire>(this Result<T> result, Func<T, TWire> wire) =>
        result.Match<Results<Ok<TWire>, RefusalResult>>(value => TypedResults.Ok(wire(value)), refusal => new RefusalResult(refusal));
}
