using System.Text.Json;
using System.Text.Json.Nodes;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Links;

namespace PilotPairing.Infrastructure.Links;

internal static class ChangedTerms
{
    /// <summary>The members of <see cref="LinkTerms"/> that were sent.</summary>
    public static JsonObject Of(LinkChange change)
    {
        var terms = new JsonObject();
        if (change.RedirectUrl.IsSent)
            terms["redirectUrl"] = change.RedirectUrl.Value;
        if (change.FailureRedirectUrl.IsSent)
            terms["failureRedirectUrl"] = change.FailureRedirectUrl.Value;
        if (change.Locale.IsSent)
            terms["locale"] = change.Locale.Value;
        if (change.AllowedOrigins.IsSent)
            terms["allowedOrigins"] = new JsonArray([.. (change.AllowedOrigins.Value ?? []).Select(origin => (JsonNode)origin)]);
        if (change.Branding.IsSent)
            terms["branding"] = JsonSerializer.SerializeToNode(change.Branding.Value ?? BrandingLayer.Empty,
                LinkJson.Default.BrandingLayer);
        return terms;
    }
}
