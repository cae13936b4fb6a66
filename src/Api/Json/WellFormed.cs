using System.Text.Json;

namespace PilotPairing.Api.Json;

internal static class WellFormed
{
    /// <summary>Null for text with half a surrogate pair, which is JSON but no text: reading it throws.</summary>
    public static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether every member has a name that is text; looking one up beside another throws.</summary>
    public static bool HasNames(JsonElement body)
    {
        try
        {
            return body.EnumerateObject().All(member => member.Name is not null);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
