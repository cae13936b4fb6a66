using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Connect;

/// <summary>
/// What a link keeps of the browser on its page: the class of device, and whether it is part of another app. The user agent itself is not
/// kept.
/// </summary>
internal static class VisitorBrowser
{
    private static readonly string[] Desktops = ["Windows NT", "Macintosh", "X11", "CrOS"];
    private static readonly string[] Apples = ["iPhone", "iPad", "iPod"];

    public static PageVisitor Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return new(DeviceOf(agent), InAppBrowser.Is(agent), null);
    }

    public static DeviceClass DeviceOf(string agent)
    {
        bool Names(string word) => agent.Contains(word, StringComparison.Ordinal);
        if (Names("Android"))
            return DeviceClass.Android;
        if (Apples.Any(Names))
            return DeviceClass.Ios;
        return Desktops.Any(Names) ? DeviceClass.Desktop : DeviceClass.Other;
    }
}
