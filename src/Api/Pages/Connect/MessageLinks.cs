namespace PilotPairing.Api.Pages.Connect;

/// <summary>Links that open a new message with the page's address in it; whom it goes to is up to the person.</summary>
internal static class MessageLinks
{
    public static string Mail(string url) => $"mailto:?body={Uri.EscapeDataString(url)}";

    /// <summary>Phones differ in whether the text follows <c>?</c> or <c>&amp;</c>; all of them take both.</summary>
    public static string Sms(string url) => $"sms:?&body={Uri.EscapeDataString(url)}";
}
