using PilotPairing.Application;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>
/// Templates and messages for test-mode tenants, without a network or a memory. Every template is there and approved, with a button that
/// leads to the hosted page; a word in its name gives it another status, and the recipient's last digits another outcome to a message.
/// </summary>
internal sealed class SimulatedMessages(IPublicAddress address)
{
    private static readonly string[] Statuses = ["PENDING", "PAUSED", "REJECTED", "DISABLED"];

    public Result<ReportedTemplate> Find(MetaTemplate template)
    {
        var language = template.Language.MetaCode;
        if (Has(template.Name, "missing"))
            return ReportedTemplate.None(language);
        var status = Statuses.FirstOrDefault(word => Has(template.Name, word)) ?? "APPROVED";
        IReadOnlyList<TemplateButton> buttons = Has(template.Name, "no_button") ? [] : [new("URL", address.ConnectUrl + "/connect/{{1}}")];
        IReadOnlyList<string> body = Has(template.Name, "in_body") ? [TemplateBody.NameOf(TemplatePlace.Link)] : [];
        return new ReportedTemplate(status, Has(template.Name, "authentication") ? "AUTHENTICATION" : "UTILITY", language,
            new(IsNamed: true, null, [], body, buttons));
    }

    public Result<ReportedTemplate> Create(NewMetaTemplate template) => Find(new(template.Name, template.Language, null));

    public static SendOutcome Send(MetaMessage message) => message.Recipient.Digits[^4..] switch
    {
        "0000" => new SendOutcome.Refused(SendFailure.RecipientNotOnWhatsApp, "Meta refused with error 131026: Message undeliverable"),
        "0001" => new SendOutcome.Unknown("Meta's answer was lost; the message may have arrived and is not sent again"),
        "0003" => new SendOutcome.Refused(SendFailure.TemplateRejected, "Meta refused with error 132015: Template is paused"),
        "0004" => new SendOutcome.Refused(SendFailure.SenderLimited, "Meta refused with error 131056: Pair rate limit hit"),
        _ => new SendOutcome.Accepted("wamid.simulated." + message.Send.Value.ToString("N")),
    };

    private static bool Has(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
