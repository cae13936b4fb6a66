using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Messaging;

public sealed record CreateTemplate(Caller Caller) : IRequest<Result<TemplateView>>, IReadFromBody
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

/// <param name="UrlButton">Whichever has a dynamic URL where none is named.</param>
public sealed record NamedMetaSender(NamedNumberId? Number, string? TemplateName, string? Language, int? UrlButton)
{
    /// <summary>Once its rules were checked.</summary>
    internal MetaTemplate ToTemplate() => new(TemplateName!.Trim(), TemplateLanguage.Parse(Language)!.Value, UrlButton);
}

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
    IStore store, IInstanceQueries instances, IMetaMessages meta, TemplateViews views, TimeProvider clock)
    : IRequestHandler<CreateTemplate, Result<TemplateView>>
{
    public async Task<Result<TemplateView>> Handle(CreateTemplate request, CancellationToken cancellationToken)
    {
        var (phone, named) = request.Sender!;
        if ((phone ?? named!.Number)!.Id is not { } number
            || await instances.Reached(request.Caller, number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        if (named is null && instance.Provider == Provider.Meta)
            return new NotSupportedForMeta();
        if (named is not null && instance.Provider != Provider.Meta)
            return new ValidationFailed([new("sender.meta.numberId", "must be a Meta number")]);

        var now = clock.GetUtcNow();
        var template = new MessageTemplate(
            TemplateId.New(now), request.Caller.Tenant, request.Name!.Trim(), request.Category!.Value, request.Language!.Value,
            request.Body!.Value, new(number, named?.ToTemplate()), now);
        template = template with { Report = await Report(template, cancellationToken) };
        if (template.Report is { Template: { Exists: true } reported }
            && TemplateFit.Of(template, reported, await views.Origins(template.Tenant, cancellationToken)).Problem is { } unfit)
            return new ValidationFailed([unfit]);

        await using var work = await store.Begin(cancellationToken);
        if (!await work.Templates.Add(template))
            return new TemplateExists();
        await work.Commit(cancellationToken);
        return await views.Of(request.Caller, template, cancellationToken);
    }

    /// <summary>Null where Meta does not answer: the template is kept, and Meta is asked again later.</summary>
    private async Task<MetaReport?> Report(MessageTemplate template, CancellationToken cancellationToken)
    {
        if (template.Sender.Meta is not { } named || template.IsForbiddenAtMeta)
            return null;
        var sender = await meta.Sender(template.Tenant, template.Sender.Number, cancellationToken);
        if (sender.Refusal is not null)
            return null;
        return (await meta.Find(sender.Value, named, cancellationToken))
            .Match<MetaReport?>(reported => new(reported, clock.GetUtcNow()), _ => null);
    }
}

internal sealed class CreatedTemplateAnswer(
    ITemplateQueries templates, TemplateViews views) : IRebuild<CreateTemplate, Result<TemplateView>>
{
    public Task<Result<TemplateView>?> Rebuild(CreateTemplate request, MadeResource? made, CancellationToken cancellationToken) =>
        Of(request.Caller, made, cancellationToken);

    /// <summary>However it was made.</summary>
    public async Task<Result<TemplateView>?> Of(Caller caller, MadeResource? made, CancellationToken cancellationToken) =>
        made is not null && await templates.Find(caller.Tenant, new(made.Id), cancellationToken) is { } template
            ? await views.Of(caller, template, cancellationToken) : (Result<TemplateView>?)null;
}
