using Microsoft.AspNetCore.Http.HttpResults;

namespace PilotPairing.Api.Operating;

/// <summary>Where a sign-in leads: never to another site, and to no other part of this one.</summary>
internal static class OpsReturn
{
    public static string Of(string? url) =>
        RedirectHttpResult.IsLocalUrl(url)
        && (url == OpsModule.Path || url!.StartsWith(OpsModule.Path + "/", StringComparison.Ordinal)) ? url! : OpsModule.Path;
}
