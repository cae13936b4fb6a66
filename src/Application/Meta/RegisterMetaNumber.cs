using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Meta;

/// <summary>Takes over a number of the official API with the credentials that its owner holds.</summary>
public sealed record RegisterMetaNumber(Caller Caller) : IRequest<Result<MetaNumberRegistered>>, IReadFromBody, ICallOutside
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    /// <summary>Null where none was sent, or none that can be read; so is <see cref="Number"/>.</summary>
    public DisplayName? Name { get; init; }

    public PhoneNumber? Number { get; init; }

    public Written<MetaId>? MetaPhoneId { get; init; }

    /// <summary>The other spelling of <see cref="MetaPhoneId"/>.</summary>
    public Written<MetaId>? PhoneNumberId { get; init; }

    public Written<MetaId>? WabaId { get; init; }

    public MetaSecret? AccessToken { get; init; }

    public MetaSecret? Pin { get; init; }

    public bool LinkToApiKey { get; init; } = true;

    public string? ExternalRef { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <param name="Hook">The webhook address for the number, for tenants with a Meta app of their own.</param>
/// <param name="LinkedKey">The number key that reaches the new number from now on.</param>
public sealed record MetaNumberRegistered(Instance Instance, MetaHook Hook, KeyId? LinkedKey);

internal sealed class RegisterMetaNumberValidator : AbstractValidator<RegisterMetaNumber>
{
    public RegisterMetaNumberValidator()
    {
        RuleFor(number => number.Name).NotNull().WithMessage(Labelling.NameRule);
        RuleFor(number => number.Number).NotNull()
            .WithMessage("must be a string of 8 to 15 digits that begin with the country code, such as +5511999999999");
        RuleFor(number => number.MetaPhoneId).NotNull().When(number => number.PhoneNumberId is null).WithMessage("is required");
        RuleFor(number => number.MetaPhoneId).MustBeAMetaId();
        RuleFor(number => number.PhoneNumberId).MustBeAMetaId();
        RuleFor(number => number.MetaPhoneId).Equal(number => number.PhoneNumberId)
            .When(number => number.MetaPhoneId is not null && number.PhoneNumberId is not null)
            .WithMessage("differs from phoneNumberId, which is the same thing");
        RuleFor(number => number.WabaId).NotNull().WithMessage("is required");
        RuleFor(number => number.WabaId).MustBeAMetaId();
        RuleFor(number => number.AccessToken).MustBeAMetaSecret();
        RuleFor(number => number.Pin).MustBeAPin();
        RuleFor(number => number.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule);
        RuleFor(number => number.Metadata).Must(Labelling.Fits).WithMessage(Labelling.MetadataRule);
    }
}

internal sealed class RegisterMetaNumberHandler(
    MetaNumberLocator numbers, IMetaApps apps, IMetaHooks hooks, MetaOnboarding onboarding, TimeProvider clock)
    : IRequestHandler<RegisterMetaNumber, Result<MetaNumberRegistered>>
{
    public async Task<Result<MetaNumberRegistered>> Handle(RegisterMetaNumber request, CancellationToken cancellationToken)
    {
        var caller = request.Caller;
        if (apps.Graph(caller.Mode) is not { } graph)
            return new MetaNotConfigured();
        var claim = new MetaClaim(
            request.AccessToken!.Value, Typed: true, (request.MetaPhoneId ?? request.PhoneNumberId)?.Value, request.WabaId?.Value,
            request.Pin, TriedPin: null, request.Number);
        // Once a PIN is set at Meta it must be stored, whether or not the client waits for it.
        var access = await onboarding.Run(graph, claim, async number =>
            await numbers.Pin(caller.Tenant, number, CancellationToken.None) ?? onboarding.DrawPin(), CancellationToken.None);
        if (access.Refusal is { } refusal)
            return refusal;

        var now = clock.GetUtcNow();
        var name = request.Name!.Value;
        KeyId? linked = request.LinkToApiKey && caller.Scope == KeyScope.Number ? caller.Key : null;
        var (work, known) = await numbers.Begin(caller.Tenant, access.Value.Number.Id, CancellationToken.None);
        await using var disposed = work;
        // A number key neither reaches another number nor learns that there is one.
        var instance = known is not null && caller.Reaches(known.Id) ? known : null;
        if (instance is null)
        {
            instance = MetaConnections.Create(caller.Tenant, access.Value, name,
                new(request.ExternalRef, request.Metadata ?? Labels.None.Metadata), now);
            MetaConnections.Add(work, instance, access.Value, null, now);
        }
        else
        {
            var labels = new Labels(request.ExternalRef ?? instance.Labels.ExternalRef, request.Metadata ?? instance.Labels.Metadata);
            instance.Describe(name, labels);
            await work.Instances.Change(instance.Id,
                new() { Name = new(true, name.Value), ExternalRef = new(true, labels.ExternalRef), Metadata = new(true, labels.Metadata) },
                now);
            if (!await MetaConnections.Renew(work, instance, access.Value, null, now))
                return new NumberNotFound();
        }

        if (linked is not null)
            work.KeyMoves.Follow(caller, instance.Id);
        await work.Commit(CancellationToken.None);
        return new MetaNumberRegistered(instance, hooks.Of(instance.Id), linked);
    }
}

internal sealed class RegisteredMetaNumberAnswer(
    IInstanceQueries instances, IMetaHooks hooks) : IRebuild<RegisterMetaNumber, Result<MetaNumberRegistered>>
{
    public async Task<Result<MetaNumberRegistered>?> Rebuild(
        RegisterMetaNumber request, MadeResource? made, CancellationToken cancellationToken)
    {
        if (made is null || await instances.Find(request.Caller.Tenant, new(made.Id), cancellationToken) is not { } instance)
            return null;
        KeyId? linked = request.LinkToApiKey && request.Caller.Scope == KeyScope.Number ? request.Caller.Key : null;
        return new MetaNumberRegistered(instance, hooks.Of(instance.Id), linked);
    }
}
