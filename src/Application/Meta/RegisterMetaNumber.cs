using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>Takes over a number of the official API with the credentials that its owner holds.</summary>
public sealed record RegisterMetaNumber(Caller Caller) : IRequest<Result<Done>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public string? Name { get; init; }

    public string? Number { get; init; }

    public string? MetaPhoneId { get; init; }

    /// <summary>The other spelling of <see cref="MetaPhoneId"/>.</summary>
    public string? PhoneNumberId { get; init; }

    public string? WabaId { get; init; }

    public MetaSecret? AccessToken { get; init; }

    public MetaSecret? Pin { get; init; }

    public string? ExternalRef { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

internal sealed class RegisterMetaNumberValidator : AbstractValidator<RegisterMetaNumber>
{
    private const int FewestDigits = 8;

    public RegisterMetaNumberValidator()
    {
        RuleFor(number => number.Name).Must(name => DisplayName.Parse(name) is not null).WithMessage(Labelling.NameRule);
        RuleFor(number => number.Number).Must(number => PhoneNumber.Parse(number, FewestDigits) is not null)
            .WithMessage("must be a phone number of 8 to 15 digits with its country code");
        RuleFor(number => number.MetaPhoneId).NotNull().When(number => number.PhoneNumberId is null).WithMessage("is required");
        RuleFor(number => number.MetaPhoneId).MustBeAMetaId();
        RuleFor(number => number.PhoneNumberId).MustBeAMetaId();
        RuleFor(number => number.MetaPhoneId).Equal(number => number.PhoneNumberId).When(number => number.MetaPhoneId is not null && number.PhoneNumberId is not null)
            .WithMessage("differs from phoneNumberId, which is the same thing");
        RuleFor(number => number.WabaId).NotNull().WithMessage("is required");
        RuleFor(number => number.WabaId).MustBeAMetaId();
        RuleFor(number => number.AccessToken).MustBeAMetaSecret();
        RuleFor(number => number.Pin).MustBeAPin();
        RuleFor(number => number.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule);
        RuleFor(number => number.Metadata).Must(Labelling.Fits).WithMessage(Labelling.MetadataRule);
    }
}

internal sealed class RegisterMetaNumberHandler : IRequestHandler<RegisterMetaNumber, Result<Done>>
{
    public Task<Result<Done>> Handle(RegisterMetaNumber request, CancellationToken cancellationToken) => Task.FromResult<Result<Done>>(new MetaNotConfigured());
}
