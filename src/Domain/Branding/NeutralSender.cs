namespace PilotPairing.Domain.Branding;

/// <summary>What a message calls its sender where no company was named: words that read like a name.</summary>
public static class NeutralSender
{
    /// <param name="language">As templates write it, such as <c>pt_BR</c>.</param>
    public static string In(string language) => language.Split('-', '_')[0].ToLowerInvariant() switch
    {
        "pt" => "Atendimento",
        "es" => "Atención al cliente",
        _ => "Customer service",
    };
}
