using System.Globalization;

namespace PilotPairing.Api.Pages.Connect;

internal enum Tone
{
    Quiet,
    Working,
    Attention,
    Success,
}

/// <summary>To the SaaS, for a customer who did not connect; offered, never taken by itself.</summary>
internal sealed record WayBack(string Url, string Words);

/// <summary>A wish that is passed on to the SaaS.</summary>
/// <param name="Done">What is said once it was.</param>
internal sealed record Ask(string Button, string Done, bool IsDone);

internal sealed record Meanwhile(string Method, string Words, string Button, bool Shown);

/// <summary>A screen with one message and, where it helps, a button to try again.</summary>
internal sealed record Message(string Phase, Words Words, Tone Tone)
{
    public bool Shown { get; init; }

    /// <summary>What stands in for <c>{0}</c> and <c>{1}</c>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The button's words; null when trying again does not help.</summary>
    public string? TryAgain { get; init; }

    public string Action { get; init; } = "";

    /// <summary>The words of a button that leads to Meta instead; null where that is not offered.</summary>
    public string? Offer { get; init; }

    public Ask? Ask { get; init; }

    /// <summary>For one who gives up.</summary>
    public WayBack? Leave { get; init; }

    /// <summary>Until when <c>{0}</c> counts down.</summary>
    public string? Until { get; init; }

    /// <summary>Other ways that may be tried at once.</summary>
    public IReadOnlyList<Meanwhile> Meanwhile { get; init; } = [];

    public string Filled(string text) => Values.Count == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, [.. Values]);
}
