using System.Security.Cryptography;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The front of the operations pages.</summary>
internal sealed class IndexModel(RandomNumberGenerator random) : OpsPage(random)
{
    public Operator Operator => OpsSession.Of(HttpContext)!.Operator;
}
