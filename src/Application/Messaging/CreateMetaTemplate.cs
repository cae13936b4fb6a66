using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Messaging;

/// <summary>Makes the template that links are sent with at Meta, for one of the tenant's Meta numbers, and here.</summary>
public sealed record CreateMetaTemplate(Caller Caller) : IRequest<Result<TemplateView>>, IReadFromBody, ICallOutside
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public NamedNumberId? NumberId { get; init; }

    public TemplateLanguage? Language { get; init; }

    public TemplateBody? Body { get; init; }
}

internal sealed class CreateMetaTemplateValidator : AbstractValidator<CreateMetaTemplate>
{
    public CreateMetaTemplateValidator()
    {
        RuleFor(template => template.NumberId).NotNull().WithMessage("is required");
        RuleFor(template => template.Language).NotNull().WithMessage("must be a language such as pt-BR or en_US");
        RuleFor(template => template.Body).NotNull()
            .WithMessage("must be 1 to 1024 characters, whose only placeholders are {{name}} and {{company}}");
        RuleFor(template => template.Body).Must(body => !body!.Value.CarriesLink).When(template => template.Body is not null)
            .WithMessage("must not contain {{link}}: the button carries the link");
        RuleFor(template => template.Body).Must(body => !IsPlaceholderAtEdge(body!.Value.Text)).When(template => template.Body is not null)
            .WithMessage("must not begin or end with a placeholder: Meta refuses such templates");
    }

    private static bool IsPlaceholderAtEdge(string text) =>
        text.Trim() is var trimmed
            && (trimmed.StartsWith("{{", StringComparison.Ordinal) || trimmed.EndsWith("}}", StringComparison.Ordinal));
}

internal sealed class CreateMetaTemplateHandler(
    IStore store, IInstanceQueries instances, ITemplateQueries templates, IMetaMessages meta, ConnectAddress connect, TemplateViews views,
    TimeProvider clock) : IRequestHandler<CreateMetaTemplate, Result<TemplateView>>
{
    public async Task<Result<TemplateView>> Handle(CreateMetaTemplate request, CancellationToken cancellationToken)
    {
        var (caller, language) = (request.Caller, request.Language!.Value);
        if (request.NumberId!.Id is not { } number || await instances.Reached(caller, number, cancellationToken) is not { } instance)
            return new NumberNotFound();
        if (instance.Provider != Provider.Meta)
            return new ValidationFailed([new("numberId", "must be a Meta number")]);
        // Asked before Meta is; that none was added meanwhile is decided by the insert.
        if ((await templates.Named(caller with { Number = null }, MessageTemplate.OfLinks, cancellationToken))
            .Any(known => known.Language.Key == language.Key))
            return new TemplateExists();
        var sender = await meta.Sender(caller.Tenant, number, cancellationToken);
        if (sender.Refusal is { } missing)
            return missing;

        var prefix = await connect.Of(caller.Tenant, cancellationToken) + "/connect/";
        var made = await meta.Create(sender.Value, new(MessageTemplate.OfLinks, language, request.Body!.Value, prefix), cancellationToken);
        if (made.Refusal is { } refusal)
            return refusal;
        var now = clock.GetUtcNow();
        var template = new MessageTemplate(
            TemplateId.New(now), caller.Tenant, MessageTemplate.OfLinks, TemplateCategory.Utility, language, request.Body!.Value,
            new(number, new(MessageTemplate.OfLinks, language, UrlButton: null)), now)
        { Report = new(made.Value, now) };
        // What was made at Meta is kept, whether or not the client waits for it.
        await using var work = await store.Begin(CancellationToken.None);
        if (!await work.Templates.Add(template))
            return new TemplateExists();
        await work.Commit(CancellationToken.None);
        return await views.Of(caller, template, CancellationToken.None);
    }
}

internal sealed class CreatedMetaTemplateAnswer(CreatedTemplateAnswer created) : IRebuild<CreateMetaTemplate, Result<TemplateView>>
{
    public Task<Result<TemplateView>?> Rebuild(CreateMetaTemplate request, MadeResource? made, CancellationToken cancellationToken) =>
        created.Of(request.Caller, made, cancellationToken);
}
