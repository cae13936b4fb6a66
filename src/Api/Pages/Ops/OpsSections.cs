namespace PilotPairing.Api.Pages.Ops;

/// <summary>An entry of the navigation.</summary>
/// <param name="IsExact">Its pages are not all that begins with its path.</param>
internal sealed record OpsSection(string Path, string Name, bool IsExact = false)
{
    public bool Holds(PathString path) => IsExact ? path == Path : path.StartsWithSegments(Path);
}

internal static class OpsSections
{
    public static readonly IReadOnlyList<OpsSection> All =
    [
        new("/ops", "Overview", IsExact: true),
        new("/ops/links", "Links"),
        new("/ops/numbers", "Numbers"),
        new("/ops/webhooks", "Webhooks"),
        new("/ops/deliveries", "Deliveries"),
        new("/ops/messages", "Messages"),
        new("/ops/gateways", "Gateways"),
        new("/ops/tenants", "Tenants and keys"),
        new("/ops/audit", "Audit"),
        new("/ops/jobs", "Jobs"),
    ];
}
