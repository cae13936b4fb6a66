using System.Text.Json.Serialization;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Messaging;

[RequiredMembers("name", "category", "language", "body", "sender")]
internal sealed record TemplateRequest
{
    [Field("Links are sent with the one named pilot_status_remote_pairing", "pilot_status_remote_pairing", Longest = 120)]
    public string? Name { get; set; }

    public TemplateCategory? Category { get; set; }

    public string? Language { get; set; }

    public TemplateText? Body { get; set; }

    public SenderRequest? Sender { get; set; }

    public static CreateTemplate ToCommand(WireBody<TemplateRequest> body, Caller caller) => new(caller)
    {
        Faults = body.Faults,
        Name = body.Value.Name,
        Category = body.Value.Category,
        Language = TemplateLanguage.Parse(body.Value.Language),
        Body = TemplateBody.Parse(body.Value.Body?.Text),
        Sender = body.Value.Sender is { } sender ? new(Named(sender.NumberId), sender.Meta?.ToSender()) : null,
    };

    internal static NamedNumberId? Named(string? written) =>
        string.IsNullOrEmpty(written) ? null : new(WireId.TryParse(NumberId.Prefix, written, out var id) ? new NumberId(id) : null);
}

[RequiredMembers("numberId", "language", "body")]
internal sealed record MetaTemplateRequest
{
    public string? NumberId { get; set; }

    public string? Language { get; set; }

    [Field("What Meta reviews; the button carries the link", "Olá! Conecte o número {{name}} de {{company}} pelo botão.")]
    public TemplateText? Body { get; set; }

    public static CreateMetaTemplate ToCommand(WireBody<MetaTemplateRequest> body, Caller caller) => new(caller)
    {
        Faults = body.Faults,
        NumberId = TemplateRequest.Named(body.Value.NumberId),
        Language = TemplateLanguage.Parse(body.Value.Language),
        Body = TemplateBody.Parse(body.Value.Body?.Text),
    };
}

[ShownMembers("numberId")]
internal sealed record SenderRequest
{
    public string? NumberId { get; set; }

    public MetaSenderRequest? Meta { get; set; }
}

[RequiredMembers("numberId", "templateName", "language")]
internal sealed record MetaSenderRequest
{
    public string? NumberId { get; set; }

    public string? TemplateName { get; set; }

    public string? Language { get; set; }

    public int? UrlButton { get; set; }

    public NamedMetaSender ToSender() => new(TemplateRequest.Named(NumberId), TemplateName, Language, UrlButton);
}

internal sealed record MetaSenderResponse(string NumberId, string TemplateName, string Language, int UrlButton);

internal sealed record SenderResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NumberId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MetaSenderResponse? Meta)
{
    public static SenderResponse From(MessageTemplate template) => template.Sender is { Meta: { } meta, Number: var number }
        ? new(null, new(number.ToString(), meta.Name, meta.Language.Value,
            meta.UrlButton ?? template.Report?.Template.Shape.LinkButton ?? 0))
        : new(template.Sender.Number.ToString(), null);
}

/// <param name="MetaStatus">Null while Meta was not asked, and for texts, which need no approval.</param>
/// <param name="Sendable">Whether this installation can send it at all, once its sender is connected.</param>
internal sealed record TemplateResponse(
    [property: Field("Opaque", "tpl_01m7yzm1gae3atdvy5zebzrk9y")]
    string Id,
    [property: Field("Links are sent with the one named pilot_status_remote_pairing", "pilot_status_remote_pairing")]
    string Name, TemplateCategory Category, string Language, string Body, SenderResponse Sender,
    [property: Field("What Meta said of it last; null while it was not asked. NOT_FOUND: Meta has none of this name", Rare = "APPROVED")]
    string? MetaStatus,
    [property: Field("Whether this installation can send it, once its sender is connected", true)]
    bool Sendable,
    [property: Field("Why it cannot be sent, for people", Rare = "Meta does not send the template: its status there is PAUSED")]
    string? Problem, DateTimeOffset CreatedAt)
{
    public static TemplateResponse From(TemplateView view)
    {
        var template = view.Template;
        return new(
            template.Id.ToString(), template.Name, template.Category, template.Language.Value, template.Body.Text,
            SenderResponse.From(template), template.Report?.Template.Status, view.Problem is null, view.Problem, template.CreatedAt);
    }
}
