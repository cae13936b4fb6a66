using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The page of one thing of a tenant, on which an operator acts as that tenant.</summary>
internal abstract class OpsSubjectPage(RandomNumberGenerator random, IOpsAuditQueries audit) : OpsPage(random)
{
    protected const int MostRows = 20;
    private const int LongestHours = 720;

    [FromRoute]
    public string Id { get; set; } = "";

    /// <summary>What operators did to it lately.</summary>
    public IReadOnlyList<OpsAuditEntry> Audit { get; private set; } = [];

    public OpsPager Pager { get; private set; } = new(null, null);

    /// <summary>As the audit log names it; once it is loaded.</summary>
    protected abstract string Subject { get; }

    /// <summary>In the name of the tenant; once it is loaded.</summary>
    protected abstract Caller Owner { get; }

    /// <returns>False when there is no such thing.</returns>
    protected abstract Task<bool> Load(CancellationToken cancellationToken);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (Faults.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    protected async Task ReadAudit(CancellationToken cancellationToken) =>
        Audit = (await audit.List(new(null, null, Subject), new(MostRows, null), cancellationToken)).Items;

    /// <summary>The page of rows that the address asks for; none where it cannot be used.</summary>
    protected async Task<IReadOnlyList<T>> ReadRows<T>(Func<PageRequest, Task<Page<T>>> read)
    {
        var query = new OpsQuery(Request, Faults);
        var request = query.Page();
        IsUnread = Faults.Count > 0;
        if (IsUnread)
            return [];
        var page = await read(request);
        Pager = query.Pager(page.Next);
        return page.Items;
    }

    /// <summary>Does what takes a number of hours.</summary>
    protected async Task<IActionResult> OnHours(string? written, Func<int, Task<IActionResult>> act, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        return int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is >= 1 and <= LongestHours
            ? await act(hours)
            : await Refused("hours", $"must be a whole number from 1 to {LongestHours}", cancellationToken);
    }

    protected Task<IActionResult> Refused(string field, string problem, CancellationToken cancellationToken) =>
        Refused(new ValidationFailed([new(field, problem)]), () => Load(cancellationToken));

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
