using System.Text.RegularExpressions;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// Browsers inside other apps, by what they call themselves. They pair with codes as well as any; Meta's window is what they seldom open.
/// </summary>
internal static partial class InAppBrowser
{
    public static bool Is(string userAgent) => Names().IsMatch(userAgent);

    [GeneratedRegex(@"FBAN|FBAV|FB_IAB|Instagram|WhatsApp/|Messenger|\bLine/|TikTok|musical_ly|Snapchat|LinkedInApp|; wv\)", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
