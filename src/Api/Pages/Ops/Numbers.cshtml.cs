using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Ops;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The numbers of all tenants.</summary>
internal sealed class NumbersModel(RandomNumberGenerator random, IOpsNumberQueries numbers) : OpsListPage<OpsNumber>(random)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var text = Filters.Text("q");
        if (WireId.TryParse(NumberId.Prefix, text, out var number))
            return Task.FromResult<IActionResult>(Redirect($"/ops/numbers/{new NumberId(number)}"));

        var filter = new OpsNumberFilter
        {
            Text = text,
            Phone = PhoneNumber.Parse(text, PhoneNumber.FewestAtMeta),
            State = Filters.Choice<InstanceState>("state"),
            Tenant = Filters.Tenant(),
        };
        return List(page => numbers.List(filter, page, cancellationToken));
    }
}
