using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>Who did what, when and from where.</summary>
internal sealed class AuditModel(RandomNumberGenerator random, IOpsAuditQueries audit) : OpsListPage<OpsAuditEntry>(random)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = new OpsAuditFilter(Filters.Text("actor"), Filters.Choice<AuditAction>("action"), Filters.Text("subject"));
        return List(page => audit.List(filter, page, cancellationToken));
    }
}
