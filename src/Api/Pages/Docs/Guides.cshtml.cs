using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PilotPairing.Api.Pages.Docs;

/// <summary>The list of guides, and each of them.</summary>
internal sealed class GuidesModel : PageModel
{
    /// <summary>The one that was asked for; null for the list.</summary>
    public Guide? Guide { get; private set; }

    public IActionResult OnGet(string? name)
    {
        Guide = name is null ? null : Guide.Find(name);
        if (name is not null && Guide is null)
            return NotFound();
        Response.Headers.CacheControl = "public, max-age=3600";
        return Page();
    }
}
