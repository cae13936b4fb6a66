using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Sends again everything since a moment that the endpoint listens to now, delivered before or not. Answers how many.</summary>
public sealed record ReplayEndpoint(Caller Caller, EndpointId Endpoint) : IRequest<Result<int>>, IReadFromBody, IConcernEndpoint
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public DateTimeOffset? Since { get; init; }
}

internal sealed class ReplayEndpointValidator : AbstractValidator<ReplayEndpoint>
{
    public ReplayEndpointValidator() => RuleFor(replay => replay.Since).NotNull().WithMessage("is required");
}

internal sealed class ReplayEndpointHandler(
    IStore store, EndpointExists<ReplayEndpoint> endpoints, EventHistory history, TimeProvider clock)
    : IRequestHandler<ReplayEndpoint, Result<int>>
{
    public async Task<Result<int>> Handle(ReplayEndpoint request, CancellationToken cancellationToken)
    {
        if (await endpoints.Missing(request, cancellationToken) is { } missing)
            return missing;

        await using var work = await store.Begin(cancellationToken);
        var queued = await work.Deliveries.ReplaySince(request.Endpoint, request.Caller,
            history.Within(request.Since!.Value, clock.GetUtcNow()));
        await work.Commit(cancellationToken);
        return queued;
    }
}
