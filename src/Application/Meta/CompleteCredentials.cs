using FluentValidation;
using MediatR;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>The customer typed the credentials of a number of an own Meta account.</summary>
public sealed record CompleteCredentials(TokenHash? Token) : IRequest<Result<MetaCompleted>>, IReadFromBody, ICompleteMetaLink, ICallOutside
{
    public MetaFlow Flow => MetaFlow.Credentials;

    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public Written<MetaId>? PhoneNumberId { get; init; }

    public Written<MetaId>? WabaId { get; init; }

    public MetaSecret? AccessToken { get; init; }

    public MetaSecret? Pin { get; init; }

    public Written<DisplayName>? Name { get; init; }
}

internal sealed class CompleteCredentialsValidator : AbstractValidator<CompleteCredentials>
{
    public CompleteCredentialsValidator()
    {
        RuleFor(completion => completion.PhoneNumberId).NotNull().WithMessage("is required");
        RuleFor(completion => completion.PhoneNumberId).MustBeAMetaId();
        RuleFor(completion => completion.WabaId).NotNull().WithMessage("is required");
        RuleFor(completion => completion.WabaId).MustBeAMetaId();
        RuleFor(completion => completion.AccessToken).MustBeAMetaSecret();
        RuleFor(completion => completion.Pin).MustBeAPin();
        RuleFor(completion => completion.Name).Must(name => name is null or { Value: not null }).WithMessage(Labelling.NameRule);
    }
}

internal sealed class CompleteCredentialsHandler(MetaLink links) : IRequestHandler<CompleteCredentials, Result<MetaCompleted>>
{
    public Task<Result<MetaCompleted>> Handle(CompleteCredentials request, CancellationToken cancellationToken) => links.Complete(
        request,
        new(null, request.AccessToken, request.PhoneNumberId?.Value, request.WabaId?.Value, request.Pin, request.Name?.Value),
        cancellationToken);
}
