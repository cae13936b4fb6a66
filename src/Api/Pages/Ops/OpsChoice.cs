using Microsoft.AspNetCore.Mvc.Rendering;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>A filter with a few values, the chosen one selected.</summary>
internal sealed record OpsChoice(string Name, IReadOnlyList<SelectListItem> Options)
{
    public static OpsChoice Of<T>(string name, HttpRequest request)
        where T : struct, Enum
    {
        var chosen = request.Query[name].ToString();
        return new(
            name,
            [
                new("any", ""),
                .. Enum.GetValues<T>()
                .Select(value => new SelectListItem(OpsText.Word(value), OpsQuery.Written(value), OpsQuery.Written(value) == chosen)),
            ]);
    }
}
