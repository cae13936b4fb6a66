using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Links;

/// <summary>Which links a list or an export has.</summary>
internal static class LinkFilters
{
    public static readonly IReadOnlyList<Parameter> Parameters =
    [
        new("status", "Only links of this status", Type: nameof(LinkStatus)),
        new("numberId", "Only links of this number"),
        Parameter.ExternalRef,
    ];

    public static ListOwnLinks Read(HttpRequest http, Caller caller, PageRequest page, IReadOnlyList<FieldError> faults)
    {
        var filters = new Filters(http, [.. faults]);
        return new(caller, page)
        {
            Status = filters.Enum<LinkStatus>("status"),
            // What is no id of a number is the id that no link has, and so an empty list.
            Number = filters.Text("numberId") is { } number ? new NumberId(PathId.Read(NumberId.Prefix, number)) : null,
            ExternalRef = filters.Text("externalRef"),
            Faults = new(null, filters.Faults),
        };
    }
}
