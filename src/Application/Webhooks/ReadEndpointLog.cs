using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Webhooks;

/// <param name="Event">Only attempts of this event; null lists all. A name that we never send finds nothing.</param>
public sealed record ReadEndpointLog(
    Caller Caller, EndpointId Endpoint, string? Event, PageRequest Page)
    : IRequest<Result<Page<LoggedAttempt>>>, IReadFromBody, IConcernEndpoint
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ReadEndpointLogValidator : AbstractValidator<ReadEndpointLog>
{
    private const int LongestName = 100;

    public ReadEndpointLogValidator() =>
        RuleFor(log => log.Event)
            .Must(name => name is null || (name.Length <= LongestName && name.All(char.IsAscii) && !name.Any(char.IsControl)))
            .WithMessage("must be the name of an event");
}

internal sealed class ReadEndpointLogHandler(
    EndpointExists<ReadEndpointLog> endpoints, IDeliveryQueries deliveries) : IRequestHandler<ReadEndpointLog, Result<Page<LoggedAttempt>>>
{
    public async Task<Result<Page<LoggedAttempt>>> Handle(ReadEndpointLog request, CancellationToken cancellationToken)
    {
        if (await endpoints.Missing(request, cancellationToken) is { } missing)
            return missing;
        if (request.Event is not (null or EventNames.WebhookTest) && !EventNames.Selectable.Contains(request.Event))
            return new Page<LoggedAttempt>([], null);
        return await deliveries.Log(request.Caller, request.Endpoint, request.Event, request.Page, cancellationToken);
    }
}
