using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Html;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Ops;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>How the operations pages write times, states and lengths of time.</summary>
internal static class OpsText
{
    private const string Absent = "–";
    private const int Longest = 120;

    public static IHtmlContent Time(DateTimeOffset? at)
    {
        if (at is not { } moment)
            return new HtmlString(Absent);
        var utc = moment.UtcDateTime;
        var html = string.Create(CultureInfo.InvariantCulture,
            $"<time datetime=\"{utc:yyyy-MM-ddTHH:mm:ss.fffZ}\">{utc:yyyy-MM-dd HH:mm:ss}</time>");
        return new HtmlString(html);
    }

    /// <summary>An enum's value in the words of the wire.</summary>
    public static string Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Word(known) : Absent;

    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    /// <summary>An action of the audit log, as it was recorded.</summary>
    public static string Action(string action) => JsonNamingPolicy.SnakeCaseLower.ConvertName(action).Replace('_', ' ');

    /// <summary>Why a connection was lost, as the number's row has it.</summary>
    public static string Loss(string? reason) => reason is null ? Absent : Action(reason);

    /// <summary>Without its query, in which receivers keep secrets.</summary>
    public static string Url(string url) =>
        url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? string.Concat(url.AsSpan(0, query), "?…") : url;

    /// <summary>The beginning of a text that somebody else wrote.</summary>
    public static string Short(string? text) => text switch
    {
        null or "" => Absent,
        { Length: > Longest } => string.Concat(text.AsSpan(0, Longest), "…"),
        _ => text,
    };

    public static string Or(string? text) => string.IsNullOrEmpty(text) ? Absent : text;

    /// <param name="most">What is counted at most, and stands for more.</param>
    public static string Count(int count, int most) =>
        count < most ? count.ToString("N0", CultureInfo.InvariantCulture) : $"{most.ToString("N0", CultureInfo.InvariantCulture)} or more";

    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(long part, long whole) => whole == 0 ? Absent : $"{100 * part / whole} %";

    public static string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 1 } => "now",
        { TotalMinutes: < 1 } => $"{(int)age.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h {age.Minutes} min",
        _ => $"{(int)age.TotalDays} d {age.Hours} h",
    };

    /// <summary>How long something took.</summary>
    public static string Duration(int? seconds) => seconds switch
    {
        null => Absent,
        < 60 => $"{seconds} s",
        < 3600 => $"{seconds / 60} min {seconds % 60} s",
        _ => $"{seconds / 3600} h {seconds / 60 % 60} min",
    };

    /// <summary>What a link's page was opened with.</summary>
    public static string Visitor(PageVisitor? visitor) => visitor is null
        ? Absent
        : $"{Word(visitor.Device)}, {(visitor.InApp ? "in-app browser" : "browser")}, language {visitor.Language ?? "not known"}";

    public static string Progress(OpsLink link) => link switch
    {
        { UsedAt: not null } => "connected",
        { StartedAt: not null } => "started",
        { OpenedAt: not null } => "opened",
        _ => "not opened",
    };

    public static string Tone(CircuitState state) => state switch
    {
        CircuitState.Closed => "good",
        CircuitState.Open => "bad",
        CircuitState.HalfOpen => "warn",
    };

    public static string Explained(CircuitState state) => state switch
    {
        CircuitState.Closed => "This node sends it requests.",
        CircuitState.Open =>
            "It could not be reached five times in a row: this node sends it nothing for five seconds, and refuses at once.",
        CircuitState.HalfOpen => "It could not be reached: this node sends it one request at a time until one is answered.",
    };

    public static string Tone(InstanceState state) => state switch
    {
        InstanceState.Open => "good",
        InstanceState.Connecting => "live",
        InstanceState.Close => "warn",
        InstanceState.Removed => "quiet",
    };

    public static string Tone(SendStatus status) => status switch
    {
        SendStatus.Sent or SendStatus.Delivered or SendStatus.Read => "good",
        SendStatus.Pending or SendStatus.Sending => "live",
        SendStatus.Failed => "bad",
        SendStatus.Unknown => "warn",
    };

    public static string Tone(LinkStatus status) => status switch
    {
        LinkStatus.Active => "live",
        LinkStatus.Used => "good",
        LinkStatus.Expired => "quiet",
        LinkStatus.Revoked => "bad",
    };
}
