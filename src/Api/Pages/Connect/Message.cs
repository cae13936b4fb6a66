using System.Globalization;

namespace PilotPairing.Api.Pages.Connect;

internal enum Tone
{
    Quiet,
    Working,
    Attention,
    Success,
}

/// <summary>A screen that says one thing and, where it helps, offers another try.</summary>
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

    /// <summary>Where one who gives up may go, and the words for it.</summary>
    public (string Url, string Words)? Leave { get; init; }

    /// <summary>Until when <c>{0}</c> counts down.</summary>
    public string? Until { get; init; }

    public string Filled(string text) => Values.Count == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, [.. Values]);
}
