using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Messaging;

public sealed record CreateTemplate(Caller Caller) : IRequest<Result<MessageTemplate>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public string? Name { get; init; }

    public TemplateCategory? Category { get; init; }

    public TemplateLanguage? Language { get; init; }

    public TemplateBody? Body { get; init; }

    public NamedSender? Sender { get; init; }
}

/// <summary>Exactly one of both: a number that was paired by a phone, or a template of the official API.</summary>
public sealed record NamedSender(NamedNumberId? Phone, NamedMetaSender? Meta);

/// <param name="UrlButton">The first button where none is named.</param>
public sealed record NamedMetaSender(NamedNumberId? Number, string? TemplateName, string? Language, int? UrlButton);

internal sealed class CreateTemplateValidator : AbstractValidator<CreateTemplate>
{
    private const int LongestName = 120;
    private const int LongestMetaName = 512;
    private const int MostButtons = 10;
    private const string NameRule = "must be 1 to 120 characters without control characters";
    private const string LanguageRule = "must be a language such as pt-BR or en_US";

    public CreateTemplateValidator()
    {
        RuleFor(template => template.Name).Must(name => IsName(name, LongestName)).WithMessage(NameRule);
        RuleFor(template => template.Category).NotNull().WithMessage("must be one of MARKETING, OTP, UTILITY");
        RuleFor(template => template.Language).NotNull().WithMessage(LanguageRule);
        RuleFor(template => template.Body).NotNull()
            .WithMessage("must be 1 to 1024 characters, whose only placeholders are {{link}}, {{name}} and {{company}}");
        RuleFor(template => template.Body).Must(body => body!.Value.CarriesLink)
            .When(template => template.Body is not null && template.Sender is { Phone: not null }).WithMessage("must contain {{link}}");
        RuleFor(template => template.Sender).Must(sender => sender is { Phone: null } != (sender is { Meta: null }))
            .Unless(template => template.Faults.Fields.Any(fault => fault.Field.StartsWith("sender.", StringComparison.Ordinal)))
            .WithMessage("must be either numberId or meta");
        RuleFor(template => template.Sender!.Meta!).Custom(Check).When(template => template.Sender is { Meta: not null });
    }

    private static void Check(NamedMetaSender meta, ValidationContext<CreateTemplate> context)
    {
        if (meta.Number is null)
            context.AddFailure("sender.meta.numberId", "is required");
        if (!IsName(meta.TemplateName, LongestMetaName))
            context.AddFailure("sender.meta.templateName", "must be 1 to 512 characters without control characters");
        if (TemplateLanguage.Parse(meta.Language) is null)
            context.AddFailure("sender.meta.language", LanguageRule);
        if (meta.UrlButton is < 0 or >= MostButtons)
            context.AddFailure("sender.meta.urlButton", "must be the index of a button, from 0 to 9");
    }

    private static bool IsName(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);
}

internal sealed class CreateTemplateHandler(
    IStore store, IInstanceQueries instances, TimeProvider clock) : IRequestHandler<CreateTemplate, Result<MessageTemplate>>
{
    public async Task<Result<MessageTemplate>> Handle(CreateTemplate request, CancellationToken cancellationToken)
    {
        var (phone, meta) = request.Sender!;
        if ((phone ?? meta!.Number)!.Id is not { } number
            || await instances.Reached(request.Caller, number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        if (meta is null && instance.Provider == Provider.Meta)
            return new NotSupportedForMeta();
        if (meta is not null && instance.Provider != Provider.Meta)
            return new ValidationFailed([new("sender.meta.numberId", "must be a number of the official API")]);

        var now = clock.GetUtcNow();
        var template = new MessageTemplate(
            TemplateId.New(now), request.Caller.Tenant, request.Name!.Trim(), request.Category!.Value, request.Language!.Value,
            request.Body!.Value,
            new(number, meta is null ? null : new(meta.TemplateName!.Trim(), meta.Language!, meta.UrlButton ?? 0)), now);
        await using var work = await store.Begin(cancellationToken);
        if (!await work.Templates.Add(template))
            return new TemplateExists();
        await work.Commit(cancellationToken);
        return template;
    }
}

internal sealed class CreatedTemplateAnswer(ITemplateQueries templates) : IRebuild<CreateTemplate, Result<MessageTemplate>>
{
    public async Task<Result<MessageTemplate>?> Rebuild(CreateTemplate request, MadeResource? made, CancellationToken cancellationToken) =>
        made is not null && await templates.Find(request.Caller.Tenant, new(made.Id), cancellationToken) is { } template
            ? template : (Result<MessageTemplate>?)null;
}
