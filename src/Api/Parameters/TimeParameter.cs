using System.Globalization;
using PilotPairing.Domain;

namespace PilotPairing.Api.Parameters;

/// <summary>A time in a query: ISO 8601, with a zone or else in UTC.</summary>
internal static class TimeParameter
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static (DateTimeOffset? Moment, IReadOnlyList<FieldError> Faults) Read(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (null, []);
        var isDate = text is [_, _, _, _, '-', _, _, '-', ..];
        return isDate && DateTimeOffset.TryParse(WithPlus(text), CultureInfo.InvariantCulture, Utc, out var moment)
            ? (moment, [])
            : (null, [new(name, "must be an ISO 8601 time")]);
    }

    /// <summary>In a query an unescaped plus arrives as a space: behind a time of day it began the zone.</summary>
    private static string WithPlus(string text)
    {
        var (colon, space) = (text.IndexOf(':', StringComparison.Ordinal), text.LastIndexOf(' '));
        return colon > 0 && colon < space ? string.Concat(text.AsSpan(0, space), "+", text.AsSpan(space + 1)) : text;
    }
}
