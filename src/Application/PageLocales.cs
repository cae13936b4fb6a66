namespace PilotPairing.Application;

/// <summary>The languages of the hosted page.</summary>
internal static class PageLocales
{
    private static readonly string[] All = ["pt-BR", "es", "en"];

    public static bool Has(string locale) => All.Contains(locale);
}
