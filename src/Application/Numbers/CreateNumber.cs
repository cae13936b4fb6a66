using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Numbers;

/// <summary>A number whose QR code the SaaS shows itself.</summary>
public sealed record CreateNumber(Caller Caller) : IRequest<Result<NumberCreated>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    /// <summary>Null where none was sent, or none that can be read; so is <see cref="Number"/>.</summary>
    public DisplayName? Name { get; init; }

    public PhoneNumber? Number { get; init; }

    public bool LinkToApiKey { get; init; } = true;

    public string? ExternalRef { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}

/// <param name="Pairing">Null when the gateway gave nothing to scan; <paramref name="Failure"/> says why. The number stands all the
/// same.</param>
/// <param name="DuplicateOf">Another living number of the tenant with the same phone.</param>
/// <param name="LinkedKey">The number key that reaches the new number from now on.</param>
public sealed record NumberCreated(Instance Instance, PairingView? Pairing, Refusal? Failure, NumberId? DuplicateOf, KeyId? LinkedKey);

internal sealed class CreateNumberValidator : AbstractValidator<CreateNumber>
{
    public CreateNumberValidator()
    {
        RuleFor(number => number.Name).NotNull().WithMessage(Labelling.NameRule);
        RuleFor(number => number.Number).NotNull().WithMessage(Labelling.NumberRule);
        RuleFor(number => number.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule);
        RuleFor(number => number.Metadata).Must(Labelling.Fits).WithMessage(Labelling.MetadataRule);
    }
}

internal sealed class CreateNumberHandler(
    IStore store, IInstanceQueries instances, NewNumber artifacts, PairingPrerequisites prerequisites, TimeProvider clock)
    : IRequestHandler<CreateNumber, Result<NumberCreated>>
{
    public async Task<Result<NumberCreated>> Handle(CreateNumber request, CancellationToken cancellationToken)
    {
        if (await prerequisites.Missing(request.Caller, flow: null, cancellationToken) is { } missing)
            return missing;

        var now = clock.GetUtcNow();
        var instance = Instance.Create(
            NumberId.New(now), request.Caller.Tenant, request.Number!.Value, request.Name!.Value, Provider.PilotStatus,
            new Labels(request.ExternalRef, request.Metadata ?? Labels.None.Metadata), now);
        var duplicate = await instances.FindSamePhone(request.Caller.Tenant, instance.Number, cancellationToken);

        KeyId? linked = request.LinkToApiKey && request.Caller.Scope == KeyScope.Number ? request.Caller.Key : null;
        await using (var work = await store.Begin(cancellationToken))
        {
            work.Instances.Add(instance);
            if (linked is not null)
                work.KeyMoves.Follow(request.Caller, instance.Id);
            work.Events.Add(NumberEvent.Of(EventNames.NumberCreated, instance, now));
            await work.Commit(cancellationToken);
        }

        return await artifacts.Of(instance, duplicate, linked, now, cancellationToken);
    }
}

/// <summary>What a new number shows its owner: something to scan, or why there is nothing yet.</summary>
internal sealed class NewNumber(IPairingStateCache states, PairingArtifactRequests requests, TimeProvider clock)
{
    /// <summary>The gateway gets a second chance within this time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public async Task<Result<NumberCreated>> Of(
        Instance instance, NumberId? duplicate, KeyId? linked, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await states.Find(instance.Id, cancellationToken) is not { } view)
            return new NumberNotFound();
        var artifact = await requests.Artifact(view, null, null, refresh: false, LongestWait, cancellationToken);
        if (artifact.Refusal is GatewayUnavailable or GatewayError or PairingStalled)
        {
            var left = LongestWait - (clock.GetUtcNow() - now);
            if (left > TimeSpan.Zero)
                artifact = await requests.Artifact(view, null, null, refresh: false, left, cancellationToken);
        }

        return artifact.Match(
            issued => new NumberCreated(instance, issued, null, duplicate, linked),
            failure => new NumberCreated(instance, null, failure, duplicate, linked));
    }
}

internal sealed class CreatedNumberAnswer(
    IInstanceQueries instances, NewNumber artifacts, TimeProvider clock) : IRebuild<CreateNumber, Result<NumberCreated>>
{
    public async Task<Result<NumberCreated>?> Rebuild(CreateNumber request, MadeResource? made, CancellationToken cancellationToken)
    {
        if (made is null || await instances.Find(request.Caller.Tenant, new(made.Id), cancellationToken) is not { } instance)
            return null;
        var oldest = await instances.FindSamePhone(request.Caller.Tenant, instance.Number, cancellationToken);
        KeyId? linked = request.LinkToApiKey && request.Caller.Scope == KeyScope.Number ? request.Caller.Key : null;
        return await artifacts.Of(instance, oldest == instance.Id ? null : oldest, linked, clock.GetUtcNow(), cancellationToken);
    }
}
