namespace PilotPairing.Api.Pages.Connect;

/// <summary>One screen's words. <c>**</c> around a word means strong: what the phone itself prints.</summary>
internal sealed record Words(string Heading, string Lead, string? Hint = null);
