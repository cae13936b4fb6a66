using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The messages that carry links, of all tenants.</summary>
internal sealed class MessagesModel(RandomNumberGenerator random, IOpsMessageQueries messages) : OpsListPage<OpsMessage>(random)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = new OpsMessageFilter(Filters.Choice<SendStatus>("status"), Filters.Tenant());
        return List(page => messages.List(filter, page, cancellationToken));
    }
}
