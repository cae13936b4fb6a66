using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The links of all tenants.</summary>
internal sealed class LinksModel(RandomNumberGenerator random, IOpsLinkQueries links, TimeProvider clock) : OpsListPage<OpsLink>(random)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var text = Filters.Text("q");
        if (WireId.TryParse(LinkId.Prefix, text, out var link))
            return Task.FromResult<IActionResult>(Redirect($"/ops/links/{new LinkId(link)}"));

        var filter = new OpsLinkFilter
        {
            Text = text,
            Phone = PhoneNumber.Parse(text),
            Status = Filters.Choice<LinkStatus>("status"),
            Tenant = Filters.Tenant(),
            Number = Filters.Id("number", NumberId.Prefix, "a number") is { } number ? new NumberId(number) : null,
        };
        return List(page => links.List(filter, page, clock.GetUtcNow(), cancellationToken));
    }
}
