using System.Text.Encodings.Web;

namespace PilotPairing.Infrastructure.Wire;

/// <summary>
/// JSON as people read it: phone numbers keep their plus. It stands in no HTML: pages are encoded by Razor, and answers are served as
/// JSON with <c>nosniff</c>.
/// </summary>
public static class ReadableJson
{
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
}
