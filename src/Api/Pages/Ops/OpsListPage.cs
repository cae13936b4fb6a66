using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>A page that lists rows, newest first, by the filters of its address.</summary>
internal abstract class OpsListPage<T>(RandomNumberGenerator random) : OpsPage(random)
{
    public IReadOnlyList<T> Rows { get; private set; } = [];

    public OpsPager Pager { get; private set; } = new(null, null);

    protected OpsQuery Filters => new(Request, Faults);

    /// <summary>Reads nothing where a filter cannot be used.</summary>
    protected async Task<IActionResult> List(Func<PageRequest, Task<Page<T>>> read)
    {
        var request = Filters.Page();
        if (Faults.Count > 0)
        {
            IsUnread = true;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var page = await read(request);
        (Rows, Pager) = (page.Items, Filters.Pager(page.Next));
        return Page();
    }
}
