using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <summary>Changes what is named and keeps the rest. The number of an endpoint cannot change.</summary>
public sealed record UpdateEndpoint(Caller Caller, EndpointId Endpoint) : IRequest<Result<WebhookEndpoint>>, IReadFromBody, IConcernEndpoint
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public string? Name { get; init; }

    public string? Url { get; init; }

    /// <summary>Replaces the list; an empty one receives nothing.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    public bool? Active { get; init; }
}

internal sealed class UpdateEndpointValidator : AbstractValidator<UpdateEndpoint>
{
    public UpdateEndpointValidator(IUrlCheck urls)
    {
        RuleFor(endpoint => endpoint.Name).MustBeAnEndpointName();
        RuleFor(endpoint => endpoint.Name).Must(name => name is null || !string.IsNullOrWhiteSpace(name)).WithMessage("must not be empty");
        RuleFor(endpoint => endpoint.Url).MustBeAnEndpointUrl(urls, endpoint => endpoint.Caller.Tenant);
    }
}

internal sealed class UpdateEndpointHandler(IStore store, TimeProvider clock) : IRequestHandler<UpdateEndpoint, Result<WebhookEndpoint>>
{
    public async Task<Result<WebhookEndpoint>> Handle(UpdateEndpoint request, CancellationToken cancellationToken)
    {
        var change = new EndpointChange(request.Name?.Trim(), request.Url, request.Events is null ? null : EventNames.Keep(request.Events),
            request.Active);
        await using var work = await store.Begin(cancellationToken);
        if (await work.Endpoints.Change(request.Caller, request.Endpoint, change, clock.GetUtcNow()) is not { } endpoint)
            return new WebhookNotFound();

        await work.Commit(cancellationToken);
        return endpoint;
    }
}
