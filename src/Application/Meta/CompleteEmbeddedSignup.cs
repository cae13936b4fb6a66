using FluentValidation;
using MediatR;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>Completes a link with the result of Embedded Signup.</summary>
public sealed record CompleteEmbeddedSignup(TokenHash? Token)
    : IRequest<Result<MetaCompleted>>, IReadFromBody, ICompleteMetaLink, ICallOutside
{
    public MetaFlow Flow => MetaFlow.Embedded;

    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public MetaSecret? Code { get; init; }

    public Written<MetaId>? PhoneNumberId { get; init; }

    public Written<MetaId>? WabaId { get; init; }

    /// <summary>What Meta called the end.</summary>
    public string? Event { get; init; }
}

internal sealed class CompleteEmbeddedSignupValidator : AbstractValidator<CompleteEmbeddedSignup>
{
    private const int LongestEvent = 64;

    public CompleteEmbeddedSignupValidator()
    {
        RuleFor(completion => completion.Code).MustBeAMetaSecret();
        RuleFor(completion => completion.PhoneNumberId).MustBeAMetaId();
        RuleFor(completion => completion.WabaId).MustBeAMetaId();
        RuleFor(completion => completion.Event).Must(text => text is null || Labelling.IsStorable(text, LongestEvent))
            .WithMessage("must be at most 64 characters");
    }
}

internal sealed class CompleteEmbeddedSignupHandler(MetaLink links) : IRequestHandler<CompleteEmbeddedSignup, Result<MetaCompleted>>
{
    public Task<Result<MetaCompleted>> Handle(CompleteEmbeddedSignup request, CancellationToken cancellationToken) => links.Complete(
        request, new(request.Code, null, request.PhoneNumberId?.Value, request.WabaId?.Value, null, null), cancellationToken);
}
