using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The page of one thing of a tenant, on which an operator acts as that tenant.</summary>
internal abstract class OpsSubjectPage(RandomNumberGenerator random) : OpsPage(random)
{
    [FromRoute]
    public string Id { get; set; } = "";

    /// <summary>In the name of the tenant; once it is loaded.</summary>
    protected abstract Caller Owner { get; }

    /// <returns>False when there is no such thing.</returns>
    protected abstract Task<bool> Load(CancellationToken cancellationToken);

    protected async Task<IActionResult> On<T>(
        Func<Caller, Task<Result<T>>> act, Func<T, Task<IActionResult>> done, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var result = await act(Owner);
        return result.Refusal is { } refusal ? await Refused(refusal, () => Load(cancellationToken)) : await done(result.Value);
    }

    /// <param name="notice">What the page says after it was done.</param>
    protected Task<IActionResult> On<T>(
        Func<Caller, Task<Result<T>>> act, Func<T, string> notice, CancellationToken cancellationToken) =>
        On(act, value => Task.FromResult<IActionResult>(Done(notice(value))), cancellationToken);
}
